//! `taskloop` and reductions of tasks.

#[path = "common/counted.rs"]
mod counted;
#[path = "common/sizes.rs"]
mod sizes;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

use counted::Census;
use ferromp::space::{SharedMut, collapse, enumerate};
use ferromp::{Max, Parallel, Schedule, Sum, omp, reduction};
use sizes::{SIZES, rounds};

/// Every clause and some of their combinations, applied to a loop by `$end`.
macro_rules! with_clauses {
    ($loop:expr, $k:expr, $name:ident => $end:expr) => {{
        let plain = $loop;
        let $name = match $k {
            0 => plain,
            1 => plain.grainsize(1),
            2 => plain.grainsize(7),
            3 => plain.grainsize(7).strict(),
            4 => plain.num_tasks(5),
            5 => plain.num_tasks(5).strict(),
            6 => plain.only_if(false).grainsize(3),
            7 => plain.final_if(true),
            8 => plain.untied().mergeable(),
            9 => plain.priority(3).num_tasks(1),
            _ => plain.grainsize(u64::MAX),
        };
        $end
    }};
}
const CLAUSES: usize = 11;

#[test]
fn every_iteration_runs_once() {
    let _watch = watchdog::watch("every_iteration_runs_once");
    for members in SIZES {
        for clauses in 0..CLAUSES {
            for len in [0_usize, 1, 2, 7, 100, 1000] {
                let counts: Vec<_> = (0..len).map(|_| AtomicUsize::new(0)).collect();
                Parallel::new().num_threads(members).masked(|team| {
                    with_clauses!(team.taskloop(0..len), clauses, it => it.for_each(|i| {
                        counts[i].fetch_add(1, Relaxed);
                    }));
                    assert!(counts.iter().all(|count| count.load(Relaxed) == 1), "all done at its end");
                    with_clauses!(team.taskloop(0..len), clauses, it => it.for_each_with(|group, i| {
                        let counts = &counts;
                        group.task(move |_| _ = counts[i].fetch_add(1, Relaxed));
                    }));
                    assert!(
                        counts.iter().all(|count| count.load(Relaxed) == 2),
                        "with what chunks have created"
                    );
                    with_clauses!(team.taskloop(0..len), clauses, it => it.nogroup().for_each(|i| {
                        counts[i].fetch_add(1, Relaxed);
                    }));
                    team.taskwait();
                    assert!(
                        counts.iter().all(|count| count.load(Relaxed) == 3),
                        "taskwait waits for its tasks"
                    );
                    with_clauses!(team.taskloop(0..len), clauses, it => it.nogroup().for_each_with(|team, i| {
                        team.task(|_| ());
                        counts[i].fetch_add(1, Relaxed);
                    }));
                });
                assert!(counts.iter().all(|count| count.load(Relaxed) == 4), "as the end of the region does");
            }
        }
    }
}

#[test]
fn all_members_meet_loops_of_their_own() {
    let _watch = watchdog::watch("all_members_meet_loops_of_their_own");
    for members in SIZES {
        for round in 0..rounds(60, members) {
            let total = AtomicU64::new(0);
            Parallel::new().num_threads(members).run(|team| {
                let sum =
                    with_clauses!(team.taskloop(1..=100_u64), round % CLAUSES, it => it.reduce(Sum, |i| i));
                assert_eq!(sum, 5050);
                // A loop in a chunk of a loop.
                team.taskloop(0..4).num_tasks(4).for_each_with(|group, _| {
                    let sum = group.taskloop(0..10_u64).grainsize(2).reduce(Sum, |i| i);
                    total.fetch_add(sum, Relaxed);
                });
                team.barrier();
            });
            assert_eq!(total.into_inner(), 4 * 45 * members as u64);
        }
    }
}

#[test]
fn spaces_of_every_kind() {
    let _watch = watchdog::watch("spaces_of_every_kind");
    let census = Census::new();
    for members in SIZES {
        let mut data = vec![0_u64; 300];
        let values: Vec<_> = (0..100).map(|k| census.born(k)).collect();
        let sum = AtomicU64::new(0);
        Parallel::new().num_threads(members).masked(|team| {
            team.taskloop(enumerate(&mut data)).grainsize(10).for_each(|(i, x)| *x = i as u64);
            team.taskloop((&mut data, 0..300_u64)).num_tasks(7).for_each(|(x, i)| *x += i);
            team.taskloop(values).grainsize(3).for_each(|value| _ = sum.fetch_add(value.value, Relaxed));
            assert_eq!(census.alive(), 0);
            let cells =
                team.taskloop(collapse(0..12_u64, 0..9_u64)).grainsize(5).reduce(Sum, |(i, j)| i * 100 + j);
            assert_eq!(cells, 9 * 6600 + 12 * 36);
        });
        assert_eq!(sum.into_inner(), 4950);
        assert!(data.iter().enumerate().all(|(i, x)| *x == 2 * i as u64));
    }
}

#[test]
fn shared_data_is_lent_to_one_loop_at_a_time() {
    let _watch = watchdog::watch("shared_data_is_lent_to_one_loop_at_a_time");
    for members in SIZES {
        let mut data = vec![0; 200];
        let shared = SharedMut::new(&mut data);
        let nested = Parallel::new().num_threads(members).masked(|team| {
            team.taskloop(shared.iter_mut()).grainsize(3).for_each(|x| *x += 1);
            let nested = catch_unwind(AssertUnwindSafe(|| {
                team.taskloop(shared.iter_mut()).for_each_with(|group, _| {
                    group.taskloop(shared.iter_mut()).for_each(|x| *x += 100);
                });
            }));
            let unowned = catch_unwind(AssertUnwindSafe(|| {
                team.taskloop(shared.iter_mut()).nogroup().for_each(|x| *x += 100);
            }));
            assert!(unowned.is_err(), "a loop that does not wait cannot give shared data back");
            team.taskloop(shared.chunks_mut(7)).for_each(|chunk| chunk.iter_mut().for_each(|x| *x += 1));
            nested
        });
        assert!(nested.is_err(), "one element would have been lent twice");
        drop(shared);
        assert_eq!(data, vec![2; 200]);
    }
}

/// A chunk is a task: a wait in it is for its own children, and runs no other chunk inside it.
#[test]
fn a_chunk_that_waits_runs_no_other_chunk() {
    let _watch = watchdog::watch("a_chunk_that_waits_runs_no_other_chunk");
    for members in SIZES {
        for _ in 0..rounds(30, members) {
            let lock = Mutex::new(0);
            Parallel::new().num_threads(members).masked(|team| {
                team.taskloop(0..20).grainsize(1).for_each_with(|group, _| {
                    let mut guard = lock.lock().unwrap();
                    let done = AtomicUsize::new(0);
                    group.taskgroup(|inner| {
                        for _ in 0..3 {
                            inner.task(|_| _ = done.fetch_add(1, Relaxed));
                        }
                    });
                    group.task(|_| ());
                    group.taskwait();
                    group.taskyield();
                    *guard += done.into_inner();
                });
            });
            assert_eq!(lock.into_inner().unwrap(), 60);
        }
    }
}

#[test]
fn reductions_have_the_same_bits_in_every_run() {
    let _watch = watchdog::watch("reductions_have_the_same_bits_in_every_run");
    let x: Vec<f64> = (0..5000).map(|k| 1.0 / f64::from(k * k + 1)).collect();
    for members in [1, 2, 3, 8] {
        for clauses in 0..CLAUSES {
            let sum = |busy: bool| {
                Parallel::new().num_threads(members).masked(|team| {
                    with_clauses!(team.taskloop(&x), clauses, it => it.reduce(Sum, |x| {
                        if busy && x.to_bits().is_multiple_of(61) {
                            std::thread::yield_now();
                        }
                        *x
                    }))
                })
            };
            let first: f64 = sum(false);
            assert!((first - 2.0766).abs() < 1e-3);
            for round in 0..6 {
                assert_eq!(
                    sum(round % 2 == 0).to_bits(),
                    first.to_bits(),
                    "{members} members, clauses {clauses}"
                );
            }
        }
    }
}

#[test]
fn reductions_keep_the_order_and_drop_what_is_left() {
    let _watch = watchdog::watch("reductions_keep_the_order_and_drop_what_is_left");
    let census = Census::new();
    for members in SIZES {
        Parallel::new().num_threads(members).masked(|team| {
            let append = reduction(String::new, |a, b| a + &b);
            for clauses in 0..CLAUSES {
                let text = with_clauses!(team.taskloop(0..3000), clauses, it => it.reduce(append, |i| format!("{i},")));
                assert!(text.split_terminator(',').map(|i| i.parse::<i32>().unwrap()).eq(0..3000));
                let most = with_clauses!(team.taskloop(0..0), clauses, it => it.reduce(Max, |i| i));
                assert_eq!(most, i32::MIN);
            }
            let keep_last = reduction(|| None, |a: Option<counted::Counted<'_>>, b| b.or(a));
            let bad = catch_unwind(AssertUnwindSafe(|| {
                team.taskloop(0..100).grainsize(2).reduce(keep_last, |i| {
                    if i == 70 {
                        panic_any(i);
                    }
                    Some(census.born(i))
                })
            }));
            assert_eq!(bad.err().and_then(|payload| payload.downcast::<u64>().ok()).as_deref(), Some(&70));
        });
        assert_eq!(census.alive(), 0);
    }
}

#[test]
fn a_panic_ends_the_loop_and_surfaces_once() {
    let _watch = watchdog::watch("a_panic_ends_the_loop_and_surfaces_once");
    let census = Census::new();
    for members in SIZES {
        for round in 0..rounds(30, members) {
            let ran: Vec<_> = (0..200).map(|_| AtomicUsize::new(0)).collect();
            let values: Vec<_> = (0..200).map(|k| census.born(k)).collect();
            let caught = catch_unwind(AssertUnwindSafe(|| {
                Parallel::new().num_threads(members).masked(|team| {
                    let held = census.born(1);
                    if round % 2 == 0 {
                        team.taskloop(values).grainsize(3).for_each(|value| {
                            ran[value.value as usize].fetch_add(held.value as usize, Relaxed);
                            if value.value == 100 {
                                panic_any(7_u8);
                            }
                        });
                    } else {
                        team.taskloop(values).grainsize(3).nogroup().for_each(|value| {
                            ran[value.value as usize].fetch_add(1, Relaxed);
                            if value.value == 100 {
                                panic_any(7_u8);
                            }
                        });
                    }
                });
            }));
            assert_eq!(caught.unwrap_err().downcast_ref(), Some(&7_u8));
            assert!(ran.iter().all(|ran| ran.load(Relaxed) <= 1));
            assert_eq!(ran[100].load(Relaxed), 1);
            assert_eq!(census.alive(), 0);
        }
    }
}

#[test]
fn cancelled_loops_start_no_further_chunk() {
    let _watch = watchdog::watch("cancelled_loops_start_no_further_chunk");
    for members in SIZES {
        for _ in 0..rounds(30, members) {
            let (ran, after) = (AtomicUsize::new(0), AtomicBool::new(false));
            Parallel::new().num_threads(members).masked(|team| {
                team.taskloop(0..100_000).grainsize(1).for_each_with(|group, i| {
                    ran.fetch_add(1, Relaxed);
                    if i % 64 == 5 {
                        group.cancel();
                    }
                });
                assert!((1..100_000).contains(&ran.load(Relaxed)));
                // A group around the loop counts as well.
                team.taskgroup(|group| {
                    group.cancel();
                    team.taskloop(0..10).for_each(|_| after.store(true, Relaxed));
                    team.taskloop(0..10).nogroup().for_each(|_| after.store(true, Relaxed));
                });
                assert!(!after.load(Relaxed));
                assert_eq!(team.taskloop(0..10_u32).reduce(Sum, |i| i), 45);
            });
        }
        let ended = AtomicUsize::new(0);
        Parallel::new().num_threads(members).run(|team| {
            team.taskloop(0..1000).grainsize(1).for_each_with(|group, i| {
                ended.fetch_add(1, Relaxed);
                if i == 500 {
                    group.cancel_parallel();
                }
            });
            team.barrier();
        });
        assert!((1..=1000 * members).contains(&ended.into_inner()));
    }
}

#[test]
fn clauses_mean_what_they_say() {
    let _watch = watchdog::watch("clauses_mean_what_they_say");
    for members in [1, 2, 4] {
        Parallel::new().num_threads(members).masked(|team| {
            let me = team.thread_num();
            let order = Mutex::new(Vec::new());
            team.taskloop(0..50).grainsize(4).only_if(false).for_each_with(|group, i| {
                assert_eq!((group.thread_num(), omp::in_final()), (me, false));
                order.lock().unwrap().push(i);
            });
            assert!(order.into_inner().unwrap().into_iter().eq(0..50), "undeferred chunks run in order");
            team.taskloop(0..50).final_if(true).for_each_with(|group, _| {
                let here = AtomicBool::new(false);
                assert!(omp::in_final());
                group.taskgroup(|inner| {
                    inner.task(|_| here.store(true, Relaxed));
                    assert!(here.load(Relaxed));
                });
            });
            assert!(!omp::in_final());
        });
    }
}

#[test]
fn task_reductions_gather_everything() {
    let _watch = watchdog::watch("task_reductions_gather_everything");
    let census = Census::new();
    for members in SIZES {
        for _ in 0..rounds(40, members) {
            let weights: Vec<u64> = (0..50).collect();
            let sums = Parallel::new().num_threads(members).map(|team| {
                let (sum, most) = team.taskgroup_reduce((Sum, Max), |group, both| {
                    for weight in &weights {
                        group.task(move |group| {
                            both.add(group, (*weight, *weight));
                            // What tasks create contributes as well: OpenMP's in_reduction.
                            group.task(move |team| both.add(team, (1, 0)));
                            team_loop(group, both);
                        });
                    }
                    both.add(group, (1000, 7));
                });
                (sum, most)
            });
            assert_eq!(sums, vec![(1225 + 50 + 50 * 10 + 1000, 49); members]);
            // A panic drops what was gathered.
            let caught = catch_unwind(AssertUnwindSafe(|| {
                Parallel::new().num_threads(members).masked(|team| {
                    let last = reduction(|| None, |a: Option<counted::Counted<'_>>, b| b.or(a));
                    team.taskgroup_reduce(last, |group, all| {
                        for k in 0..20 {
                            let value = census.born(k);
                            group.task(move |team| {
                                all.add(team, Some(value));
                                if k == 11 {
                                    panic_any(k);
                                }
                            });
                        }
                    })
                    .is_some()
                })
            }));
            assert_eq!(caught.unwrap_err().downcast_ref(), Some(&11_u64));
            assert_eq!(census.alive(), 0);
        }
    }
    fn team_loop<'r>(
        group: &ferromp::TaskGroup<'r, '_>,
        both: &'r ferromp::TaskReduction<'r, '_, (u64, u64), (Sum, Max)>,
    ) {
        group.taskloop(0..10).grainsize(2).for_each_with(|team, _| both.add(team, (1, 0)));
    }
}

#[test]
fn a_task_reduction_refuses_other_teams() {
    let _watch = watchdog::watch("a_task_reduction_refuses_other_teams");
    omp::set_max_active_levels(2);
    Parallel::new().num_threads(2).masked(|team| {
        let refused = catch_unwind(AssertUnwindSafe(|| {
            team.taskgroup_reduce(Sum, |_, sum| {
                Parallel::new().num_threads(2).run(|inner| sum.add(inner, 1));
            })
        }));
        assert!(refused.is_err());
        assert_eq!(team.taskgroup_reduce(Sum, |_, sum| sum.add(team, 1)), 1);
    });
}

#[test]
fn an_operator_may_come_back_to_its_reduction() {
    let _watch = watchdog::watch("an_operator_may_come_back_to_its_reduction");
    let calls = AtomicUsize::new(0);
    let total = Parallel::new().num_threads(2).masked(|team| {
        let nested = reduction(
            || 0_u64,
            |a, b| {
                if calls.fetch_add(1, Relaxed) == 3 {
                    assert_eq!(team_of_one(), 3);
                }
                a + b
            },
        );
        team.taskgroup_reduce(nested, |group, sum| {
            for _ in 0..10 {
                group.task(move |team| sum.add(team, 1));
            }
        })
    });
    assert_eq!(total, 10);
    fn team_of_one() -> u64 {
        Parallel::new().num_threads(1).masked(|team| team.taskloop(0..3_u64).reduce(Sum, |i| i))
    }
}

#[test]
fn loops_inside_worksharing_and_after_other_loops() {
    let _watch = watchdog::watch("loops_inside_worksharing_and_after_other_loops");
    for members in SIZES {
        let total = AtomicUsize::new(0);
        Parallel::new().num_threads(members).run(|team| {
            team.for_loop(0..8).schedule(Schedule::Dynamic(1)).for_each(|_| {
                team.taskloop(0..10).grainsize(3).for_each(|_| _ = total.fetch_add(1, Relaxed));
            });
            assert_eq!(total.load(Relaxed), 80);
            team.barrier();
            team.single(|| team.taskloop(0..10).nogroup().for_each(|_| _ = total.fetch_add(1, Relaxed)));
            team.barrier();
            assert_eq!(total.load(Relaxed), 90);
        });
    }
}
