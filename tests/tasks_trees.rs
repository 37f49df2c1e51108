//! Random trees of tasks, made by every construct in every place, checked against what their waits promise.

#[path = "common/child.rs"]
#[allow(dead_code, reason = "these children report by succeeding")]
mod child;
#[path = "common/rng.rs"]
mod rng;
#[path = "common/sizes.rs"]
mod sizes;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use ferromp::{Parallel, Task, Team, omp};
use rng::Rng;
use sizes::{SIZES, rounds};

/// What a run shares: how many nodes were begun and are done, and a budget, so that trees end.
struct Run {
    begun: AtomicU64,
    done: AtomicU64,
    left: AtomicU64,
}

impl Run {
    fn new(most: u64) -> Self {
        Self { begun: AtomicU64::new(0), done: AtomicU64::new(0), left: AtomicU64::new(most) }
    }

    fn take(&self) -> bool {
        self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

fn clauses(rng: &mut Rng) -> Task {
    let task = Task::new();
    match rng.below(12) {
        0 => task.only_if(false),
        1 => task.untied(),
        2 => task.final_if(true),
        3..6 => task.priority(rng.below(5) as u32),
        _ => task,
    }
}

/// A node: some children, each by one construct, then perhaps a wait.
fn node<'r>(team: &Team<'r>, run: &'r Run, seed: u64) {
    run.begun.fetch_add(1, Relaxed);
    let mut rng = Rng::new(seed);
    if rng.below(8) == 0 {
        std::thread::yield_now();
    }
    // A lock that is the node's own, and its children's: nothing else may want it on this thread while it waits.
    for _ in 0..rng.below(4) {
        if !run.take() {
            break;
        }
        let (one, other) = (rng.next(), rng.next());
        match rng.below(7) {
            0 | 1 => clauses(&mut rng).spawn(team, move |team| node(team, run, one)),
            2 => {
                team.join(|team| node(team, run, one), |team| node(team, run, other));
            }
            3 => {
                let mut ends = [0, 0];
                let [first, second] = &mut ends;
                team.taskscope(|scope| {
                    scope.task(move |team| {
                        node(team, run, one);
                        *first = one;
                    });
                    clauses(&mut rng).spawn(scope, move |team| {
                        node(team, run, other);
                        *second = other;
                    });
                    node(team, run, one ^ other);
                });
                assert_eq!(ends, [one, other]);
            }
            4 => {
                // Everything below is done when the group is.
                let own = Run::new(rng.below(30));
                team.taskgroup(|group| below(group, &own, one));
                assert_eq!(own.begun.load(Relaxed), own.done.load(Relaxed));
            }
            5 => {
                let held = Mutex::new(0);
                let guard = held.lock();
                team.taskgroup(|group| {
                    clauses(&mut rng).spawn(group, move |group| node(group, run, one));
                });
                drop(guard);
            }
            _ => team.taskyield(),
        }
    }
    if rng.below(3) == 0 {
        team.taskwait();
    }
    run.done.fetch_add(1, Relaxed);
}

fn below<'g>(group: &ferromp::TaskGroup<'g, '_>, run: &'g Run, seed: u64) {
    run.begun.fetch_add(1, Relaxed);
    let mut rng = Rng::new(seed);
    for _ in 0..rng.below(4) {
        let seed = rng.next();
        if run.take() {
            match rng.below(3) {
                0 => {
                    group.join(|_| below(group, run, seed), |_| ());
                }
                _ => clauses(&mut rng).spawn(group, move |group| below(group, run, seed)),
            }
        }
    }
    if rng.below(4) == 0 {
        group.taskwait();
    }
    run.done.fetch_add(1, Relaxed);
}

fn all_sizes(most: usize) {
    for members in SIZES {
        for round in 0..rounds(most, members) as u64 {
            let run = Run::new(400);
            let nodes = |team: &Team<'_>| (round * 1000 + team.thread_num() as u64) ^ 0xA5A5;
            Parallel::new().num_threads(members).run(|team| {
                node(team, &run, nodes(team));
                team.barrier();
                assert_eq!(run.begun.load(Relaxed), run.done.load(Relaxed), "a barrier waits for all");
                team.barrier();
                node(team, &run, nodes(team) + 1);
            });
            assert_eq!(run.begun.load(Relaxed), run.done.load(Relaxed), "{members} members, round {round}");
        }
    }
}

#[test]
fn trees_of_every_shape() {
    let _watch = watchdog::watch("trees_of_every_shape");
    all_sizes(800);
}

/// With priorities, which need a setting: nobody waits for a task because of its rank.
#[test]
fn trees_with_priorities() {
    let _watch = watchdog::watch("trees_with_priorities");
    let _said = child::run("trees_with_priorities_child", &[("OMP_MAX_TASK_PRIORITY", "4")]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trees_with_priorities_child() {
    assert_eq!(omp::get_max_task_priority(), 4);
    all_sizes(600);
}

#[test]
fn trees_from_many_threads() {
    let _watch = watchdog::watch("trees_from_many_threads");
    std::thread::scope(|threads| {
        for thread in 0..5_u64 {
            threads.spawn(move || {
                for round in 0..40 {
                    let run = Run::new(200);
                    Parallel::new().num_threads(1 + thread as usize).run(|team| {
                        node(team, &run, thread * 1000 + round);
                    });
                    assert_eq!(run.begun.load(Relaxed), run.done.load(Relaxed));
                }
            });
        }
    });
}

/// Joins in the deep of joins, and a group or a wait inside: halves that were opened outside are not the group's.
#[test]
fn waits_inside_deeply_nested_joins() {
    let _watch = watchdog::watch("waits_inside_deeply_nested_joins");
    fn nest<'s>(team: &Team<'s>, depth: u32, done: &'s AtomicU64, kind: u32) {
        if depth > 0 {
            team.join(
                |team| nest(team, depth - 1, done, kind),
                |_| {
                    std::thread::yield_now();
                    done.fetch_add(1, Relaxed);
                },
            );
            return;
        }
        let one = move |_: &Team<'_>| _ = done.fetch_add(1, Relaxed);
        match kind {
            0 => team.taskgroup(|group| {
                for _ in 0..4 {
                    group.task(move |group| one(group));
                }
            }),
            1 => team.taskscope(|scope| {
                for _ in 0..4 {
                    scope.task(one);
                }
            }),
            _ => {
                for _ in 0..4 {
                    team.task(one);
                }
                team.taskwait();
            }
        }
    }
    for members in SIZES {
        for kind in 0..3 {
            for depth in [1, 3, 4, 5, 9, 40, 300] {
                let done = AtomicU64::new(0);
                Parallel::new().num_threads(members).run(|team| nest(team, depth, &done, kind));
                assert_eq!(done.into_inner(), (u64::from(depth) + 4) * members as u64);
            }
        }
    }
}

/// A first half that holds a lock while it waits: the second half, which wants the lock, may wait for it on another
/// thread or come later, but must not be run by that wait.
#[test]
fn a_second_half_is_not_run_inside_the_first() {
    let _watch = watchdog::watch("a_second_half_is_not_run_inside_the_first");
    fn nest(team: &Team<'_>, depth: u32, lock: &Mutex<u64>, kind: u32) {
        if depth > 0 {
            team.join(|team| nest(team, depth - 1, lock, kind), |_| *lock.lock().unwrap() += 1);
            return;
        }
        let mut guard = lock.lock().unwrap();
        match kind {
            0 => team.taskgroup(|group| (0..4).for_each(|_| group.task(|_| std::thread::yield_now()))),
            1 => team.taskscope(|scope| (0..4).for_each(|_| scope.task(|_| std::thread::yield_now()))),
            _ => {
                team.join(|_| (), |_| std::thread::yield_now());
            }
        }
        *guard += 1;
    }
    for members in SIZES {
        for kind in 0..3 {
            for depth in [1, 2, 4, 6, 20] {
                for _ in 0..rounds(30, members) {
                    let lock = Mutex::new(0);
                    Parallel::new().num_threads(members).masked(|team| nest(team, depth, &lock, kind));
                    assert_eq!(lock.into_inner().unwrap(), u64::from(depth) + 1);
                }
            }
        }
    }
}
