//! `map_collect`: every result once, in its place, and none lost when an iteration panics.

mod common {
    pub(crate) mod cases;
    pub(crate) mod counted;
    pub(crate) mod watchdog;
}

use common::cases::{TEAMS, schedules};
use common::counted::Census;
use common::watchdog::watch;
use ferromp::prelude::*;
use ferromp::space::Items;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

#[test]
fn results_come_in_the_order_of_the_iterations() {
    let _watch = watch("results_come_in_the_order_of_the_iterations");
    for len in [0u64, 1, 2, 3, 8, 100, 4_097] {
        let numbers: Vec<u64> = (0..len).map(|i| i * i).collect();
        let texts: Vec<String> = numbers.iter().map(u64::to_string).collect();
        for schedule in schedules() {
            for threads in TEAMS {
                assert_eq!(combined!(0..len, threads, schedule).map_collect(|i| i * i), numbers);
                assert_eq!(combined!(&numbers, threads, schedule).map_collect(|n| n.to_string()), texts);
            }
        }
    }
}

#[test]
fn nests_and_moved_vectors() {
    let cells = parallel_for(collapse(0..3, 0..4)).num_threads(2).map_collect(|cell| cell);
    let expected: Vec<_> = (0..3).flat_map(|i| (0..4).map(move |j| (i, j))).collect();
    assert_eq!(cells, expected);
    let words: Vec<String> = expected.iter().map(|c| format!("{c:?}")).collect();
    let same =
        parallel_for(words.clone()).num_threads(3).schedule(Schedule::Dynamic(1)).map_collect(|word| word);
    assert_eq!(same, words);
    let numbered = parallel_for(enumerate(words.clone())).map_collect(|(k, word)| (word, k));
    assert!(numbered.iter().enumerate().all(|(k, (word, n))| *word == words[k] && *n == k));
}

#[test]
fn results_without_a_size() {
    let units = parallel_for(0..1_000).num_threads(2).map_collect(|_| ());
    assert_eq!(units.len(), 1_000);
}

#[test]
fn a_panic_drops_what_was_made_and_nothing_else() {
    let _watch = watch("a_panic_drops_what_was_made_and_nothing_else");
    for schedule in schedules() {
        for threads in TEAMS {
            for fatal in [0u64, 1, 63, 64, 65, 199] {
                let (inputs, results) = (Census::new(), Census::new());
                let items: Vec<_> = (0..200).map(|k| inputs.born(k)).collect();
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    combined!(items, threads, schedule).map_collect(|item| {
                        if item.value == fatal {
                            resume_unwind(Box::new(fatal));
                        }
                        results.born(item.value)
                    })
                }));
                let Err(payload) = outcome else { panic!("the iteration was left out") };
                assert_eq!(payload.downcast_ref(), Some(&fatal));
                assert_eq!(
                    (inputs.alive(), results.alive()),
                    (0, 0),
                    "{schedule:?}, {threads} threads, {fatal}"
                );
            }
        }
    }
}

/// Claims to have more items than it has.
struct Boastful;

impl<'i> Items<'i> for Boastful {
    type Item = u64;
    type Block = std::iter::Take<Range<u64>>;
}

impl Space for Boastful {
    fn len(&self) -> u64 {
        100
    }

    unsafe fn block(&self, range: Range<u64>) -> std::iter::Take<Range<u64>> {
        let n = (range.end - range.start) / 2;
        range.take(n as usize)
    }
}

/// Has more items than it claims, and another length every time.
struct Modest(std::sync::atomic::AtomicU64);

impl<'i> Items<'i> for Modest {
    type Item = u64;
    type Block = Range<u64>;
}

impl Space for Modest {
    fn len(&self) -> u64 {
        self.0.fetch_add(10, std::sync::atomic::Ordering::Relaxed)
    }

    unsafe fn block(&self, range: Range<u64>) -> Range<u64> {
        range.start..range.end + 1_000
    }
}

/// Trap 20: safe code that lies.
#[test]
fn spaces_that_lie_about_their_length() {
    let _watch = watch("spaces_that_lie_about_their_length");
    for schedule in schedules() {
        for threads in TEAMS {
            let census = Census::new();
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                combined!(Boastful, threads, schedule).map_collect(|i| census.born(i))
            }));
            assert!(outcome.is_err());
            assert_eq!(census.alive(), 0);
            let modest = Modest(50.into());
            let results = combined!(modest, threads, schedule).map_collect(|i| census.born(i));
            assert_eq!(results.iter().map(|r| r.value).collect::<Vec<_>>(), (0..50).collect::<Vec<_>>());
            drop(results);
            assert_eq!(census.alive(), 0);
            combined!(Boastful, threads, schedule).ordered(|_, order| order.run(|| ()));
            combined!(Modest(50.into()), threads, schedule).ordered(|_, order| order.run(|| ()));
        }
    }
}
