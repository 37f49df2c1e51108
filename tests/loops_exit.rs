//! Loops that end early: what is found, what no longer starts, and that nothing hangs.

mod common {
    pub(crate) mod cases;
    pub(crate) mod watchdog;
}

use common::cases::{TEAMS, schedules};
use common::watchdog::watch;
use ferromp::prelude::*;
use proptest::prelude::*;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Both ends of a search for multiples of `of` that are not 0, combined and in a region.
fn check(len: u64, of: u64, threads: usize, schedule: Option<Schedule<'static>>) {
    let hit = |i: u64| (i > 0 && i.is_multiple_of(of)).then_some(i);
    let first = (len > of).then_some(of);
    let until = |i| hit(i).map_or(Continue(()), Break);
    let valid =
        |found: Option<u64>| found.is_some() == first.is_some() && found.is_none_or(|i| hit(i).is_some());

    assert_eq!(
        combined!(0..len, threads, schedule).find_first(hit),
        first,
        "{schedule:?}, {threads} threads"
    );
    assert!(valid(combined!(0..len, threads, schedule).find_any(hit)));
    assert!(valid(combined!(0..len, threads, schedule).for_each_until(until).break_value()));
    assert!(valid(combined!(0..len, threads, schedule).try_for_each(|i| hit(i).map_or(Ok(()), Err)).err()));

    let answers = Parallel::new().num_threads(threads).map(|team| {
        let line = || team.for_loop(0..len).schedule(schedule.unwrap_or_default());
        let anywhere = [
            line().find_any(hit),
            line().for_each_until(until).break_value(),
            line().try_for_each(|i| hit(i).map_or(Ok(()), Err)).err(),
        ];
        // Loops after one that ended early start afresh.
        let mut rest = 0;
        let sum = line().reduce(Sum, |i| i);
        line().for_each_init(|| (), |(), _| ());
        if line().find_first(|_| None::<()>).is_none() {
            rest = sum;
        }
        (line().find_first(hit), anywhere, rest)
    });
    for (found, anywhere, rest) in &answers {
        assert_eq!(*found, first, "{schedule:?}, {threads} threads");
        assert!(anywhere.iter().all(|found| valid(*found)));
        assert_eq!(anywhere, &answers[0].1, "members differ");
        assert_eq!(*rest, len * len.saturating_sub(1) / 2);
    }
}

#[test]
fn searches_find_what_is_there() {
    let _watch = watch("searches_find_what_is_there");
    for schedule in schedules() {
        for threads in TEAMS {
            for (len, of) in [(0, 1), (1, 1), (2, 1), (100, 7), (1_000, 999), (1_000, 1_000), (5_000, 1_234)]
            {
                check(len, of, threads, schedule);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn searches_anywhere(len in 0u64..3_000, of in 1u64..3_000, threads in 1usize..9, k in 0usize..13) {
        check(len, of, threads, schedules()[k]);
    }
}

/// An enormous loop ends at once when its first iteration breaks: nobody walks through the chunks that are left.
#[test]
fn enormous_loops_end_early() {
    let _watch = watch("enormous_loops_end_early");
    for schedule in schedules() {
        for threads in [1, 2, 4] {
            let len = u64::MAX;
            let stop = |i: u64| if i < 1_000 { Break(i) } else { Continue(()) };
            assert!(combined!(0..len, threads, schedule).for_each_until(stop).is_break(), "{schedule:?}");
            assert_eq!(
                combined!(0..len, threads, schedule).find_first(|i| (i > 400).then_some(i)),
                Some(401)
            );
            let schedule = schedule.unwrap_or_default();
            Parallel::new().num_threads(threads).run(|team| {
                assert!(team.for_loop(0..len).schedule(schedule).for_each_until(stop).is_break());
                assert_eq!(
                    team.for_loop(0..len).schedule(schedule).find_first(|i| (i > 400).then_some(i)),
                    Some(401)
                );
            });
        }
    }
}

/// Once every thread has seen the break, no iteration starts.
#[test]
fn nothing_starts_after_a_break_was_seen() {
    let _watch = watch("nothing_starts_after_a_break_was_seen");
    for schedule in schedules() {
        for threads in [2, 4] {
            let (late, broken) = (AtomicUsize::new(0), AtomicBool::new(false));
            let body = |i: u64| {
                if i == 0 {
                    broken.store(true, Relaxed);
                    return Break(());
                }
                // Others hold until iteration 0 has run, and then a moment, in which the flag travels.
                while !broken.load(Relaxed) {
                    std::thread::yield_now();
                }
                std::thread::sleep(std::time::Duration::from_millis(20));
                late.fetch_add(1, Relaxed);
                Continue(())
            };
            // Every share has to have a thread of its own here, or the share with iteration 0 would not come.
            let found = Parallel::new().num_threads(threads).strict().map(|team| {
                team.for_loop(0..10_000u64)
                    .schedule(schedule.unwrap_or(Schedule::Static).monotonic())
                    .for_each_until(body)
            });
            assert!(found.iter().all(ControlFlow::is_break));
            // One each, and some more if the one that broke is held up just then.
            assert!(late.load(Relaxed) < 100, "{schedule:?}: {late:?} iterations after the break");
        }
    }
}

#[test]
fn a_find_first_runs_every_iteration_below() {
    for schedule in schedules() {
        for threads in TEAMS {
            let seen: Vec<AtomicU64> = (0..500).map(|_| AtomicU64::new(0)).collect();
            let found = combined!(0..500usize, threads, schedule).find_first(|i| {
                seen[i].fetch_add(1, Relaxed);
                (i % 100 == 99).then_some(i)
            });
            assert_eq!(found, Some(99));
            assert!(seen[..=99].iter().all(|n| n.load(Relaxed) == 1), "{schedule:?}, {threads} threads");
            assert!(seen.iter().all(|n| n.load(Relaxed) <= 1));
        }
    }
}

/// Owned items that no iteration received are dropped with the loop.
#[test]
fn items_that_are_left_are_dropped() {
    let alive = std::sync::Arc::new(());
    for schedule in schedules() {
        let items: Vec<_> = (0..300).map(|k| (k, alive.clone())).collect();
        let found = combined!(items, 3, schedule).find_any(|(k, alive)| (k % 50 == 49).then_some((k, alive)));
        assert!(found.is_some_and(|(k, _)| k % 50 == 49));
        assert_eq!(std::sync::Arc::strong_count(&alive), 1, "{schedule:?}");
    }
}

#[test]
fn a_panic_in_a_search_goes_on() {
    let _watch = watch("a_panic_in_a_search_goes_on");
    for schedule in schedules() {
        for threads in TEAMS {
            let search = |i: u64| -> Option<()> {
                if i == 77 {
                    std::panic::resume_unwind(Box::new("77"));
                }
                None
            };
            let outcome =
                catch_unwind(AssertUnwindSafe(|| combined!(0..100u64, threads, schedule).find_first(search)));
            assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"77"));
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                Parallel::new().num_threads(threads).run(|team| {
                    team.for_loop(0..100u64).schedule(schedule.unwrap_or_default()).find_any(search);
                });
            }));
            assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"77"));
        }
    }
}
