//! Programs that nobody would write, unless to find out what tasks make of them.
#![cfg(not(loom))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use ferromp::{Data, Parallel, Task, parallel_masked};
use watchdog::watch;

fn dawdle() {
    std::thread::sleep(Duration::from_millis(5));
}

#[test]
fn a_scope_waits_for_what_was_created_inside_a_wait_on_data() {
    let _watch = watch("a_scope_waits_for_what_was_created_inside_a_wait_on_data");
    for crew in [1, 2, 3] {
        let data = Data::new(0);
        Parallel::new().num_threads(crew).masked(|team| {
            for _ in 0..20 {
                let done = AtomicUsize::new(0);
                team.taskscope(|scope| {
                    scope.task(|_| _ = done.fetch_add(1, SeqCst));
                    team.taskwait_with(data.read(), |_| {
                        scope.task(|_| {
                            dawdle();
                            done.fetch_add(1, SeqCst);
                        });
                    });
                });
                assert_eq!(done.into_inner(), 2, "{crew} members: the task may still use what is gone");
            }
        });
    }
}

#[test]
fn a_scope_that_unwinds_waits_for_them_too() {
    let _watch = watch("a_scope_that_unwinds_waits_for_them_too");
    let data = Data::new(0);
    Parallel::new().num_threads(2).masked(|team| {
        for _ in 0..20 {
            let done = AtomicBool::new(false);
            let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                team.taskscope(|scope| {
                    team.taskwait_with(data.write(), |_| {
                        scope.task(|_| {
                            dawdle();
                            done.store(true, SeqCst);
                        });
                        std::panic::resume_unwind(Box::new("on purpose"));
                    })
                })
            }));
            assert!(caught.is_err() && done.into_inner());
            data.clear_poison();
        }
    });
}

#[test]
fn threads_that_end_leave_their_pools_to_others() {
    let _watch = watch("threads_that_end_leave_their_pools_to_others");
    let user = || {
        std::thread::spawn(|| Parallel::new().num_threads(1).masked(|team| team.task(|_| ())))
            .join()
            .unwrap();
    };
    (0..50).for_each(|_| user());
    let before = resident();
    (0..1000).for_each(|_| user());
    let grown = resident().saturating_sub(before);
    assert!(grown < 8192, "{grown} KiB more after 1000 threads");
}

/// Resident memory in KiB; 0 where that cannot be asked.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

#[test]
fn regions_with_tasks_in_destructors_of_thread_locals() {
    let _watch = watch("regions_with_tasks_in_destructors_of_thread_locals");
    static RUN: AtomicUsize = AtomicUsize::new(0);
    struct Last;
    impl Drop for Last {
        fn drop(&mut self) {
            for crew in [1, 2] {
                Parallel::new().num_threads(crew).masked(|team| {
                    team.taskgroup(|group| group.task(|_| _ = RUN.fetch_add(1, SeqCst)));
                    team.taskloop(0..10).grainsize(1).for_each(|_| _ = RUN.fetch_add(1, SeqCst));
                    let data = Data::new(0);
                    team.taskgroup(|group| {
                        group.task_with(data.write(), |_, _| _ = RUN.fetch_add(1, SeqCst))
                    });
                });
            }
        }
    }
    thread_local!(static LAST: RefCell<Option<Last>> = const { RefCell::new(None) });
    for used_before in [false, true] {
        std::thread::spawn(move || {
            LAST.set(Some(Last));
            if used_before {
                // So that the runtime's own are made later and destroyed earlier.
                parallel_masked(|team| team.taskloop(0..2).for_each(|_| ()));
                Parallel::new().num_threads(1).masked(|team| team.task(|_| ()));
            }
        })
        .join()
        .unwrap();
    }
    assert_eq!(RUN.load(SeqCst), 2 * 2 * 12);
}

#[test]
fn an_untied_loop_whose_chunks_wait_runs_each_chunk_once() {
    let _watch = watch("an_untied_loop_whose_chunks_wait_runs_each_chunk_once");
    let hits: Vec<AtomicUsize> = (0..500).map(|_| AtomicUsize::new(0)).collect();
    for crew in [1, 2, 4] {
        Parallel::new().num_threads(crew).run(|team| {
            team.taskloop(0..500).untied().grainsize(1).for_each_with(|group, i: usize| {
                hits[i].fetch_add(1, SeqCst);
                group.task(|_| ());
                group.taskwait();
            });
        });
        assert!(hits.iter().all(|hit| hit.swap(0, SeqCst) == crew));
    }
}

#[test]
fn an_outer_handle_makes_tasks_inside_an_inner_region() {
    let _watch = watch("an_outer_handle_makes_tasks_inside_an_inner_region");
    for (outer, inner) in [(1, 1), (2, 1), (2, 2), (3, 2)] {
        let done = AtomicUsize::new(0);
        Parallel::new().num_threads(outer).masked(|team| {
            for _ in 0..20 {
                let local = AtomicUsize::new(0);
                team.taskscope(|scope| {
                    team.taskgroup(|group| {
                        Parallel::new().num_threads(inner).masked(|other| {
                            scope.task(|_| _ = local.fetch_add(1, SeqCst));
                            group.task(|group| {
                                dawdle();
                                group.task(|_| _ = local.fetch_add(1, SeqCst));
                            });
                            other.taskgroup(|mixed| {
                                mixed.task(|_| _ = local.fetch_add(1, SeqCst));
                                team.join(
                                    |_| scope.task(|_| _ = local.fetch_add(1, SeqCst)),
                                    |_| _ = local.fetch_add(1, SeqCst),
                                );
                                team.taskwait();
                                other.taskwait();
                            });
                            team.task(|_| _ = done.fetch_add(1, SeqCst));
                        });
                    });
                });
                assert_eq!(local.into_inner(), 5);
            }
        });
        assert_eq!(done.into_inner(), 20);
    }
}

#[test]
fn commuting_tasks_of_groups_that_are_cancelled_all_the_time_exclude_each_other() {
    let _watch = watch("commuting_tasks_of_groups_that_are_cancelled_all_the_time_exclude_each_other");
    let inside = AtomicUsize::new(0);
    let data = Data::new(0_usize);
    Parallel::new().num_threads(4).run(|team| {
        for round in 0..200 {
            team.taskgroup(|group| {
                for task in 0..8 {
                    let (inside, data) = (&inside, &data);
                    Task::new().spawn_with(group, data.commute(), move |group, sum| {
                        assert_eq!(inside.fetch_add(1, SeqCst), 0);
                        *sum += 1;
                        if (round + task) % 3 == 0 {
                            group.cancel();
                        }
                        assert_eq!(inside.fetch_sub(1, SeqCst), 1);
                    });
                }
            });
        }
    });
}
