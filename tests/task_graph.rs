//! Recorded graphs of tasks.

#[path = "common/watchdog.rs"]
mod watchdog;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::{Data, Parallel, TaskGraph, parallel_masked};
use watchdog::watch;

const CREWS: [usize; 5] = [1, 2, 3, 4, 8];

/// A stencil: cell `i` of each row from its neighbours in the row before.
fn rows(cells: usize, steps: u64) -> Vec<u64> {
    let mut now: Vec<u64> = (0..cells as u64).collect();
    for _ in 0..steps {
        now = (0..cells)
            .map(|i| {
                now[i.saturating_sub(1)].wrapping_mul(3) ^ now[i] ^ now[(i + 1).min(cells - 1)].rotate_left(9)
            })
            .collect();
    }
    now
}

#[test]
fn replays_do_what_the_tasks_would_do() {
    let _watch = watch("replays_do_what_the_tasks_would_do");
    const CELLS: usize = 30;
    for crew in CREWS {
        let grid: [Vec<Data<u64>>; 2] =
            [0, 1].map(|row| (0..CELLS as u64).map(|i| Data::new(if row == 0 { i } else { 0 })).collect());
        let graph = TaskGraph::record(|graph| {
            for (from, to) in [(&grid[0], &grid[1]), (&grid[1], &grid[0])] {
                for i in 0..CELLS {
                    let left = i.checked_sub(1).map(|left| from[left].read());
                    let right = from.get(i + 1).map(Data::read);
                    let access = (left, from[i].read(), right, to[i].write());
                    graph.task_with(access, |_, (left, middle, right, to)| {
                        let (left, right) = (left.unwrap_or(middle), right.unwrap_or(middle));
                        *to = left.wrapping_mul(3) ^ middle ^ right.rotate_left(9);
                    });
                }
            }
        });
        assert_eq!(graph.len(), 2 * CELLS);
        Parallel::new().num_threads(crew).masked(|team| (0..50).for_each(|_| graph.replay(team)));
        drop(graph);
        let [even, _] = grid;
        assert_eq!(even.into_iter().map(Data::into_inner).collect::<Vec<_>>(), rows(CELLS, 100));
    }
}

#[test]
fn replays_are_ordered_with_other_tasks_and_with_each_other() {
    let _watch = watch("replays_are_ordered_with_other_tasks_and_with_each_other");
    for crew in CREWS {
        let (a, b) = (Data::new(0_u64), Data::new(0_u64));
        let graph = TaskGraph::record(|graph| {
            graph.task_with(a.commute(), |_, a| *a = a.wrapping_mul(5));
            graph.task_with((a.read(), b.concurrent()), |_, (_, _)| ());
            graph.task_with((a.read(), b.write()), |_, (a, b)| *b = b.wrapping_mul(3) ^ a);
        });
        let mut expected = (0_u64, 0_u64);
        Parallel::new().num_threads(crew).masked(|team| {
            for i in 0..200 {
                team.task_with(a.write(), move |_, a| *a += i);
                graph.replay(team);
                team.task_with((a.read(), b.write()), |_, (a, b)| *b = b.wrapping_add(*a));
                expected.0 = (expected.0 + i).wrapping_mul(5);
                expected.1 = (expected.1.wrapping_mul(3) ^ expected.0).wrapping_add(expected.0);
            }
        });
        drop(graph);
        assert_eq!((a.into_inner(), b.into_inner()), expected);

        let count = Data::new(0);
        let graph = TaskGraph::record(|graph| {
            for _ in 0..10 {
                graph.task_with(count.write(), |_, count| *count += 1);
            }
        });
        Parallel::new().num_threads(crew).run(|team| (0..20).for_each(|_| graph.replay(team)));
        drop(graph);
        assert_eq!(count.into_inner(), 200 * crew);
    }
}

#[test]
fn steps_without_dependences_and_nested_tasks() {
    let _watch = watch("steps_without_dependences_and_nested_tasks");
    let ran = AtomicUsize::new(0);
    let graph = TaskGraph::record(|graph| {
        for _ in 0..1000 {
            graph.task(|team| {
                team.taskgroup(|group| group.task(|_| _ = ran.fetch_add(1, Relaxed)));
            });
        }
    });
    for crew in CREWS {
        Parallel::new().num_threads(crew).masked(|team| graph.replay(team));
        assert_eq!(ran.swap(0, Relaxed), 1000);
    }
    let empty = TaskGraph::record(|_| ());
    assert!(empty.is_empty());
    parallel_masked(|team| empty.replay(team));
}

#[test]
fn a_panic_in_a_step() {
    let _watch = watch("a_panic_in_a_step");
    for crew in CREWS {
        let (a, b, c) = (Data::new(0), Data::new(0), Data::new(0));
        let graph = TaskGraph::record(|graph| {
            graph.task_with(a.write(), |_, a| {
                *a += 1;
                assert!(*a != 3, "third time");
            });
            graph.task_with((a.read(), b.write()), |_, (a, b)| *b = *a);
            graph.task_with(c.write(), |_, c| *c += 1);
        });
        let result = catch_unwind(AssertUnwindSafe(|| {
            Parallel::new().num_threads(crew).masked(|team| (0..10).for_each(|_| graph.replay(team)));
        }));
        assert_eq!(*result.unwrap_err().downcast_ref::<&str>().unwrap(), "third time");
        assert_eq!([a.is_poisoned(), b.is_poisoned(), c.is_poisoned()], [true, true, false]);
        assert!(catch_unwind(AssertUnwindSafe(|| parallel_masked(|team| graph.replay(team)))).is_err());
        a.clear_poison();
        b.clear_poison();
        parallel_masked(|team| graph.replay(team));
        drop(graph);
        assert_eq!((a.into_inner(), b.into_inner(), c.into_inner()), (4, 4, 5));
    }
}
