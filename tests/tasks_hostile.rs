//! Programs that nobody would write, unless to find out what tasks make of them.
#![cfg(not(loom))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use ferromp::{Data, Event, Parallel, Task, TaskGroup, Team, parallel_masked};
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
            let caught: std::thread::Result<()> = catch_unwind(AssertUnwindSafe(|| {
                team.taskscope(|scope| {
                    team.taskwait_with(data.write(), |_| {
                        scope.task(|_| {
                            dawdle();
                            done.store(true, SeqCst);
                        });
                        throw("on purpose")
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

/// Ends a region or not, as the test's round says; what it throws is nobody's business.
fn perhaps_broken(f: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(f)) {
        std::mem::forget(payload);
    }
}

fn throw<T>(what: impl Send + 'static) -> T {
    resume_unwind(Box::new(what))
}

/// Fulfils its event when dropped, on whatever thread that is.
struct Late(Option<Event>);

impl Drop for Late {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}

fn later(event: Event) {
    std::thread::spawn(move || {
        std::thread::yield_now();
        drop(Late(Some(event)));
    });
}

/// Raises a flag when dropped.
struct Raise<'a>(&'a AtomicBool);

impl Drop for Raise<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

#[test]
fn events_of_groups_that_panic_and_are_cancelled() {
    let _watch = watch("events_of_groups_that_panic_and_are_cancelled");
    for crew in [1, 2, 3] {
        for round in 0..60 {
            let (a, b) = (Data::new(0), Data::new(0));
            let slot = Mutex::new(None);
            // The closure has run or was dropped: afterwards no event comes.
            let gone = AtomicBool::new(false);
            let fulfil = |group: &TaskGroup<'_, '_>| {
                loop {
                    let none_comes = gone.load(SeqCst);
                    if let Some(event) = slot.lock().unwrap().take() {
                        return later(event);
                    }
                    if none_comes {
                        return;
                    }
                    group.taskyield();
                    std::thread::yield_now();
                }
            };
            perhaps_broken(|| {
                Parallel::new().num_threads(crew).masked(|team| {
                    team.taskgroup(|group| {
                        let raised = Raise(&gone);
                        let slot = &slot;
                        group.task_detached(move |_, event| {
                            let _raised = raised;
                            *slot.lock().unwrap() = Some(event);
                            if round % 3 == 0 {
                                throw(1)
                            }
                        });
                        group.task_with(a.commute(), |group, a| {
                            *a += 1;
                            group.task(|_| ());
                            if round % 5 == 0 {
                                group.cancel();
                            }
                        });
                        Task::new()
                            .spawn_detached_with(group, (a.commute(), b.write()), |_, event, _| later(event));
                        Task::new().spawn_detached_with(group, (a.commute(), b.commute()), |_, event, _| {
                            event.fulfill();
                            if round % 7 == 0 {
                                throw(2)
                            }
                        });
                        Task::new().only_if(false).spawn_with(group, b.commute(), |_, _| ());
                        group.task_with(a.read(), |_, _| ());
                        fulfil(group);
                    });
                });
            });
        }
    }
}

#[test]
fn regions_of_one_that_unwind_with_events_outstanding() {
    let _watch = watch("regions_of_one_that_unwind_with_events_outstanding");
    for _ in 0..200 {
        let count = AtomicUsize::new(0);
        perhaps_broken(|| {
            Parallel::new().num_threads(1).masked(|team| {
                team.task_detached(|_, event| later(event));
                Parallel::new().num_threads(1).masked(|inner| {
                    inner.task_detached(|_, event| later(event));
                    team.task(|_| _ = count.fetch_add(1, SeqCst));
                    if count.load(SeqCst) == 1 {
                        throw(())
                    }
                });
            });
        });
    }
}

#[test]
fn regions_that_are_called_off_among_all_kinds_of_tasks() {
    let _watch = watch("regions_that_are_called_off_among_all_kinds_of_tasks");
    for crew in [2, 3] {
        for round in 0..60 {
            let (a, b) = (Data::new(0), Data::new(0));
            perhaps_broken(|| {
                Parallel::new().num_threads(crew).run(|team| {
                    for step in 0..20 {
                        team.task_with((a.commute(), b.commute()), |_, (a, b)| (*a += 1, *b += 1).0);
                        Task::new().spawn_detached_with(team, b.write(), |_, event, _| later(event));
                        if step == 10 && round % 20 == team.thread_num() {
                            throw(3)
                        }
                        if step == 15 {
                            team.taskwait_with(a.write(), |_| {
                                if round % 3 == 0 {
                                    throw(4)
                                }
                            });
                        }
                        team.join(
                            |team| {
                                team.task_with(a.read(), |_, _| ());
                                team.taskgroup(|group| group.task_with(b.read(), |_, _| ()));
                            },
                            |team| team.task(|_| ()),
                        );
                    }
                });
            });
        }
    }
}

#[test]
fn tasks_and_waits_inside_a_wait_on_data() {
    let _watch = watch("tasks_and_waits_inside_a_wait_on_data");
    for crew in [1, 2, 3] {
        for _ in 0..30 {
            let (a, b) = (Data::new(0), Data::new(0));
            Parallel::new().num_threads(crew).run(|team| {
                team.taskwait_with(a.commute(), |_| {
                    team.task_with(b.commute(), |_, b| *b += 1);
                    team.taskwait();
                    team.taskgroup(|group| group.task_with(b.write(), |_, b| *b += 1));
                    team.join(
                        |team| team.taskwait_with(b.write(), |b| *b += 1),
                        |team| team.task_with(b.write(), |_, b| *b += 1),
                    );
                    team.taskloop(0..10).for_each(|_| ());
                });
                let refused =
                    catch_unwind(AssertUnwindSafe(|| team.taskwait_with(a.read(), |_| team.barrier())));
                assert!(refused.is_err());
                team.barrier();
                a.clear_poison();
            });
            assert_eq!(b.into_inner(), 4 * crew);
        }
    }
}

/// Panics when dropped, and so does what it throws.
struct Bomb;

struct Shrapnel;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            throw(Shrapnel)
        }
    }
}

impl Drop for Shrapnel {
    fn drop(&mut self) {
        throw(7)
    }
}

#[test]
fn closures_that_explode_when_dropped() {
    let _watch = watch("closures_that_explode_when_dropped");
    for crew in [1, 2, 3] {
        for _ in 0..30 {
            let data = Data::new(0);
            let region = |body: &dyn Fn(&Team<'_>)| {
                perhaps_broken(|| Parallel::new().num_threads(crew).masked(|team| body(team)));
            };
            region(&|team| {
                team.taskgroup(|group| {
                    group.cancel();
                    for _ in 0..4 {
                        let (a, b, c) = (Bomb, Bomb, Bomb);
                        group.task(move |_| _ = &a);
                        group.task_with((), move |_, ()| _ = &b);
                        group.task_detached(move |_, _event| _ = &c);
                    }
                });
            });
            region(&|team| {
                let (a, b) = (Bomb, Bomb);
                team.join(move |_| drop(a), move |_| drop(b));
            });
            perhaps_broken(|| {
                Parallel::new().num_threads(crew).masked(|team| {
                    for _ in 0..4 {
                        let (a, b) = (Bomb, Bomb);
                        team.task(move |_| _ = &a);
                        team.task_with(data.write(), move |_, _| _ = &b);
                    }
                });
            });
        }
    }
}
