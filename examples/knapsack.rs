//! Packs a knapsack as valuably as possible, by branch and bound.
//!
//! ```text
//! cargo run --release --example knapsack [ITEMS]
//! ```
//! For each item, to take it and to leave it are both tried: by `join`, so that another member may do one of
//! them. All members know the best value found so far. A branch ends when it could not beat that, even if
//! items could be cut. Which branches that spares depends on who is faster; the result does not.
//!
//! Ends with an error if the value is not the one that dynamic programming finds.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/random.rs"]
mod random;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};

use ferromp::prelude::*;
use random::Random;

/// The items weigh from `LIGHTEST` to `LIGHTEST + SPREAD`.
const LIGHTEST: u64 = 900;
const SPREAD: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let count = arguments::number(1, "ITEMS", 30_usize)?;
    let knapsack = Knapsack::of(count);

    let (serial, serial_time) = timed::best_of(3, || {
        let best = AtomicU64::new(0);
        knapsack.fill_serially(0, 0, knapsack.capacity, &best);
        best.into_inner()
    });
    let (parallel, parallel_time) = timed::best_of(3, || {
        let best = AtomicU64::new(0);
        parallel_masked(|team| knapsack.fill(team, 0, 0, knapsack.capacity, &best));
        best.into_inner()
    });

    let known = knapsack.by_table();
    println!("{count} items, capacity {}: the best packing is worth {parallel}", knapsack.capacity);
    if serial != known || parallel != known {
        return Err(format!("serially {serial}, in parallel {parallel}, the table says {known}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

#[derive(Clone, Copy)]
struct Item {
    weight: u64,
    value: u64,
}

struct Knapsack {
    /// The most value for its weight first.
    items: Vec<Item>,
    capacity: u64,
}

impl Knapsack {
    /// Items that are hard to choose from: all are about as heavy, and room for half of one will be left.
    fn of(count: usize) -> Self {
        let mut random = Random(5);
        let item = |_| {
            let weight = LIGHTEST + random.below(SPREAD);
            Item { weight, value: weight + random.below(SPREAD) }
        };
        let mut items: Vec<Item> = (0..count).map(item).collect();
        items.sort_by(|a, b| (b.value * a.weight).cmp(&(a.value * b.weight)));
        let average = LIGHTEST + SPREAD / 2;
        Self { items, capacity: average * (count as u64 / 3) + average / 2 }
    }

    /// Decides about the items from `next` on, with `value` packed and room for `room`.
    fn fill(&self, team: &Team<'_>, next: usize, value: u64, room: u64, best: &AtomicU64) {
        let Some(item) = self.promising(next, value, room, best) else { return };
        if item.weight > room {
            return self.fill(team, next + 1, value, room, best);
        }
        team.join(
            |team| self.fill(team, next + 1, value + item.value, room - item.weight, best),
            |team| self.fill(team, next + 1, value, room, best),
        );
    }

    fn fill_serially(&self, next: usize, value: u64, room: u64, best: &AtomicU64) {
        let Some(item) = self.promising(next, value, room, best) else { return };
        if item.weight <= room {
            self.fill_serially(next + 1, value + item.value, room - item.weight, best);
        }
        self.fill_serially(next + 1, value, room, best);
    }

    /// The next item, if it is worth while to decide about it. Notes `value`.
    fn promising(&self, next: usize, value: u64, room: u64, best: &AtomicU64) -> Option<Item> {
        // Relaxed: a number by itself. Who reads an old one searches a little more.
        if best.load(Ordering::Relaxed) < value {
            best.fetch_max(value, Ordering::Relaxed);
        }
        let item = *self.items.get(next)?;
        (value + self.bound(next, room) > best.load(Ordering::Relaxed)).then_some(item)
    }

    /// At most so much fits into `room`, if the last item may be cut.
    fn bound(&self, next: usize, mut room: u64) -> u64 {
        let mut value = 0;
        for item in &self.items[next..] {
            if item.weight > room {
                return value + item.value * room / item.weight;
            }
            room -= item.weight;
            value += item.value;
        }
        value
    }

    /// The most value for every weight, item by item.
    fn by_table(&self) -> u64 {
        let mut most = vec![0; self.capacity as usize + 1];
        for item in &self.items {
            for room in (item.weight as usize..most.len()).rev() {
                most[room] = most[room].max(most[room - item.weight as usize] + item.value);
            }
        }
        most[self.capacity as usize]
    }
}
