//! Tasks that wait for each other by their data.

#[path = "common/watchdog.rs"]
mod watchdog;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};

use ferromp::{Data, Parallel, Task, parallel_masked};
use watchdog::watch;

const CREWS: [usize; 5] = [1, 2, 3, 4, 8];

fn message(payload: &(dyn std::any::Any + Send)) -> String {
    payload.downcast_ref::<String>().cloned().unwrap_or_else(|| {
        payload.downcast_ref::<&str>().map_or_else(|| "no text".into(), ToString::to_string)
    })
}

#[test]
fn a_reader_sees_what_the_writer_before_it_wrote() {
    let _watch = watch("a_reader_sees_what_the_writer_before_it_wrote");
    for crew in CREWS {
        for _ in 0..100 {
            let (a, b) = (Data::new(vec![0; 8]), Data::new(vec![0; 8]));
            Parallel::new().num_threads(crew).masked(|team| {
                team.task_with(a.write(), |_, a| a.fill(3));
                team.task_with((a.read(), b.write()), |_, (a, b)| b.copy_from_slice(a));
                team.task_with(a.write(), |_, a| a.fill(4));
            });
            assert_eq!((a.into_inner(), b.into_inner()), (vec![4; 8], vec![3; 8]));
        }
    }
}

#[test]
fn a_chain_runs_in_order() {
    let _watch = watch("a_chain_runs_in_order");
    for crew in CREWS {
        let seen = Data::new(Vec::new());
        Parallel::new().num_threads(crew).masked(|team| {
            for i in 0..1000 {
                team.task_with(seen.write(), move |_, seen| seen.push(i));
            }
        });
        assert_eq!(seen.into_inner(), (0..1000).collect::<Vec<_>>());
    }
}

/// Readers run together: each waits until both have begun.
#[test]
fn readers_run_at_the_same_time() {
    let _watch = watch("readers_run_at_the_same_time");
    let data = Data::new(());
    let begun = AtomicUsize::new(0);
    Parallel::new().num_threads(2).masked(|team| {
        for _ in 0..2 {
            team.task_with(data.read(), |_, _| {
                begun.fetch_add(1, SeqCst);
                while begun.load(SeqCst) < 2 {
                    std::thread::yield_now();
                }
            });
        }
    });
}

#[test]
fn concurrent_tasks_run_together_and_readers_do_not_join_them() {
    let _watch = watch("concurrent_tasks_run_together_and_readers_do_not_join_them");
    let data = Data::new(AtomicUsize::new(0));
    Parallel::new().num_threads(2).masked(|team| {
        for round in 1..=50 {
            for _ in 0..2 {
                team.task_with(data.concurrent(), move |_, begun| {
                    begun.fetch_add(1, SeqCst);
                    while begun.load(SeqCst) < 2 * round {
                        std::thread::yield_now();
                    }
                });
            }
            team.task_with(data.read(), move |_, begun| assert_eq!(begun.load(SeqCst), 2 * round));
        }
    });
}

#[test]
fn tasks_that_commute_exclude_each_other() {
    let _watch = watch("tasks_that_commute_exclude_each_other");
    for crew in CREWS {
        let sums = [Data::new(0), Data::new(0), Data::new(0)];
        let inside = [const { AtomicUsize::new(0) }; 3];
        Parallel::new().num_threads(crew).masked(|team| {
            for i in 0..600 {
                let (a, b) = (i % 3, (i / 3 + 1 + i % 3) % 3);
                if a == b {
                    team.task_with(sums[a].commute(), |_, sum| *sum += 1);
                    continue;
                }
                let inside = &inside;
                team.task_with([sums[a].commute(), sums[b].commute()], move |_, sums| {
                    for place in [a, b] {
                        assert_eq!(inside[place].fetch_add(1, SeqCst), 0);
                    }
                    for sum in sums {
                        *sum += 1;
                    }
                    for place in [a, b] {
                        inside[place].fetch_sub(1, SeqCst);
                    }
                });
            }
            team.task_with([sums[0].read(), sums[1].read(), sums[2].read()], |_, sums| {
                assert_eq!(sums.into_iter().sum::<i32>(), 198 + 2 * 402);
            });
        });
    }
}

#[test]
fn two_members_that_register_crosswise_do_not_wait_for_each_other() {
    let _watch = watch("two_members_that_register_crosswise_do_not_wait_for_each_other");
    for crew in [2, 3, 8] {
        let (a, b) = (Data::new(0), Data::new(0));
        Parallel::new().num_threads(crew).run(|team| {
            for _ in 0..500 {
                if team.thread_num() % 2 == 0 {
                    team.task_with((a.write(), b.write()), |_, (a, b)| (*a += 1, *b += 1).0);
                } else {
                    team.task_with((b.write(), a.write()), |_, (b, a)| (*a += 1, *b += 1).0);
                }
            }
        });
        assert_eq!((a.into_inner(), b.into_inner()), (500 * crew, 500 * crew));
    }
}

#[test]
fn a_wait_on_data_waits_for_those_before_only() {
    let _watch = watch("a_wait_on_data_waits_for_those_before_only");
    for crew in CREWS {
        for _ in 0..50 {
            let (a, b) = (Data::new(0), Data::new(0));
            Parallel::new().num_threads(crew).masked(|team| {
                for _ in 0..10 {
                    team.task_with(a.write(), |_, a| *a += 1);
                    team.task_with(b.write(), |_, b| *b += 1);
                }
                assert_eq!(team.taskwait_with(a.read(), |a| *a), 10);
                team.taskwait_with((a.write(), b.write()), |(a, b)| std::mem::swap(a, b));
                team.task_with(a.write(), |_, a| *a = 0);
            });
            assert_eq!((a.into_inner(), b.into_inner()), (0, 10));
        }
    }
}

#[test]
fn undeferred_tasks_wait_for_what_they_depend_on() {
    let _watch = watch("undeferred_tasks_wait_for_what_they_depend_on");
    for crew in CREWS {
        let a = Data::new(0);
        let me = std::thread::current().id();
        Parallel::new().num_threads(crew).masked(|team| {
            for round in 0..50 {
                team.task_with(a.write(), |_, a| *a += 1);
                let here = if crew > 1 { std::thread::current().id() } else { me };
                Task::new().only_if(false).spawn_with(team, a.write(), move |_, a| {
                    assert_eq!((*a, std::thread::current().id()), (2 * round + 1, here));
                    *a += 1;
                });
            }
        });
    }
}

#[test]
fn the_same_data_twice() {
    let _watch = watch("the_same_data_twice");
    let a = Data::new(5);
    parallel_masked(|team| {
        team.task_with([a.read(), a.read()], |_, [x, y]| assert_eq!(x + y, 10));
        team.task_with((a.concurrent(), a.concurrent()), |_, (x, y)| assert_eq!(x + y, 10));
        for clash in [
            catch_unwind(AssertUnwindSafe(|| team.task_with((a.read(), a.write()), |_, _| ()))),
            catch_unwind(AssertUnwindSafe(|| team.task_with([a.write(), a.write()], |_, _| ()))),
            catch_unwind(AssertUnwindSafe(|| team.task_with([a.commute(), a.commute()], |_, _| ()))),
            catch_unwind(AssertUnwindSafe(|| team.taskwait_with((a.read(), a.concurrent()), |_| ()))),
        ] {
            assert!(message(&*clash.unwrap_err()).contains("the same `Data` twice"));
        }
        team.task_with(a.write(), |_, a| *a += 1);
    });
    assert_eq!(a.into_inner(), 6);
}

#[test]
fn what_a_panicking_task_was_to_make_is_not_used() {
    let _watch = watch("what_a_panicking_task_was_to_make_is_not_used");
    for crew in CREWS {
        let (a, b, c, mut d) = (Data::new(0), Data::new(0), Data::new(0), Data::new(0));
        let run = || {
            Parallel::new().num_threads(crew).masked(|team| {
                team.task_with((a.read(), b.write()), |_, (_, b)| {
                    *b = 1;
                    panic!("in the middle");
                });
                team.task_with(a.write(), |_, a| *a = 2);
                team.task_with((b.read(), c.write()), |_, (_, _)| unreachable!("b is half made"));
                team.task_with((c.read(), d.write()), |_, (_, _)| unreachable!("c was not made"));
            });
        };
        let payload = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
        assert_eq!(message(&*payload), "in the middle");
        assert_eq!(
            [a.is_poisoned(), b.is_poisoned(), c.is_poisoned(), d.is_poisoned()],
            [false, true, true, true]
        );
        let again = catch_unwind(AssertUnwindSafe(|| {
            parallel_masked(|team| team.task_with(d.write(), |_, _| unreachable!("not mended")));
        }));
        assert!(message(&*again.unwrap_err()).contains("was not run"));
        let visit = catch_unwind(AssertUnwindSafe(|| {
            parallel_masked(|team| team.taskwait_with(d.read(), |_| unreachable!("not mended")))
        }));
        assert!(message(&*visit.unwrap_err()).contains("was not run"));
        d.clear_poison();
        *d.get_mut() = 4;
        parallel_masked(|team| team.task_with(d.write(), |_, d| *d += 1));
        assert_eq!((a.into_inner(), d.into_inner()), (2, 5));
    }
}

#[test]
fn cancelled_tasks_release_those_after_them() {
    let _watch = watch("cancelled_tasks_release_those_after_them");
    for crew in CREWS {
        let a = Data::new(0);
        Parallel::new().num_threads(crew).masked(|team| {
            team.taskgroup(|group| {
                group.cancel();
                for _ in 0..100 {
                    group.task_with(a.write(), |_, a| *a += 1);
                    group.task_with(a.commute(), |_, a| *a += 1);
                }
            });
            team.task_with(a.write(), |_, a| *a += 1000);
        });
        assert_eq!(a.into_inner(), 1000);
    }
}

#[test]
fn a_cancelled_region_drops_what_has_not_started() {
    let _watch = watch("a_cancelled_region_drops_what_has_not_started");
    for crew in CREWS {
        let a = Data::new(0);
        Parallel::new().num_threads(crew).run(|team| {
            for _ in 0..100 {
                team.task_with(a.write(), |_, a| *a += 1);
            }
            if team.thread_num() == 0 {
                team.cancel_parallel();
            }
            team.barrier();
        });
        assert!(!a.is_poisoned());
        assert!(a.into_inner() <= 100 * crew);
    }
}

#[test]
fn a_million_tasks_that_depend_on_each_other() {
    let _watch = watch("a_million_tasks_that_depend_on_each_other");
    for crew in [1, 2, 4] {
        let cells: [Data<u64>; 8] = std::array::from_fn(|_| Data::new(0));
        let open = AtomicUsize::new(0);
        Parallel::new().num_threads(crew).masked(|team| {
            for i in 0..1_000_000 {
                open.fetch_add(1, Relaxed);
                let open = &open;
                team.task_with((cells[i % 8].read(), cells[(i + 1) % 8].write()), move |_, (a, b)| {
                    *b = (*b).max(*a) + 1;
                    open.fetch_sub(1, Relaxed);
                });
                assert!(open.load(Relaxed) < 10_000);
            }
        });
        assert_eq!(cells.into_iter().map(Data::into_inner).max(), Some(1_000_000));
    }
}

#[test]
fn forgotten_accesses_hold_nothing_up() {
    let _watch = watch("forgotten_accesses_hold_nothing_up");
    let mut a = Data::new(1);
    std::mem::forget(Box::new(a.write()));
    std::mem::forget((a.read(), vec![a.commute()]));
    parallel_masked(|team| team.task_with(a.write(), |_, a| *a = 2));
    assert_eq!(*a.get_mut(), 2);
}

/// A member that waits in a group runs only tasks of the group: but what those need must not be left lying.
#[test]
fn a_group_that_needs_what_was_created_before_it() {
    let _watch = watch("a_group_that_needs_what_was_created_before_it");
    for crew in CREWS {
        let data: Vec<_> = (0..crew).map(|_| Data::new(0)).collect();
        for _ in 0..20 {
            Parallel::new().num_threads(crew).run(|team| {
                let mine = &data[team.thread_num()];
                team.task(|_| ());
                team.task_with(mine.write(), |_, mine| *mine += 1);
                team.task(|_| ());
                team.taskgroup(|group| group.task_with(mine.write(), |_, mine| *mine += 1));
            });
        }
        assert!(data.into_iter().all(|data| data.into_inner() == 40));
    }
}

/// The same with a chain that other members have a part of, and tasks that commute.
#[test]
fn groups_that_need_what_other_members_have_created() {
    let _watch = watch("groups_that_need_what_other_members_have_created");
    for crew in CREWS {
        let data: Vec<_> = (0..crew).map(|_| Data::new(0)).collect();
        let sum = Data::new(0);
        for _ in 0..20 {
            Parallel::new().num_threads(crew).run(|team| {
                let me = team.thread_num();
                let next = (me + 1) % crew;
                team.task_with((data[me].write(), sum.commute()), |_, (mine, sum)| (*mine += 1, *sum += 1).0);
                team.barrier();
                team.task_with((data[me].write(), sum.commute()), |_, (mine, sum)| (*mine += 1, *sum += 1).0);
                team.taskgroup(|group| {
                    group.task_with(data[next].read(), |_, _| ());
                    group.task_with(sum.read(), |_, _| ());
                });
                team.taskscope(|scope| scope.task_with(data[next].read(), |_, _| ()));
                team.taskwait_with(sum.commute(), |sum| *sum += 1);
            });
        }
        assert!(data.into_iter().all(|data| data.into_inner() == 40));
        assert_eq!(sum.into_inner(), 60 * crew);
    }
}

/// Two regions of two threads share data: tasks of one wait for tasks of the other.
#[test]
fn tasks_of_several_teams() {
    let _watch = watch("tasks_of_several_teams");
    let (a, b) = (Data::new(0), Data::new(0));
    std::thread::scope(|threads| {
        for crew in [1, 2, 2] {
            let (a, b) = (&a, &b);
            threads.spawn(move || {
                for _ in 0..200 {
                    Parallel::new().num_threads(crew).masked(|team| {
                        team.task_with((a.write(), b.read()), |_, (a, b)| (*a += 1, *b).0);
                        team.task_with(b.commute(), |_, b| *b += 1);
                        team.task_with(b.read(), |_, _| ());
                    });
                }
            });
        }
    });
    assert_eq!((a.into_inner(), b.into_inner()), (600, 600));
}

/// A task may create successors on its own data, but not wait for them.
#[test]
fn a_task_that_would_wait_for_itself() {
    let _watch = watch("a_task_that_would_wait_for_itself");
    for crew in CREWS {
        let (a, b) = (Data::new(0), Data::new(0));
        let caught = |f: &mut dyn FnMut()| {
            let payload = catch_unwind(AssertUnwindSafe(f)).unwrap_err();
            assert!(message(&*payload).contains("waits for one that waits for it"));
        };
        Parallel::new().num_threads(crew).masked(|team| {
            let (a, b) = (&a, &b);
            team.task_with((a.write(), b.read()), move |team, (own, _)| {
                caught(&mut || team.taskgroup(|group| group.task_with(a.read(), |_, _| ())));
                caught(&mut || team.taskscope(|scope| scope.task_with(b.write(), |_, _| ())));
                caught(&mut || team.taskwait_with(a.read(), |_| ()));
                team.taskgroup(|group| group.task_with(b.read(), |_, _| ()));
                team.taskwait();
                team.task_with(a.write(), |_, a| *a *= 2);
                caught(&mut || team.taskwait());
                *own = 3;
            });
        });
        assert_eq!(a.into_inner(), 6);
    }
}
