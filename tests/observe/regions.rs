use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use ferromp::observe::{Cancelled, Kind, SyncKind};
use ferromp::{Parallel, Sum, omp, parallel_for};

use crate::log::{Seen, line, log, members};
use crate::watchdog;

const TEAMS: [usize; 5] = [1, 2, 3, 4, 8];

/// The regions in `seen`: requested, size, level, combined, line.
fn regions(seen: &[Seen]) -> Vec<(usize, usize, usize, bool, u32)> {
    let regions = seen.iter().filter_map(|event| match event.kind {
        Kind::Parallel { requested, size, level, combined, place, .. } if event.begins() => {
            assert!(place.file().ends_with("regions.rs"));
            Some((requested, size, level, combined, place.line()))
        }
        _ => None,
    });
    regions.collect()
}

#[test]
fn a_region_and_its_members() {
    let _watch = watchdog::watch("a_region_and_its_members");
    for threads in TEAMS {
        let mut here = 0;
        let seen = log(|| {
            here = line() + 1;
            Parallel::new().num_threads(threads).run(|_| ());
            let sum = Parallel::new().num_threads(threads).reduce(Sum, |team| team.thread_num());
            assert_eq!(sum, threads * (threads - 1) / 2);
        });
        let expected = |line| (threads, threads, 1, false, line);
        assert_eq!(regions(&seen), [expected(here), expected(here + 1)]);
        let mut twice: Vec<usize> = (0..threads).chain(0..threads).collect();
        twice.sort_unstable();
        assert_eq!(members(&seen), twice);
        // Members of a region run on threads of their own; a share of a loop may be run by any.
        for event in &seen {
            if let Kind::ImplicitTask { runner, .. } = event.kind {
                assert_eq!(runner, event.member.unwrap().thread_num);
            }
        }
    }
}

#[test]
fn what_was_asked_for_and_what_came() {
    let _watch = watchdog::watch("what_was_asked_for_and_what_came");
    let mut here = 0;
    let seen = log(|| {
        here = line() + 1;
        Parallel::new().num_threads(7).only_if(false).run(|_| ());
        parallel_for(0..3).num_threads(6).for_each(|_| ());
        let before = omp::get_max_threads();
        omp::set_num_threads(3);
        Parallel::new().run(|_| ());
        omp::set_num_threads(before);
    });
    let expected = [(7, 1, 1, false, here), (6, 3, 1, true, here + 1), (3, 3, 1, false, here + 4)];
    assert_eq!(regions(&seen), expected);
}

#[test]
fn nested_regions() {
    let _watch = watchdog::watch("nested_regions");
    let mut here = 0;
    let seen = log(|| {
        let before = omp::get_max_active_levels();
        omp::set_max_active_levels(2);
        here = line() + 1;
        Parallel::new().num_threads(2).run(|_| {
            Parallel::new().num_threads(3).run(|team| team.barrier());
            parallel_for(0..4).num_threads(2).for_each(|_| ());
        });
        omp::set_max_active_levels(before);
    });
    let mut levels = regions(&seen);
    levels.sort_unstable_by_key(|&(.., line)| line);
    let outer = (2, 2, 1, false, here);
    let (inner, combined) = ((3, 3, 2, false, here + 1), (2, 2, 2, true, here + 2));
    assert_eq!(levels, [outer, inner, inner, combined, combined]);
}

#[test]
fn regions_of_several_threads_at_once() {
    let _watch = watchdog::watch("regions_of_several_threads_at_once");
    let seen = log(|| {
        let start = Barrier::new(4);
        std::thread::scope(|threads| {
            for size in [1, 2, 3, 4] {
                let start = &start;
                threads.spawn(move || {
                    start.wait();
                    for _ in 0..50 {
                        Parallel::new().num_threads(size).run(|team| team.barrier());
                        parallel_for(0..20).num_threads(size).for_each(|_| ());
                    }
                });
            }
        });
    });
    assert_eq!(regions(&seen).len(), 400);
}

#[test]
fn barriers_that_are_written_out() {
    let _watch = watchdog::watch("barriers_that_are_written_out");
    for threads in TEAMS {
        let mut here = 0;
        let seen = log(|| {
            here = line() + 1;
            Parallel::new().num_threads(threads).run(|team| {
                for _ in 0..2 {
                    team.barrier();
                }
            });
        });
        // A barrier stands two lines below its region, whose end is in its line.
        let count = |wanted: fn(&Kind<'_>) -> Option<(SyncKind, u32)>, sync| {
            let line = if sync == SyncKind::Barrier { here + 2 } else { here };
            let begins = seen.iter().filter(|event| event.begins());
            begins.filter_map(|event| wanted(&event.kind)).filter(|&found| found == (sync, line)).count()
        };
        let syncs = |kind: &Kind<'_>| match kind {
            Kind::Sync { sync, place, .. } => Some((*sync, place.line())),
            _ => None,
        };
        let waits = |kind: &Kind<'_>| match kind {
            Kind::Wait { sync, place, .. } => Some((*sync, place.line())),
            _ => None,
        };
        assert_eq!(count(syncs, SyncKind::Barrier), 2 * threads);
        // One that is alone has nobody to wait for.
        let many = if threads == 1 { 0 } else { threads };
        assert_eq!(count(waits, SyncKind::Barrier), 2 * many);
        assert_eq!(count(syncs, SyncKind::ParallelEnd), many);
    }
}

#[test]
fn panics_leave_everything_balanced() {
    let _watch = watchdog::watch("panics_leave_everything_balanced");
    for threads in TEAMS {
        let seen = log(|| {
            let quietly = |body: &dyn Fn()| {
                assert!(catch_unwind(AssertUnwindSafe(body)).is_err());
            };
            quietly(&|| {
                parallel_for(0..100).num_threads(threads).for_each(|i| {
                    if i == 57 {
                        std::panic::resume_unwind(Box::new("a body panics"));
                    }
                });
            });
            quietly(&|| {
                Parallel::new().num_threads(threads).run(|team| {
                    team.for_loop(0..100).for_each(|i| {
                        if i == 57 {
                            std::panic::resume_unwind(Box::new("a body panics"));
                        }
                    });
                });
            });
            quietly(&|| {
                Parallel::new().num_threads(threads).run(|team| {
                    team.single(|| -> () { std::panic::resume_unwind(Box::new("a single panics")) });
                });
            });
            quietly(&|| {
                Parallel::new().num_threads(threads).masked(|team| {
                    team.taskgroup(|group| {
                        group.task(|_| std::panic::resume_unwind(Box::new("a task panics")))
                    });
                });
            });
        });
        // And it can all be said to have been in four regions.
        assert_eq!(regions(&seen).len(), 4);
    }
}

#[test]
fn a_cancelled_region() {
    let _watch = watchdog::watch("a_cancelled_region");
    for threads in TEAMS {
        let reached = AtomicBool::new(false);
        let seen = log(|| {
            Parallel::new().num_threads(threads).run(|team| {
                if team.thread_num() == threads - 1 {
                    team.cancel_parallel();
                }
                team.barrier();
                reached.store(true, Relaxed);
            });
        });
        assert!(!reached.load(Relaxed));
        let cancels: Vec<&Seen> = seen
            .iter()
            .filter(|event| matches!(event.kind, Kind::Cancel { what: Cancelled::Parallel, .. }))
            .collect();
        assert_eq!(cancels.len(), 1);
        assert_eq!(cancels[0].member.unwrap().thread_num, threads - 1);
    }
}

#[test]
fn threads_come_and_go() {
    let _watch = watchdog::watch("threads_come_and_go");
    // More than any other test of this program has hired.
    let seats = |seen: &[Seen], begins| {
        let mut seats: Vec<usize> = seen
            .iter()
            .filter_map(|event| match event.kind {
                Kind::Thread { seat, .. } if event.begins() == begins => Some(seat),
                _ => None,
            })
            .collect();
        seats.sort_unstable();
        seats
    };
    let seen = log(|| {
        Parallel::new().num_threads(13).run(|team| team.barrier());
        let _ = omp::pause_resource_all(omp::PauseResource::Hard);
    });
    let (began, ended) = (seats(&seen, true), seats(&seen, false));
    assert!(began.contains(&12), "{began:?}");
    // They are on their way out when `pause_resource_all` returns; some may have said so already.
    assert!(ended.iter().all(|seat| (1..13).contains(seat)));
}
