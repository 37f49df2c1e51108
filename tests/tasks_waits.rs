//! Who waits for what: `join`, `task`, `taskwait`, `taskgroup`, `taskscope`, barriers and the end of a region.

#[path = "common/sizes.rs"]
mod sizes;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use std::time::Duration;

use ferromp::{Parallel, Schedule, Task, Team, omp, parallel_for};
use sizes::{SIZES, rounds};

fn fib(n: u64) -> u64 {
    (0..n).fold((0, 1), |(a, b), _| (b, a + b)).0
}

fn fib_join(team: &Team<'_>, n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (a, b) = team.join(|team| fib_join(team, n - 1), |team| fib_join(team, n - 2));
    a + b
}

fn fib_scope(team: &Team<'_>, n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (mut a, mut b) = (0, 0);
    team.taskscope(|scope| {
        scope.task(|team| a = fib_scope(team, n - 1));
        b = fib_scope(team, n - 2);
    });
    a + b
}

fn fib_group(team: &Team<'_>, n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (mut a, mut b) = (0, 0);
    team.taskgroup(|group| {
        group.task(|team| a = fib_group(team, n - 1));
        group.task(|team| b = fib_group(team, n - 2));
    });
    a + b
}

#[test]
fn recursions_have_their_result() {
    let _watch = watchdog::watch("recursions_have_their_result");
    for members in SIZES {
        for _ in 0..rounds(16, members) {
            let region = Parallel::new().num_threads(members);
            assert_eq!(region.masked(|team| fib_join(team, 18)), fib(18));
            assert_eq!(region.masked(|team| fib_scope(team, 12)), fib(12));
            assert_eq!(region.masked(|team| fib_group(team, 12)), fib(12));
        }
    }
}

#[test]
fn all_members_recurse_at_once() {
    let _watch = watchdog::watch("all_members_recurse_at_once");
    for members in SIZES {
        for _ in 0..rounds(8, members) {
            let answers = Parallel::new().num_threads(members).map(|team| {
                let joined = fib_join(team, 14);
                team.barrier();
                (joined, fib_group(team, 8), fib_scope(team, 8))
            });
            assert_eq!(answers, vec![(fib(14), fib(8), fib(8)); members]);
        }
    }
}

#[test]
fn taskwait_waits_for_children_only() {
    let _watch = watchdog::watch("taskwait_waits_for_children_only");
    for members in SIZES.into_iter().filter(|members| *members > 1) {
        let (waited, started) = (AtomicBool::new(false), AtomicBool::new(false));
        Parallel::new().num_threads(members).masked(|team| {
            team.task(|team| {
                // A grandchild that ends only after the taskwait: whoever waited for it would wait for ever.
                team.task(|_| {
                    started.store(true, SeqCst);
                    while !waited.load(SeqCst) {
                        std::thread::yield_now();
                    }
                });
            });
            // Not by this member, which may run it as well once it waits.
            while !started.load(SeqCst) {
                std::thread::yield_now();
            }
            team.taskwait();
            waited.store(true, SeqCst);
        });
        assert!(waited.into_inner());
    }
}

#[test]
fn taskscope_waits_for_children_and_taskgroup_for_all() {
    let _watch = watchdog::watch("taskscope_waits_for_children_and_taskgroup_for_all");
    const WIDE: usize = 5;
    for members in SIZES {
        for _ in 0..rounds(30, members) {
            let (children, all) = (AtomicUsize::new(0), AtomicUsize::new(0));
            Parallel::new().num_threads(members).masked(|team| {
                let mut own = [0; WIDE];
                team.taskscope(|scope| {
                    for own in &mut own {
                        scope.task(|team| {
                            for _ in 0..WIDE {
                                team.task(|_| _ = all.fetch_add(1, Relaxed));
                            }
                            *own += 1;
                            children.fetch_add(1, Relaxed);
                        });
                    }
                });
                assert_eq!((own, children.load(Relaxed)), ([1; WIDE], WIDE));
                team.taskgroup(|group| {
                    for _ in 0..WIDE {
                        group.task(|group| {
                            group.task(|group| {
                                group.task(|_| _ = children.fetch_add(1, Relaxed));
                            });
                        });
                    }
                });
                assert_eq!(children.load(Relaxed), 2 * WIDE);
            });
            assert_eq!(all.into_inner(), WIDE * WIDE);
        }
    }
}

#[test]
fn taskgroup_waits_for_tasks_of_the_region_created_in_it() {
    let _watch = watchdog::watch("taskgroup_waits_for_tasks_of_the_region_created_in_it");
    for members in SIZES {
        for _ in 0..rounds(30, members) {
            let done = AtomicUsize::new(0);
            Parallel::new().num_threads(members).masked(|team| {
                team.taskgroup(|_| {
                    for _ in 0..4 {
                        team.task(|team| {
                            team.task(|_| _ = done.fetch_add(1, Relaxed));
                        });
                    }
                });
                assert_eq!(done.load(Relaxed), 4);
            });
        }
    }
}

/// Each task of a chain creates the next and ends: who waits is ever further away from what is left to do.
#[test]
fn long_chains_in_groups_of_all_members_at_once() {
    let _watch = watchdog::watch("long_chains_in_groups_of_all_members_at_once");
    fn chain<'g>(group: &ferromp::TaskGroup<'g, '_>, left: usize, done: &'g AtomicUsize) {
        if left > 0 {
            group.task(move |group| {
                done.fetch_add(1, Relaxed);
                chain(group, left - 1, done);
            });
        }
    }
    for members in SIZES {
        // Alone, each task runs inside its creator, as in the serial program.
        let length = if members == 1 { 100 } else { 2000 };
        let done = AtomicUsize::new(0);
        Parallel::new().num_threads(members).run(|team| {
            team.taskgroup(|group| chain(group, length, &done));
        });
        assert_eq!(done.into_inner(), length * members);
    }
}

#[test]
fn barriers_and_ends_of_regions_wait_for_every_task() {
    let _watch = watchdog::watch("barriers_and_ends_of_regions_wait_for_every_task");
    for members in SIZES {
        for round in 0..rounds(40, members) {
            let done = AtomicUsize::new(0);
            Parallel::new().num_threads(members).run(|team| {
                let creator = round % team.num_threads();
                if team.thread_num() == creator {
                    for _ in 0..20 {
                        team.task(|team| {
                            done.fetch_add(1, Relaxed);
                            team.task(|_| _ = done.fetch_add(1, Relaxed));
                        });
                    }
                }
                team.barrier();
                assert_eq!(done.load(Relaxed), 40);
                team.barrier();
                team.task(|team| team.task(|team| team.task(|_| _ = done.fetch_add(1, Relaxed))));
            });
            assert_eq!(done.into_inner(), 40 + members);
        }
    }
}

/// The barrier's own wait may run any task, so that one member's tasks are everybody's.
#[test]
fn members_at_a_barrier_run_tasks() {
    let _watch = watchdog::watch("members_at_a_barrier_run_tasks");
    for members in [2, 3, 4, 8] {
        let ran = Mutex::new(vec![false; members]);
        let here = AtomicUsize::new(0);
        Parallel::new().num_threads(members).run(|team| {
            if team.thread_num() == 0 {
                // Each is over when all have begun: they need as many members.
                for _ in 0..members {
                    let (ran, here) = (&ran, &here);
                    team.task(move |team| {
                        ran.lock().unwrap()[team.thread_num()] = true;
                        here.fetch_add(1, SeqCst);
                        while here.load(SeqCst) < members {
                            std::thread::yield_now();
                        }
                    });
                }
            }
            team.barrier();
        });
        assert_eq!(ran.into_inner().unwrap(), vec![true; members]);
    }
}

#[test]
fn members_that_have_left_run_tasks_of_the_region() {
    let _watch = watchdog::watch("members_that_have_left_run_tasks_of_the_region");
    for members in [2, 3, 8] {
        for _ in 0..rounds(60, members) {
            let here = AtomicUsize::new(0);
            Parallel::new().num_threads(members).masked(|team| {
                for _ in 0..members {
                    team.task(|_| {
                        here.fetch_add(1, SeqCst);
                        while here.load(SeqCst) < members {
                            std::thread::yield_now();
                        }
                    });
                }
            });
        }
    }
}

#[test]
fn constructs_for_members_are_refused_in_tasks() {
    let _watch = watchdog::watch("constructs_for_members_are_refused_in_tasks");
    let constructs: [fn(&Team<'_>); 6] = [
        |team| team.barrier(),
        |team| team.for_loop(0..4).for_each(|_| ()),
        |team| team.for_loop(0..4).schedule(Schedule::Dynamic(1)).for_each(|_| ()),
        |team| _ = team.single(|| 1),
        |team| team.sections([&|| ()]),
        |team| _ = team.reduce(ferromp::Sum, 1),
    ];
    for members in [2, 4] {
        for (number, construct) in constructs.into_iter().enumerate() {
            let result = catch_unwind(|| {
                Parallel::new().num_threads(members).run(|team| {
                    team.masked(|| team.task(construct));
                });
            });
            let payload = result.expect_err("a barrier in a task");
            let text = payload.downcast_ref::<String>().unwrap_or_else(|| panic!("construct {number}"));
            assert!(text.contains("tasks_waits.rs"), "construct {number}: {text}");
            assert!(text.contains("task"), "construct {number}: {text}");
            let sizes = Parallel::new().num_threads(members).map(|team| {
                team.barrier();
                team.num_threads()
            });
            assert_eq!(sizes, vec![members; members], "the team is good for the next region");
        }
    }
}

/// Trap 8: a task that holds a lock while it waits for a child must not be made to run one that wants the lock.
#[test]
fn a_tied_task_that_waits_runs_nothing_unrelated() {
    let _watch = watchdog::watch("a_tied_task_that_waits_runs_nothing_unrelated");
    for members in SIZES {
        for _ in 0..rounds(40, members) {
            let lock = Mutex::new(0);
            Parallel::new().num_threads(members).run(|team| {
                for _ in 0..6 {
                    team.task(|team| {
                        let mut guard = lock.lock().unwrap();
                        let mut parts = [0; 3];
                        team.taskgroup(|group| {
                            for part in &mut parts {
                                group.task(|_| *part = 1);
                            }
                        });
                        team.task(|_| ());
                        team.taskwait();
                        team.taskyield();
                        let (a, b) = team.join(|_| 1, |_| 1);
                        *guard += parts.into_iter().sum::<i32>() + a + b;
                    });
                }
            });
            assert_eq!(lock.into_inner().unwrap(), 30 * members as i32);
        }
    }
}

#[test]
fn tasks_in_nested_regions_belong_to_the_inner_team() {
    let _watch = watchdog::watch("tasks_in_nested_regions_belong_to_the_inner_team");
    omp::set_max_active_levels(2);
    for members in [1, 2, 3, 4] {
        for _ in 0..rounds(20, members) {
            let done = AtomicUsize::new(0);
            Parallel::new().num_threads(members).run(|team| {
                team.task(|_| _ = done.fetch_add(1, Relaxed));
                team.task(|_| {
                    Parallel::new().num_threads(2).run(|inner| {
                        inner.task(|inner| {
                            assert_eq!((inner.level(), omp::get_level()), (2, 2));
                            done.fetch_add(1, Relaxed);
                        });
                        inner.taskwait();
                    });
                });
                Parallel::new().num_threads(3).run(|inner| {
                    inner.task(|inner| {
                        assert_eq!(inner.num_threads(), 3);
                        done.fetch_add(1, Relaxed);
                    });
                    inner.barrier();
                    assert_eq!(fib_join(inner, 8), fib(8));
                });
                team.taskwait();
            });
            assert_eq!(done.into_inner(), members * (1 + 2 + 3));
        }
    }
}

#[test]
fn regions_with_tasks_inside_combined_loops() {
    let _watch = watchdog::watch("regions_with_tasks_inside_combined_loops");
    omp::set_max_active_levels(2);
    for members in [1, 2, 4] {
        for schedule in [Schedule::Static, Schedule::Dynamic(1), Schedule::Guided(1)] {
            let done = AtomicUsize::new(0);
            parallel_for(0..20).num_threads(members).schedule(schedule).for_each(|_| {
                let answer = Parallel::new().num_threads(2).masked(|team| {
                    team.task(|_| _ = done.fetch_add(1, Relaxed));
                    fib_join(team, 8)
                });
                assert_eq!(answer, fib(8));
            });
            assert_eq!(done.into_inner(), 20);
        }
    }
}

#[test]
fn tasks_inside_worksharing_loops_and_singles() {
    let _watch = watchdog::watch("tasks_inside_worksharing_loops_and_singles");
    for members in SIZES {
        let done = AtomicUsize::new(0);
        Parallel::new().num_threads(members).run(|team| {
            team.for_loop(0..30).schedule(Schedule::Dynamic(2)).for_each(|_| {
                team.task(|_| _ = done.fetch_add(1, Relaxed));
            });
            assert_eq!(done.load(Relaxed), 30);
            team.barrier();
            team.single(|| {
                team.taskgroup(|group| group.task(|_| _ = done.fetch_add(1, Relaxed)));
                assert_eq!(done.load(Relaxed), 31);
            });
            team.single_nowait(|| team.task(|_| _ = done.fetch_add(1, Relaxed)));
            team.for_loop(0..10).ordered(|_, order| {
                order.run(|| assert_eq!(fib_join(team, 5), fib(5)));
            });
        });
        assert_eq!(done.into_inner(), 32);
    }
}

#[test]
fn regions_with_tasks_from_many_threads() {
    let _watch = watchdog::watch("regions_with_tasks_from_many_threads");
    std::thread::scope(|threads| {
        for thread in 0..6 {
            threads.spawn(move || {
                let members = 1 + thread % 4;
                for _ in 0..30 {
                    let done = AtomicUsize::new(0);
                    Parallel::new().num_threads(members).run(|team| {
                        for _ in 0..10 {
                            team.task(|_| _ = done.fetch_add(1, Relaxed));
                        }
                        assert_eq!(fib_join(team, 10), fib(10));
                    });
                    assert_eq!(done.into_inner(), 10 * members);
                }
            });
        }
    });
}

/// Sleeps of many lengths: waiters go to sleep and are woken by what they wait for.
#[test]
fn sleeping_waiters_are_woken() {
    let _watch = watchdog::watch("sleeping_waiters_are_woken");
    let nap = |k: u64| std::thread::sleep(Duration::from_micros(k * k * 50));
    for members in [1, 2, 4, 8] {
        let done = AtomicUsize::new(0);
        Parallel::new().num_threads(members).masked(|team| {
            for k in 0..16 {
                team.taskgroup(|group| {
                    group.task(|group| {
                        nap(k);
                        group.task(|_| _ = done.fetch_add(1, Relaxed));
                        nap(16 - k);
                    });
                    nap(k / 2);
                });
                team.join(|_| nap(k), |_| nap(16 - k));
                team.task(move |_| nap(k));
                nap(k);
                team.taskwait();
            }
        });
        assert_eq!(done.into_inner(), 16);
    }
}

#[test]
fn undeferred_tasks_are_done_when_their_creator_goes_on() {
    let _watch = watchdog::watch("undeferred_tasks_are_done_when_their_creator_goes_on");
    for members in SIZES {
        let region = Parallel::new().num_threads(members);
        region.run(|team| {
            let done = AtomicUsize::new(0);
            let number = team.thread_num();
            team.taskgroup(|group| {
                for k in 0..10 {
                    let done = &done;
                    Task::new().only_if(false).spawn(group, move |group| {
                        assert_eq!((group.thread_num(), done.load(Relaxed)), (number, k));
                        done.fetch_add(1, Relaxed);
                    });
                }
                assert_eq!(done.load(Relaxed), 10);
                // What a final task creates runs at once, and so on downwards.
                let done = &done;
                Task::new().final_if(true).spawn(group, move |group| {
                    let number = group.thread_num();
                    let before = done.load(Relaxed);
                    for k in 0..5 {
                        group.task(move |group| {
                            assert_eq!(group.thread_num(), number);
                            group.task(move |group| {
                                assert_eq!(group.thread_num(), number);
                                done.fetch_add(1, Relaxed);
                            });
                            assert_eq!(done.load(Relaxed), before + k + 1);
                        });
                    }
                });
            });
            assert_eq!(done.into_inner(), 15);
        });
    }
}

#[test]
fn untied_tasks_are_like_others() {
    let _watch = watchdog::watch("untied_tasks_are_like_others");
    for members in SIZES {
        for _ in 0..rounds(10, members) {
            let done = AtomicUsize::new(0);
            Parallel::new().num_threads(members).masked(|team| {
                team.taskgroup(|group| {
                    for _ in 0..10 {
                        let done = &done;
                        Task::new().untied().mergeable().spawn(group, move |group| {
                            for _ in 0..10 {
                                Task::new().untied().spawn(group, move |_| _ = done.fetch_add(1, Relaxed));
                            }
                            group.taskyield();
                            group.taskwait();
                        });
                    }
                });
                assert_eq!(done.load(Relaxed), 100);
            });
        }
    }
}
