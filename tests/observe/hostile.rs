//! Observers that panic, come back, dawdle, come and go.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use ferromp::observe::{Event, Kind, observe};
use ferromp::{Critical, Parallel, Schedule, Sum, critical, omp, parallel_for};

use crate::log::{alone, log};
use crate::watchdog;

#[test]
fn one_that_panics_is_not_called_any_more_and_others_are() {
    let _watch = watchdog::watch("one_that_panics_is_not_called_any_more_and_others_are");
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    for threads in [1, 2, 4] {
        let mut panicked = false;
        let seen = log(|| {
            CALLS.store(0, Relaxed);
            let guard = observe(&|event: &Event<'_>| {
                if matches!(event.kind, Kind::Chunk { .. }) {
                    CALLS.fetch_add(1, Relaxed);
                    std::panic::resume_unwind(Box::new("an observer panics"));
                }
            });
            for _ in 0..3 {
                let sum = AtomicUsize::new(0);
                parallel_for(0..100).num_threads(threads).schedule(Schedule::Dynamic(1)).for_each(|i| {
                    sum.fetch_add(i, Relaxed);
                });
                assert_eq!(sum.into_inner(), 4950);
            }
            panicked = guard.has_panicked();
        });
        assert!(panicked);
        // Others may have been on their way into it.
        assert!((1..=threads).contains(&CALLS.load(Relaxed)), "{CALLS:?} calls");
        let chunks = seen.iter().filter(|event| event.begins() && matches!(event.kind, Kind::Chunk { .. }));
        assert_eq!(chunks.count(), 300, "the log goes on");
    }
}

#[test]
fn one_whose_panic_panics_when_it_is_dropped() {
    let _watch = watchdog::watch("one_whose_panic_panics_when_it_is_dropped");
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                std::panic::resume_unwind(Box::new("a payload panics"));
            }
        }
    }
    let _alone = alone();
    let guard = observe(&|_: &Event<'_>| std::panic::resume_unwind(Box::new(Payload)));
    Parallel::new().num_threads(2).run(|team| team.barrier());
    assert!(guard.has_panicked());
}

#[test]
fn one_that_opens_regions_hears_nothing_of_them() {
    let _watch = watchdog::watch("one_that_opens_regions_hears_nothing_of_them");
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static CELL: Critical<usize> = Critical::new(0);
    let _alone = alone();
    for threads in [1, 2, 4] {
        // As deep as it likes.
        let before = omp::get_max_active_levels();
        omp::set_max_active_levels(100);
        CALLS.store(0, Relaxed);
        let guard = observe(&|_: &Event<'_>| {
            CALLS.fetch_add(1, Relaxed);
            Parallel::new().num_threads(2).run(|team| {
                team.for_loop(0..4).for_each(|_| critical!(reentered, {}));
                CELL.enter(|n| *n += 1);
                team.single(|| ());
                // Inside, too, nothing is told.
                Parallel::new().num_threads(2).masked(|team| team.task(|_| CELL.enter(|n| *n += 1)));
            });
        });
        Parallel::new().num_threads(threads).run(|team| team.barrier());
        drop(guard);
        omp::set_max_active_levels(before);
        // Parallel, and for each member: implicit task, barrier, its wait, the end, its wait; each begun and ended.
        let members = if threads == 1 { 2 } else { 5 * threads };
        let threads_hired = CALLS.load(Relaxed) - 2 * (1 + members);
        assert!(threads_hired < 8, "{threads_hired} calls more than that");
    }
}

#[test]
fn one_that_dawdles_only_slows() {
    let _watch = watchdog::watch("one_that_dawdles_only_slows");
    let seen = log(|| {
        let guard = observe(&|event: &Event<'_>| {
            if matches!(event.kind, Kind::Wait { .. } | Kind::ImplicitTask { .. }) {
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        for threads in [1, 2, 3, 8] {
            let sum = Parallel::new().num_threads(threads).reduce(Sum, |team| {
                team.barrier();
                team.for_loop(0..10).reduce(Sum, |_| 1_usize)
            });
            assert_eq!(sum, 10 * threads);
        }
        drop(guard);
    });
    assert!(!seen.is_empty());
}

#[test]
fn one_that_is_removed_is_not_called_and_may_come_again() {
    let _watch = watchdog::watch("one_that_is_removed_is_not_called_and_may_come_again");
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static COUNTER: fn(&Event<'_>) = |_| _ = CALLS.fetch_add(1, Relaxed);
    let _alone = alone();
    let mut last = 0;
    for _ in 0..50 {
        let guard = observe(&COUNTER);
        Parallel::new().num_threads(3).run(|team| team.barrier());
        drop(guard);
        let calls = CALLS.load(Relaxed);
        assert!(calls > last);
        Parallel::new().num_threads(3).run(|team| team.barrier());
        assert_eq!(CALLS.load(Relaxed), calls);
        last = calls;
    }
    // Twice at once is twice.
    let (one, two) = (observe(&COUNTER), observe(&COUNTER));
    Parallel::new().num_threads(1).run(|_| ());
    drop((one, two));
    assert_eq!(CALLS.load(Relaxed), last + 8);
}

#[test]
fn one_that_removes_itself() {
    let _watch = watchdog::watch("one_that_removes_itself");
    static GUARD: std::sync::Mutex<Option<ferromp::observe::Observing>> = std::sync::Mutex::new(None);
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let _alone = alone();
    let guard = observe(&|_: &Event<'_>| {
        CALLS.fetch_add(1, Relaxed);
        drop(GUARD.lock().unwrap().take());
    });
    *GUARD.lock().unwrap() = Some(guard);
    for _ in 0..10 {
        Parallel::new().num_threads(2).run(|team| team.barrier());
    }
    assert!((1..=2).contains(&CALLS.load(Relaxed)), "{CALLS:?}");
}

#[test]
fn they_come_and_go_while_regions_run() {
    let _watch = watchdog::watch("they_come_and_go_while_regions_run");
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static COUNTERS: [fn(&Event<'_>); 2] =
        [|_| _ = CALLS.fetch_add(1, Relaxed), |_| _ = CALLS.fetch_add(1000, Relaxed)];
    let _alone = alone();
    let over = AtomicBool::new(false);
    std::thread::scope(|threads| {
        for counter in &COUNTERS {
            let over = &over;
            threads.spawn(move || {
                while !over.load(Relaxed) {
                    let guard = observe(counter);
                    std::thread::yield_now();
                    drop(guard);
                }
            });
        }
        for round in 0..300_u64 {
            let sum = parallel_for(0..round).num_threads(2).schedule(Schedule::Dynamic(1)).reduce(Sum, |i| i);
            assert_eq!(sum, round * round.saturating_sub(1) / 2);
            Parallel::new().num_threads(3).run(|team| team.barrier());
        }
        over.store(true, Relaxed);
    });
    let calls = CALLS.load(Relaxed);
    Parallel::new().num_threads(3).run(|team| team.barrier());
    assert_eq!(CALLS.load(Relaxed), calls, "nobody observes any more");
}
