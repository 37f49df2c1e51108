use std::ops::ControlFlow;

use ferromp::observe::{Cancelled, Dealing, Kind, SyncKind};
use ferromp::{ChunkPolicy, LoopState, Parallel, Schedule, Sum, parallel, parallel_for, parallel_masked};

use crate::log::{LoopSeen, line, log, loop_at, members};
use crate::watchdog;

const TEAMS: [usize; 5] = [1, 2, 3, 4, 8];

struct Threes;

impl ChunkPolicy for Threes {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        3
    }

    fn name(&self) -> &str {
        "threes"
    }
}

static THREES: Threes = Threes;

fn schedules() -> [Schedule<'static>; 7] {
    [
        Schedule::Static,
        Schedule::StaticChunk(7),
        Schedule::Dynamic(1),
        Schedule::Dynamic(5),
        Schedule::Dynamic(5).monotonic(),
        Schedule::Guided(2),
        Schedule::custom(&THREES),
    ]
}

/// How a schedule is dealt out on `threads`: a team of one needs no shared cursor.
fn dealt(at: usize, threads: usize) -> Dealing<'static> {
    let many = [
        Dealing::Static,
        Dealing::StaticChunk(7),
        Dealing::Dynamic(1),
        Dealing::Dynamic(5),
        Dealing::Monotonic(5),
        Dealing::Guided(2),
        Dealing::Policy("threes"),
    ];
    let one = [
        Dealing::Static,
        Dealing::StaticChunk(7),
        Dealing::StaticChunk(1),
        Dealing::StaticChunk(5),
        Dealing::StaticChunk(5),
        Dealing::Static,
        Dealing::Policy("threes"),
    ];
    if threads == 1 { one[at] } else { many[at] }
}

/// The only loop at `line`, of `len` iterations, each of which was in one chunk.
#[track_caller]
fn only(seen: &[crate::log::Seen], line: u32, len: u64) -> LoopSeen {
    let loops = loop_at(seen, line);
    let [one] = &loops[..] else { panic!("{loops:?}") };
    assert_eq!(one.len, len);
    assert!(one.is_covered(), "{one:?}");
    one.clone()
}

#[test]
fn chunks_of_combined_loops() {
    let _watch = watchdog::watch("chunks_of_combined_loops");
    for threads in TEAMS {
        for (at, schedule) in schedules().into_iter().enumerate() {
            let mut here = 0;
            let seen = log(|| {
                here = line() + 1;
                parallel_for(0..100).num_threads(threads).schedule(schedule).for_each(|_| ());
            });
            let one = only(&seen, here, 100);
            assert_eq!(one.schedule, Some(dealt(at, threads)));
            assert_eq!(members(&seen), (0..threads).collect::<Vec<_>>());
            if schedule == Schedule::StaticChunk(7) {
                let owners = one.chunks.iter().map(|&(first, _, member)| (first, member));
                assert!(owners.eq((0..15).map(|k| (7 * k, k as usize % threads))));
            }
        }
    }
}

#[test]
fn chunks_of_loops_in_a_region() {
    let _watch = watchdog::watch("chunks_of_loops_in_a_region");
    for threads in TEAMS {
        for (at, schedule) in schedules().into_iter().enumerate() {
            let (mut waiting, mut not) = (0, 0);
            let seen = log(|| {
                (waiting, not) = (line() + 2, line() + 3);
                Parallel::new().num_threads(threads).run(|team| {
                    team.for_loop(0..57).schedule(schedule).for_each(|_| ());
                    team.for_loop(0..33).schedule(schedule).nowait().for_each(|_| ());
                });
            });
            for (line, len) in [(waiting, 57), (not, 33)] {
                assert_eq!(only(&seen, line, len).schedule, Some(dealt(at, threads)));
            }
            let barriers = |line: u32| {
                let of = |event: &&crate::log::Seen| {
                    matches!(event.kind, Kind::Sync { sync: SyncKind::ImplicitBarrier, place, .. }
                        if event.begins() && place.line() == line)
                };
                seen.iter().filter(of).count()
            };
            assert_eq!((barriers(waiting), barriers(not)), (threads, 0));
        }
    }
}

#[test]
fn every_end_of_a_loop_tells_of_its_chunks() {
    let _watch = watchdog::watch("every_end_of_a_loop_tells_of_its_chunks");
    for threads in TEAMS {
        for schedule in schedules() {
            let mut first = 0;
            let seen = log(|| {
                let combined = || parallel_for(0..40_u64).num_threads(threads).schedule(schedule);
                first = line();
                combined().for_each_init(|| (), |(), _| ());
                assert_eq!(combined().reduce(Sum, |i| i), 780);
                assert_eq!(combined().map_collect(|i| i).len(), 40);
                assert!(combined().for_each_until(|_| ControlFlow::<()>::Continue(())).is_continue());
                assert_eq!(combined().find_first(|_| None::<()>), None);
                assert_eq!(combined().lastprivate(|i| i), Some(39));
                combined().ordered(|_, order| order.run(|| ()));
            });
            // The clauses stand in the closure above.
            let loops = loop_at(&seen, first - 1);
            assert_eq!(loops.len(), 7);
            for one in &loops {
                assert!(one.len == 40 && one.is_covered(), "{one:?}");
            }
        }
        let lines: Vec<u32> = (1..=7).map(|k| line() + 3 + k).collect();
        let seen = log(|| {
            Parallel::new().num_threads(threads).run(|team| {
                let all = 0..40_u64;
                team.for_loop(all.clone()).for_each_init(|| (), |(), _| ());
                assert_eq!(team.for_loop(all.clone()).reduce(Sum, |i| i), 780);
                let until = team.for_loop(all.clone()).for_each_until(|_| ControlFlow::<()>::Continue(()));
                assert_eq!(team.for_loop(all.clone()).find_first(|_| None::<()>), None);
                assert_eq!(team.for_loop(all.clone()).lastprivate(|i| i), Some(39));
                team.for_loop(all.clone()).ordered(|_, order| order.run(|| ()));
                team.for_loop(all.clone()).scan_inclusive(Sum, |i| *i, |_, _| ());
                assert!(until.is_continue());
            });
        });
        lines.into_iter().for_each(|line| drop(only(&seen, line, 40)));
    }
}

#[test]
fn scans_and_deterministic_sums() {
    let _watch = watchdog::watch("scans_and_deterministic_sums");
    for threads in TEAMS {
        let mut here = 0;
        let seen = log(|| {
            here = line() + 1;
            let totals = parallel_for(0..1000_u64).num_threads(threads).scan_inclusive(Sum, |i| i);
            let sum = parallel_for(0..1000_u64).num_threads(threads).deterministic().reduce(Sum, |i| i);
            assert_eq!((totals[999], sum), (499_500, 499_500));
        });
        // The second pass over what precedes each part is a loop of its own.
        assert!(loop_at(&seen, here).iter().all(LoopSeen::is_covered));
        assert_eq!(loop_at(&seen, here)[0].len, 1000);
        // What is dealt out are blocks of iterations.
        assert!(loop_at(&seen, here + 1)[0].is_covered());
    }
}

#[test]
fn chunks_of_taskloops() {
    let _watch = watchdog::watch("chunks_of_taskloops");
    for threads in TEAMS {
        let lines: Vec<u32> = (1..=4).map(|k| line() + 2 + k).collect();
        let seen = log(|| {
            Parallel::new().num_threads(threads).masked(|team| {
                team.taskloop(0..100_u64).for_each(|_| ());
                team.taskloop(0..100_u64).grainsize(9).for_each_with(|_, _| ());
                assert_eq!(team.taskloop(0..100_u64).num_tasks(7).reduce(Sum, |i| i), 4950);
                team.taskloop(0..100_u64).nogroup().for_each(|_| ());
            });
        });
        lines.into_iter().for_each(|line| drop(only(&seen, line, 100)));
    }
}

#[test]
fn a_loop_that_ends_early_says_so() {
    let _watch = watchdog::watch("a_loop_that_ends_early_says_so");
    for threads in TEAMS {
        let seen = log(|| {
            let found =
                parallel_for(0..1000).num_threads(threads).schedule(Schedule::Dynamic(1)).find_any(Some);
            assert!(found.is_some());
            Parallel::new().num_threads(threads).run(|team| {
                assert!(team.for_loop(0..1000).schedule(Schedule::Dynamic(1)).find_any(Some).is_some());
            });
        });
        let cancels =
            |event: &&crate::log::Seen| matches!(event.kind, Kind::Cancel { what: Cancelled::Loop, .. });
        assert!(seen.iter().filter(cancels).count() >= 2);
    }
}

#[test]
fn empty_and_annotated_loops() {
    let _watch = watchdog::watch("empty_and_annotated_loops");
    let mut here = 0;
    let seen = log(|| {
        parallel_for(0..0).for_each(|_| ());
        parallel(|team| team.for_loop(0..0).for_each(|_| ()));
        parallel_masked(|team| team.taskloop(0..0).for_each(|_| ()));
        here = annotated();
    });
    assert_eq!(only(&seen, here, 10).schedule, Some(Dealing::StaticChunk(2)));
}

/// Answers the line of its loop.
#[ferromp::omp]
fn annotated() -> u32 {
    let mut x = [0; 10];
    let here = line() + 1;
    #[omp(parallel for, schedule(static, 2))]
    for x in x.iter_mut() {
        *x += 1;
    }
    assert_eq!(x, [1; 10]);
    here
}
