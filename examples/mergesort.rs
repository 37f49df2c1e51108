//! Sorts by merging.
//!
//! ```text
//! cargo run --release --example mergesort [ELEMENTS]
//! ```
//! Both halves are sorted at once, then merged at once: the middle of the longer half is looked up in the
//! other, and what lies before it is merged beside what lies behind. Everything is borrowed, nothing is
//! shared: each call has slices of its own.
//!
//! Ends with an error if the result differs from that of the standard library's stable sort.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/random.rs"]
mod random;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;
use random::Random;

/// So few elements are sorted, or merged, by one member.
const FEW: usize = 2048;

/// Few different keys, so that it shows whether equal ones keep their order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Record {
    key: u32,
    position: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let n = arguments::number(1, "ELEMENTS", 2_000_000_u32)?;
    let mut random = Random(u64::from(n));
    let records: Vec<Record> =
        (0..n).map(|position| Record { key: random.below(1 << 16) as u32, position }).collect();

    let (expected, standard_time) = timed::best_of(3, || {
        let mut sorted = records.clone();
        sorted.sort_by_key(|record| record.key);
        sorted
    });
    let sort_on = |region: Parallel| {
        let (mut data, mut spare) = (records.clone(), vec![Record::default(); records.len()]);
        region.masked(|team| sort(team, &mut data, &mut spare, false));
        data
    };
    let (alone, serial_time) = timed::best_of(3, || sort_on(Parallel::new().num_threads(1)));
    let (sorted, parallel_time) = timed::best_of(3, || sort_on(Parallel::new()));

    for (sorted, who) in [(&alone, "one member"), (&sorted, "the team")] {
        if let Some(k) = (0..expected.len()).find(|&k| sorted[k] != expected[k]) {
            return Err(format!("{who}, element {k}: {:?}, not {:?}", sorted[k], expected[k]).into());
        }
    }
    println!("{n} records; the standard library's sort takes {:.2} ms", standard_time.as_secs_f64() * 1e3);
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// Sorts `data`. The result is in `data`, or in `spare`; the other is overwritten.
fn sort(team: &Team<'_>, data: &mut [Record], spare: &mut [Record], into_spare: bool) {
    if data.len() <= FEW {
        data.sort_by_key(|record| record.key);
        if into_spare {
            spare.copy_from_slice(data);
        }
        return;
    }
    let middle = data.len() / 2;
    {
        let (left, right) = data.split_at_mut(middle);
        let (left_spare, right_spare) = spare.split_at_mut(middle);
        team.join(
            |team| sort(team, left, left_spare, !into_spare),
            |team| sort(team, right, right_spare, !into_spare),
        );
    }
    let (from, to) = if into_spare { (data, spare) } else { (spare, data) };
    let (left, right) = from.split_at(middle);
    merge(team, left, right, to);
}

/// Merges what is sorted; of equal keys, those of `left` come first.
fn merge(team: &Team<'_>, left: &[Record], right: &[Record], to: &mut [Record]) {
    if to.len() <= FEW {
        return merge_serially(left, right, to);
    }
    let (l, r) = if left.len() >= right.len() {
        let l = left.len() / 2;
        (l, right.partition_point(|record| record.key < left[l].key))
    } else {
        let r = right.len() / 2;
        (left.partition_point(|record| record.key <= right[r].key), r)
    };
    let (before, behind) = to.split_at_mut(l + r);
    team.join(
        |team| merge(team, &left[..l], &right[..r], before),
        |team| merge(team, &left[l..], &right[r..], behind),
    );
}

fn merge_serially(left: &[Record], right: &[Record], to: &mut [Record]) {
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        // Arithmetic in place of a branch that nobody could predict.
        let from_right = right[r].key < left[l].key;
        to[l + r] = if from_right { right[r] } else { left[l] };
        r += usize::from(from_right);
        l += usize::from(!from_right);
    }
    let rest = if l < left.len() { &left[l..] } else { &right[r..] };
    to[l + r..].copy_from_slice(rest);
}
