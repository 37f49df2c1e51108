//! Reductions of combined loops and of loops in a region.

mod common {
    pub(crate) mod cases;
    pub(crate) mod counted;
    pub(crate) mod watchdog;
}

use common::cases::{TEAMS, schedules};
use common::counted::{Census, Counted};
use common::watchdog::watch;
use ferromp::prelude::*;
use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const LENS: [u64; 9] = [0, 1, 2, 3, 7, 16, 100, 1_000, 5_003];

/// Rounds differently in every grouping.
fn term(i: u64) -> f64 {
    let x = (i as f64 + 0.5) * 1e-3;
    x.sin() * 10f64.powi((i % 13) as i32 - 6)
}

fn in_region<T: Clone + Send + 'static>(threads: usize, run: impl Fn(&Team<'_>) -> T + Sync) -> Vec<T> {
    Parallel::new().num_threads(threads).map(run)
}

#[test]
fn operators_that_do_not_commute_see_their_operands_in_order() {
    let _watch = watch("operators_that_do_not_commute_see_their_operands_in_order");
    let append = || reduction(String::new, |a: String, b: String| a + &b);
    for len in LENS {
        let expected: String = (0..len).map(|i| format!("{i},")).collect();
        for schedule in schedules() {
            for threads in TEAMS {
                let text = combined!(0..len, threads, schedule).reduce(append(), |i| format!("{i},"));
                assert_eq!(text, expected, "{len} iterations, {schedule:?}, {threads} threads");
                let text = combined!(0..len, threads, schedule)
                    .deterministic()
                    .reduce(append(), |i| format!("{i},"));
                assert_eq!(
                    text, expected,
                    "{len} iterations, {schedule:?}, {threads} threads, deterministic"
                );
            }
        }
    }
}

#[test]
fn operators_that_do_not_commute_see_their_operands_in_order_in_a_region() {
    let _watch = watch("operators_that_do_not_commute_see_their_operands_in_order_in_a_region");
    for len in LENS {
        let expected: String = (0..len).map(|i| format!("{i},")).collect();
        for schedule in schedules().into_iter().flatten() {
            for threads in TEAMS {
                let texts = in_region(threads, |team| {
                    let append = || reduction(String::new, |a: String, b: String| a + &b);
                    let line = || team.for_loop(0..len).schedule(schedule);
                    (
                        line().reduce(append(), |i| format!("{i},")),
                        line().deterministic().reduce(append(), |i| format!("{i},")),
                    )
                });
                for (plain, deterministic) in texts {
                    assert_eq!(plain, expected, "{len} iterations, {schedule:?}, {threads} threads");
                    assert_eq!(deterministic, expected, "{len} iterations, {schedule:?}, {threads} threads");
                }
            }
        }
    }
}

/// Trap 13: many runs, one hash.
#[test]
fn float_sums_have_the_same_bits_in_every_run() {
    let _watch = watch("float_sums_have_the_same_bits_in_every_run");
    for schedule in schedules() {
        for threads in TEAMS {
            let run = |_| combined!(0..3_001u64, threads, schedule).reduce(Sum, term).to_bits();
            let first = run(0);
            assert!((0..60).map(run).all(|bits| bits == first), "{schedule:?}, {threads} threads");
        }
    }
}

#[test]
fn float_sums_have_the_same_bits_in_every_run_of_a_region() {
    let _watch = watch("float_sums_have_the_same_bits_in_every_run_of_a_region");
    for schedule in schedules().into_iter().flatten() {
        for threads in TEAMS {
            let runs = in_region(threads, |team| {
                (0..20)
                    .map(|_| team.for_loop(0..3_001u64).schedule(schedule).reduce(Sum, term).to_bits())
                    .collect::<Vec<_>>()
            });
            let first = runs[0][0];
            assert!(runs.iter().flatten().all(|&bits| bits == first), "{schedule:?}, {threads} threads");
        }
    }
}

#[test]
fn deterministic_sums_have_the_same_bits_for_any_number_of_threads() {
    let _watch = watch("deterministic_sums_have_the_same_bits_for_any_number_of_threads");
    for len in LENS {
        let expected = parallel_for(0..len).only_if(false).deterministic().reduce(Sum, term).to_bits();
        for schedule in schedules() {
            for threads in [1, 2, 3, 4, 7, 8] {
                let bits = combined!(0..len, threads, schedule).deterministic().reduce(Sum, term).to_bits();
                assert_eq!(bits, expected, "{len} iterations, {schedule:?}, {threads} threads");
                let in_region = in_region(threads, |team| {
                    let line = team.for_loop(0..len).schedule(schedule.unwrap_or_default());
                    line.deterministic().reduce(Sum, term).to_bits()
                });
                assert!(
                    in_region.iter().all(|&bits| bits == expected),
                    "{len}, {schedule:?}, {threads} threads"
                );
            }
        }
    }
}

/// The float sum must be worth the test above.
#[test]
fn the_terms_round_differently_in_another_order() {
    let forwards: f64 = (0..3_001).map(term).sum();
    let backwards: f64 = (0..3_001).rev().map(term).sum();
    assert_ne!(forwards.to_bits(), backwards.to_bits());
}

#[test]
fn an_empty_loop_gives_the_identity() {
    for threads in TEAMS {
        assert_eq!(parallel_for(0..0u8).num_threads(threads).reduce(Product, |i| i), 1);
        let all = in_region(threads, |team| {
            let empty = || team.for_loop(0..0);
            (empty().reduce(Max, |i| i), empty().schedule(Schedule::Dynamic(4)).reduce(Min, |i| i))
        });
        assert!(all.iter().all(|&both| both == (i32::MIN, i32::MAX)));
    }
}

/// Values that need no drop but do not fit where small ones travel.
#[test]
fn large_values() {
    for schedule in schedules() {
        for threads in TEAMS {
            let counts = combined!(0..1_000usize, threads, schedule).reduce(Sum, |i| {
                let mut one = [0u64; 40];
                one[i % 40] = 1;
                one
            });
            assert_eq!(counts, [25; 40]);
        }
    }
}

/// The closures' types keep members from reducing different types, but for a function that hides them.
#[test]
fn different_types_in_one_loop_are_an_error() {
    let _watch = watch("different_types_in_one_loop_are_an_error");
    for schedule in [Schedule::Static, Schedule::Dynamic(1)] {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            Parallel::new().num_threads(2).run(|team| {
                let line = team.for_loop(0..10u8).schedule(schedule);
                if team.thread_num() == 0 {
                    line.reduce(Sum, |i| i);
                } else {
                    line.reduce(Sum, f64::from);
                }
            });
        }));
        assert!(outcome.is_err(), "{schedule:?}");
        assert_eq!(in_region(2, |team| team.for_loop(0..10).reduce(Sum, |i| i)), [45, 45]);
    }
}

#[test]
fn different_lengths_in_one_loop_are_an_error() {
    let _watch = watch("different_lengths_in_one_loop_are_an_error");
    let outcome = catch_unwind(|| {
        Parallel::new().num_threads(2).run(|team| {
            let line = team.for_loop(0..10 * (team.thread_num() + 1)).schedule(Schedule::Dynamic(1));
            line.ordered(|_, order| order.run(|| ()));
        });
    });
    let message = outcome.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("number of iterations"), "{message}");
}

/// Runs `run` with a fuse that blows at the given call of `burn`, for every call there is until none does.
fn at_every_call(run: impl Fn(&(dyn Fn() + Sync)) -> bool) {
    for fatal in 0.. {
        let calls = AtomicUsize::new(0);
        let burn = || {
            if calls.fetch_add(1, Relaxed) == fatal {
                std::panic::resume_unwind(Box::new("the fuse")); // without the hook's message
            }
        };
        if run(&burn) {
            assert!(calls.into_inner() <= fatal);
            return;
        }
    }
}

#[test]
fn operators_and_bodies_that_panic_lose_and_double_nothing() {
    let _watch = watch("operators_and_bodies_that_panic_lose_and_double_nothing");
    for schedule in schedules() {
        for threads in [1, 2, 3] {
            at_every_call(|burn| {
                let census = Census::new();
                let op = reduction(
                    || census.born(0),
                    |a: Counted<'_>, b| {
                        burn();
                        census.born(a.value + b.value)
                    },
                );
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    combined!(0..12u64, threads, schedule).reduce(op, |i| {
                        burn();
                        census.born(i)
                    })
                }));
                let fine = outcome.as_ref().is_ok_and(|sum| sum.value == 66);
                assert!(fine || outcome.is_err());
                drop(outcome);
                assert_eq!(census.alive(), 0, "{schedule:?}, {threads} threads");
                fine
            });
        }
    }
    assert_eq!(parallel_for(0..100).reduce(Sum, |i| i), 4950);
}

#[test]
fn operators_and_bodies_that_panic_lose_and_double_nothing_in_a_region() {
    let _watch = watch("operators_and_bodies_that_panic_lose_and_double_nothing_in_a_region");
    for schedule in schedules().into_iter().flatten() {
        for threads in [1, 2, 3] {
            at_every_call(|burn| {
                static CENSUS: Census = Census::new();
                let op = reduction(
                    || CENSUS.born(0),
                    |a: Counted<'_>, b| {
                        burn();
                        CENSUS.born(a.value + b.value)
                    },
                );
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    in_region(threads, |team| {
                        team.for_loop(0..12u64).schedule(schedule).reduce(op, |i| {
                            burn();
                            CENSUS.born(i)
                        })
                    })
                }));
                let fine = outcome.as_ref().is_ok_and(|sums| sums.iter().all(|sum| sum.value == 66));
                assert!(fine || outcome.is_err());
                drop(outcome);
                assert_eq!(CENSUS.alive(), 0, "{schedule:?}, {threads} threads");
                fine
            });
        }
    }
}

/// A reduction in the body of another has partials of its own.
#[test]
fn reductions_nest() {
    for schedule in schedules() {
        let total = combined!(0..20u64, 2, schedule)
            .reduce(Sum, |i| combined!(0..i, 2, schedule).reduce(Sum, |j| (i * j).to_string().len() as u64));
        let expected: u64 = (0..20).flat_map(|i| (0..i).map(move |j| (i * j).to_string().len() as u64)).sum();
        assert_eq!(total, expected);
    }
}

#[test]
fn a_policy_that_panics_ends_the_reduction() {
    struct Refuses(Mutex<u32>);
    impl ChunkPolicy for Refuses {
        fn next_chunk(&self, s: &LoopState) -> u64 {
            let mut calls = self.0.lock().unwrap_or_else(|e| e.into_inner());
            *calls += 1;
            assert!(*calls < 3 || s.remaining() == 0, "no more");
            1
        }
    }
    let policy = Refuses(Mutex::new(0));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        parallel_for(0..10_000).num_threads(2).schedule(Schedule::custom(&policy)).reduce(Sum, |i| i)
    }));
    assert!(outcome.is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn sums_equal_the_serial_one(x in prop::collection::vec(any::<u32>(), 0..3_000), threads in 1usize..9, k in 0usize..13) {
        let schedule = schedules()[k];
        let expected: u64 = x.iter().map(|&v| u64::from(v)).sum();
        prop_assert_eq!(combined!(&x, threads, schedule).reduce(Sum, |&v| u64::from(v)), expected);
        prop_assert_eq!(combined!(&x, threads, schedule).deterministic().reduce(Sum, |&v| u64::from(v)), expected);
        let sums = in_region(threads, |team| {
            team.for_loop(&x).schedule(schedule.unwrap_or_default()).reduce(Sum, |&v| u64::from(v))
        });
        prop_assert!(sums.iter().all(|&sum| sum == expected));
    }
}
