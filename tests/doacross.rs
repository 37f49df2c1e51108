//! Loops whose iterations wait for earlier ones: what they see, under every schedule and team, and that nothing hangs.

mod common {
    pub(crate) mod cases;
    pub(crate) mod watchdog;
}

use common::cases::{Erratic, TEAMS, schedules};
use common::watchdog::watch;
use ferromp::prelude::*;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

/// A table that iterations fill, read and written without an ordering of its own.
fn table(len: usize) -> Vec<AtomicU64> {
    (0..len).map(|_| AtomicU64::new(0)).collect()
}

fn values(table: &[AtomicU64]) -> Vec<u64> {
    table.iter().map(|cell| cell.load(Relaxed)).collect()
}

/// Some text of a cell's number: cells differ, and a value that came too early shows.
fn mix(a: u64, b: u64, k: u64) -> u64 {
    (a ^ b.rotate_left(17)).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(k + 1)
}

fn cell(table: &[AtomicU64], columns: usize, i: Option<usize>, j: Option<usize>) -> u64 {
    i.zip(j).map_or(1, |(i, j)| table[i * columns + j].load(Relaxed))
}

fn step(table: &[AtomicU64], columns: usize, i: usize, j: usize) {
    let above = cell(table, columns, i.checked_sub(1), Some(j));
    let left = cell(table, columns, Some(i), j.checked_sub(1));
    table[i * columns + j].store(mix(above, left, (i * columns + j) as u64), Relaxed);
}

fn serial(rows: usize, columns: usize) -> Vec<u64> {
    let t = table(rows * columns);
    (0..rows).for_each(|i| (0..columns).for_each(|j| step(&t, columns, i, j)));
    values(&t)
}

/// Sometimes long, sometimes nothing.
fn dawdle(i: usize, j: usize) {
    match (i * 31 + j * 17) % 23 {
        0 => std::thread::sleep(Duration::from_micros(200)),
        1..=3 => std::thread::yield_now(),
        5..=8 => (0..300).for_each(|_| std::hint::spin_loop()),
        _ => {}
    }
}

#[test]
fn wavefronts_equal_the_serial_loop() {
    let _watch = watch("wavefronts_equal_the_serial_loop");
    for (rows, columns) in [(1, 1), (1, 9), (9, 1), (13, 7), (70, 3), (200, 2)] {
        let expected = serial(rows, columns);
        for threads in TEAMS {
            for schedule in schedules() {
                let t = table(rows * columns);
                combined!(collapse(0..rows, 0..columns), threads, schedule).doacross(|(i, j), order| {
                    order.wait((i.wrapping_sub(1), j));
                    order.wait((i, j.wrapping_sub(1)));
                    step(&t, columns, i, j);
                    order.post();
                });
                assert_eq!(values(&t), expected, "{rows}x{columns} {schedule:?} {threads} threads");

                let t = table(rows * columns);
                Parallel::new().num_threads(threads).run(|team| {
                    let nest = team.for_loop(collapse(0..rows, 0..columns));
                    nest.schedule(schedule.unwrap_or_default()).doacross(|(i, j), order| {
                        order.wait_offset([-1, 0]);
                        step(&t, columns, i, j);
                    });
                    assert_eq!(values(&t), expected, "{schedule:?}, {threads} threads");
                });
            }
        }
    }
}

#[test]
fn delays_do_not_matter() {
    let _watch = watch("delays_do_not_matter");
    let (rows, columns) = (24, 9);
    let expected = serial(rows, columns);
    for threads in [2, 3, 4, 8] {
        for schedule in [
            Schedule::Static,
            Schedule::StaticChunk(1),
            Schedule::Dynamic(1),
            Schedule::Guided(1),
            Schedule::custom(&Erratic),
        ] {
            let t = table(rows * columns);
            let nest = parallel_for(collapse(0..rows, 0..columns)).num_threads(threads).schedule(schedule);
            nest.doacross(|(i, j), order| {
                dawdle(i, j);
                order.wait_offset([-1, 0]);
                step(&t, columns, i, j);
                order.post();
                dawdle(j, i);
            });
            assert_eq!(values(&t), expected, "{schedule:?}, {threads} threads");
        }
    }
}

/// Single loops with several sinks at once, in every direction and step.
#[test]
fn recurrences_of_one_loop() {
    macro_rules! check {
        ($space:expr, $far:literal, $position:expr) => {
            let position: fn(_) -> usize = $position;
            let n = $space.into_space().len() as usize;
            let body = |t: &[AtomicU64], k: usize| {
                let at = |back: usize| k.checked_sub(back).map_or(3, |k| t[k].load(Relaxed));
                t[k].store(mix(at(1), at($far), k as u64), Relaxed);
            };
            let expected = table(n);
            (0..n).for_each(|k| body(&expected, k));
            for threads in TEAMS {
                for schedule in [Schedule::StaticChunk(2), Schedule::Dynamic(1), Schedule::Dynamic(3)] {
                    let t = table(n);
                    parallel_for($space).num_threads(threads).schedule(schedule).doacross(|i, order| {
                        order.wait_offset(-1);
                        order.wait_offset(-$far);
                        body(&t, position(i));
                        order.post();
                    });
                    assert_eq!(values(&t), values(&expected));
                }
            }
        };
    }
    let _watch = watch("recurrences_of_one_loop");
    check!(0..300_usize, 7, |i| i);
    check!(-50..50_i8, 2, |i| (i + 50) as usize);
    check!(10..=200_u8, 100, |i| usize::from(i) - 10);
    check!((0..90_i32).rev(), 5, |i| (89 - i) as usize);
    check!((3..400_u64).step_by(4), 3, |i| (i as usize - 3) / 4);
    check!((0..100_i64).rev().step_by(3), 4, |i| (99 - i as usize) / 3);
}

/// Iterations that do not depend on each other overlap, whatever the distance of others.
#[test]
fn distant_sinks_cross_many_chunks() {
    let _watch = watch("distant_sinks_cross_many_chunks");
    for schedule in schedules() {
        for far in [1, 5, 64, 65, 400] {
            let n = 1000;
            let sums = table(n);
            combined!(0..n, 4, schedule).doacross(|i, order| {
                order.wait(i.wrapping_sub(far));
                let before = i.checked_sub(far).map_or(0, |i| sums[i].load(Relaxed));
                sums[i].store(before + 1, Relaxed);
                order.post();
            });
            assert!((0..n).all(|i| sums[i].load(Relaxed) == (i / far + 1) as u64), "{schedule:?} {far}");
        }
    }
}

#[test]
fn nests_of_up_to_six_loops() {
    let _watch = watch("nests_of_up_to_six_loops");
    macro_rules! check {
        ($nest:expr, $offset:expr, |$index:pat_param| $sink:expr) => {
            let all = Mutex::new(HashSet::new());
            parallel_for($nest).num_threads(1).doacross(|index, _| {
                assert!(all.lock().unwrap().insert(index));
            });
            let all = all.into_inner().unwrap();
            assert_eq!(all.len() as u64, $nest.len());
            for threads in TEAMS {
                for schedule in [Schedule::Static, Schedule::Dynamic(1), Schedule::Guided(2)] {
                    let done = Mutex::new(HashSet::new());
                    parallel_for($nest).num_threads(threads).schedule(schedule).doacross(|index, order| {
                        let $index = index;
                        let sink = $sink;
                        // The same iteration, said in both ways.
                        if index.1 % 2 == 0 {
                            order.wait_offset($offset)
                        } else {
                            order.wait(sink)
                        }
                        assert!(!all.contains(&sink) || done.lock().unwrap().contains(&sink));
                        assert!(done.lock().unwrap().insert(index));
                    });
                    assert_eq!(done.into_inner().unwrap(), all);
                }
            }
        };
    }
    check!(collapse(0..9, 0..4), [-2, 1], |(i, j)| (i - 2, j + 1));
    check!((0..5, 0..4, 0..3).collapse(), [-1, 1, -2], |(i, j, k)| (i - 1, j + 1, k - 2));
    check!((0..3, 0..2, 0..3, 0..2).collapse(), [-1, 0, 0, 1], |(i, j, k, l)| (i - 1, j, k, l + 1));
    check!((0..4, 0..2, 0..2, 0..2, 0..2).collapse(), [-1, 1, 0, 0, -1], |(i, j, k, l, m)| {
        (i - 1, j + 1, k, l, m - 1)
    });
    check!((0..4, 0..2, 0..2, 0..2, 0..2, 0..2).collapse(), [-2, 0, 1, 0, 0, 0], |(i, j, k, l, m, n)| {
        (i - 2, j, k + 1, l, m, n)
    });
}

/// In a nest of three the sinks are other rows, planes and diagonals.
#[test]
fn a_cube_equals_the_serial_one() {
    let _watch = watch("a_cube_equals_the_serial_one");
    let n = 7;
    let at = |i: usize, j: usize, k: usize| (i * n + j) * n + k;
    let fill = |t: &[AtomicU64], i: usize, j: usize, k: usize| {
        let get = |on: bool, index: usize| if on { t[index].load(Relaxed) } else { 1 };
        let a = get(i > 0, at(i.saturating_sub(1), j, k));
        let b = get(i > 0 && j + 1 < n, at(i.saturating_sub(1), (j + 1).min(n - 1), k));
        let c = get(j > 0, at(i, j.saturating_sub(1), k));
        t[at(i, j, k)].store(mix(mix(a, b, 0), c, at(i, j, k) as u64), Relaxed);
    };
    let expected = table(n * n * n);
    (0..n).for_each(|i| (0..n).for_each(|j| (0..n).for_each(|k| fill(&expected, i, j, k))));
    for threads in TEAMS {
        for schedule in [Schedule::StaticChunk(1), Schedule::Dynamic(2), Schedule::Guided(1)] {
            let t = table(n * n * n);
            parallel_for(collapse3(0..n, 0..n, 0..n)).num_threads(threads).schedule(schedule).doacross(
                |(i, j, k), order| {
                    order.wait_offset([-1, 0, 0]);
                    order.wait((i.wrapping_sub(1), j + 1, k));
                    fill(&t, i, j, k);
                    order.post();
                },
            );
            assert_eq!(values(&t), values(&expected));
        }
    }
}

/// What comes before the wait and after the post overlaps: the second row begins before the first has ended.
#[test]
fn posts_let_others_go_on_before_the_end() {
    let _watch = watch("posts_let_others_go_on_before_the_end");
    let begun = AtomicUsize::new(0);
    Parallel::new().num_threads(2).run(|team| {
        if team.num_threads() < 2 {
            return;
        }
        team.for_loop(0..2).schedule(Schedule::StaticChunk(1)).doacross(|i, order| {
            order.wait_offset(-1);
            begun.fetch_add(1, Relaxed);
            order.post();
            // The first ends only when the second has begun.
            while i == 0 && begun.load(Relaxed) < 2 {
                std::thread::yield_now();
            }
        });
    });
}

#[test]
fn empty_nests_and_sinks_outside() {
    let _watch = watch("empty_nests_and_sinks_outside");
    parallel_for(0..0).doacross(|_, _| unreachable!());
    parallel_for(collapse(0..5, 0..0)).doacross(|_, _| unreachable!());
    parallel(|team| {
        team.for_loop(collapse(0..0_u64, 0..u64::MAX)).doacross(|_, _| unreachable!());
        team.for_loop(collapse(0..3, 3..3)).doacross(|_, _| unreachable!());
    });
    let runs = AtomicUsize::new(0);
    parallel_for(collapse(0..4_usize, (10..20_i32).step_by(5))).num_threads(2).doacross(|(i, j), order| {
        order.wait((i + 10, j));
        order.wait((usize::MAX, j));
        order.wait((i.wrapping_sub(1), j + 1)); // between two steps
        order.wait((i.wrapping_sub(1), 9));
        order.wait((i.wrapping_sub(1), 20));
        order.wait((i, i32::MIN));
        order.wait_offset([i64::MIN, i64::MAX]);
        order.wait_offset([0, 2]);
        runs.fetch_add(1, Relaxed);
    });
    assert_eq!(runs.into_inner(), 8);
}

/// Loops follow each other and reductions use the same slots; nothing of one is taken for another's.
#[test]
fn many_loops_in_one_region() {
    let _watch = watch("many_loops_in_one_region");
    for threads in TEAMS {
        let t = table(40);
        Parallel::new().num_threads(threads).run(|team| {
            for round in 0..60_u64 {
                let schedule = if round % 3 == 0 { Schedule::Dynamic(1) } else { Schedule::StaticChunk(2) };
                let line = team.for_loop(0..40_usize).schedule(schedule);
                line.doacross(|i, order| {
                    order.wait_offset(-1);
                    let before = i.checked_sub(1).map_or(round, |i| t[i].load(Relaxed));
                    t[i].store(before + 1, Relaxed);
                    order.post();
                });
                let sum = team
                    .for_loop(0..40)
                    .schedule(Schedule::Dynamic(3))
                    .reduce(Sum, |i: usize| t[i].load(Relaxed));
                assert_eq!(sum, 40 * round + 820);
            }
        });
    }
}

/// Two loops in flight at once.
#[test]
fn nowait_loops_overlap() {
    let _watch = watch("nowait_loops_overlap");
    let (a, b) = (table(50), table(50));
    Parallel::new().num_threads(4).run(|team| {
        for t in [&a, &b] {
            team.for_loop(0..50_usize).schedule(Schedule::Dynamic(1)).nowait().doacross(|i, order| {
                order.wait_offset(-1);
                let before = i.checked_sub(1).map_or(0, |i| t[i].load(Relaxed));
                t[i].store(before + 1, Relaxed);
                order.post();
            });
        }
    });
    assert!(values(&a).into_iter().eq(1..=50) && values(&b).into_iter().eq(1..=50));
}

fn message(run: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_default()
}

#[test]
fn a_panic_releases_who_waits() {
    let _watch = watch("a_panic_releases_who_waits");
    for threads in TEAMS {
        for schedule in schedules() {
            for at in [0, 3, 19] {
                let said = message(|| {
                    combined!(0..20, threads, schedule).doacross(|i, order| {
                        order.wait(i - 1);
                        assert!(i != at, "iteration {at}");
                        order.post();
                    });
                });
                assert_eq!(said, format!("iteration {at}"), "{schedule:?}, {threads} threads");
            }
        }
        // The team is as good as new.
        let t = table(30);
        parallel_for(0..30_usize).num_threads(threads).schedule(Schedule::Dynamic(1)).doacross(|i, order| {
            order.wait_offset(-1);
            t[i].store(i.checked_sub(1).map_or(0, |i| t[i].load(Relaxed)) + 1, Relaxed);
        });
        assert!(values(&t).into_iter().eq(1..=30));
    }
}

#[test]
fn a_cancel_releases_who_waits() {
    let _watch = watch("a_cancel_releases_who_waits");
    for threads in TEAMS {
        let ran = AtomicUsize::new(0);
        Parallel::new().num_threads(threads).run(|team| {
            team.for_loop(0..40).schedule(Schedule::StaticChunk(1)).doacross(|i, order| {
                order.wait(i - 1);
                if i == 7 {
                    team.cancel_parallel();
                }
                ran.fetch_add(1, Relaxed);
                order.post();
            });
            unreachable!("cancelled");
        });
        assert_eq!(ran.into_inner(), 7);
    }
}

#[test]
fn a_sink_that_is_not_earlier_is_an_error() {
    let _watch = watch("a_sink_that_is_not_earlier_is_an_error");
    for threads in TEAMS {
        let said = message(|| {
            parallel_for(collapse(0..4, 0..4))
                .num_threads(threads)
                .doacross(|(i, j), order| order.wait((i, j)));
        });
        assert!(
            said.contains("which is not an earlier iteration") && said.contains("tests/doacross.rs"),
            "{said}"
        );
        let said = message(|| {
            parallel_for(collapse(0..4, 0..4)).num_threads(threads).doacross(|(i, j), order| {
                order.wait((i - 1, j + 1)); // this one is earlier
                order.wait((i, j + 1));
            });
        });
        assert!(said.contains("which is not an earlier iteration"), "{said}");
        let said = message(|| {
            parallel_for(0..9)
                .num_threads(threads)
                .schedule(Schedule::Dynamic(1))
                .doacross(|_, order| order.wait_offset(1));
        });
        assert!(said.contains("waits for 1, which"), "{said}");
    }
}

/// Who waits in a loop that another member has skipped, or shares otherwise, is told so.
#[test]
fn members_that_do_not_agree_are_told() {
    let _watch = watch("members_that_do_not_agree_are_told");
    for threads in [2, 4, 8] {
        let skipped = Parallel::new().num_threads(threads).try_run(|team| {
            if team.thread_num() == 1 {
                return;
            }
            let line = team.for_loop(0..threads).schedule(Schedule::StaticChunk(1));
            line.doacross(|_, order| order.wait_offset(-1));
        });
        assert!(skipped.is_err_and(|error| error.to_string().contains("tests/doacross.rs")));
        let other = Parallel::new().num_threads(threads).try_run(|team| {
            let columns = if team.thread_num() == 1 { 3 } else { 4 };
            team.for_loop(collapse(0..8, 0..columns)).doacross(|_, order| order.wait_offset([-1, 0]));
        });
        assert!(
            other.is_err_and(|error| error
                .to_string()
                .contains("another schedule, chunk, number of iterations"))
        );
        let plain = Parallel::new().num_threads(threads).try_run(|team| {
            let line = team.for_loop(0..9).schedule(Schedule::Dynamic(1));
            if team.thread_num() == 1 {
                line.for_each(|_| ());
            } else {
                line.doacross(|_, order| order.wait_offset(-1));
            }
        });
        assert!(plain.is_err());
    }
}

#[test]
fn posting_twice_or_never_is_harmless() {
    let _watch = watch("posting_twice_or_never_is_harmless");
    let log = table(60);
    parallel_for(0..60_usize).num_threads(3).schedule(Schedule::Dynamic(2)).doacross(|i, order| {
        order.wait_offset(-1);
        log[i].store(i.checked_sub(1).map_or(0, |i| log[i].load(Relaxed)) + 1, Relaxed);
        for _ in 0..i % 3 {
            order.post();
        }
    });
    assert!(values(&log).into_iter().eq(1..=60));
}
