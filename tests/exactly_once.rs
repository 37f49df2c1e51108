//! Every iteration once, for every space, schedule and size of team; and the static schedules' mapping.

#[path = "common/watchdog.rs"]
mod watchdog;

use parking_lot::Mutex;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

use ferromp::space::{SharedMut, chunks_mut, collapse, collapse3, enumerate, lower_triangle};
use ferromp::{BinLpt, ChunkPolicy, Completed, LoopStart, LoopState, Parallel, Schedule, Sum, parallel_for};
use proptest::prelude::*;

const SIZES: [usize; 5] = [1, 2, 3, 4, 8];

/// Proposes what it has been given, in turn.
#[derive(Debug)]
struct Any {
    proposals: Vec<u64>,
    turn: AtomicU64,
}

impl ChunkPolicy for Any {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        self.proposals[self.turn.fetch_add(1, Relaxed) as usize % self.proposals.len()]
    }
}

fn any_schedule() -> impl Strategy<Value = Schedule<'static>> {
    let chunk = prop_oneof![Just(0_u64), 1..40_u64, Just(u64::MAX)];
    let policy =
        prop::collection::vec(prop_oneof![Just(0), 1..30_u64, Just(u64::MAX)], 1..6).prop_map(|proposals| {
            let policy: &'static Any = Box::leak(Box::new(Any { proposals, turn: AtomicU64::new(0) }));
            Schedule::custom(policy)
        });
    let openmp = prop_oneof![
        Just(Schedule::Static),
        chunk.clone().prop_map(Schedule::StaticChunk),
        chunk.clone().prop_map(Schedule::Dynamic),
        chunk.clone().prop_map(|chunk| Schedule::Dynamic(chunk).monotonic()),
        chunk.prop_map(Schedule::Guided),
        Just(Schedule::Auto),
        Just(Schedule::Runtime),
        policy,
    ];
    prop_oneof![openmp, published()]
}

/// A published schedule with small numbers of its own.
fn published() -> impl Strategy<Value = Schedule<'static>> {
    let kind = prop::sample::select(Schedule::all().collect::<Vec<_>>());
    let ratio = || prop::sample::select(vec![0.0_f32, 0.3, 1.0, 5.0]);
    let bins: &'static [BinLpt] = Box::leak(Box::new([
        BinLpt::new(&[9, 1, 1, 1, 5], 3),
        BinLpt::new(&(0..100).collect::<Vec<_>>(), 20),
    ]));
    prop_oneof![
        6 => kind,
        1 => (0..40_u64, 0..9_u64).prop_map(|(first, last)| Schedule::Tss { first, last }),
        1 => (0..40_u64, 0..9_u64).prop_map(|(first, last)| Schedule::Tfss { first, last }),
        1 => (ratio(), 0..9_u64).prop_map(|(spread, chunk)| Schedule::Fac { spread, chunk }),
        1 => (ratio(), 0..9_u64).prop_map(|(spread, chunk)| Schedule::Tap { spread, chunk }),
        1 => (ratio(), ratio(), 0..9_u64)
            .prop_map(|(spread, overhead, chunk)| Schedule::Bold { spread, overhead, chunk }),
        1 => (0..9_u64).prop_map(Schedule::AwfC),
        1 => (0..9_u64).prop_map(Schedule::Af),
        1 => (0..9_u64).prop_map(Schedule::StaticSteal),
        1 => any::<[u8; 8]>().prop_map(Schedule::Wf2),
        1 => (0..9_u64, 0..30_u64, any::<u32>()).prop_map(|(least, most, seed)| Schedule::Rnd { least, most, seed }),
        1 => (0..2_usize).prop_map(|n| Schedule::BinLpt(&bins[n])),
    ]
}

fn any_size() -> impl Strategy<Value = usize> {
    prop::sample::select(&SIZES[..])
}

/// Counts for numbers, each of which must come up once.
struct Once(Vec<AtomicU32>);

impl Once {
    fn new(n: usize) -> Self {
        Self((0..n).map(|_| AtomicU32::new(0)).collect())
    }
    fn tick(&self, i: usize) {
        self.0[i].fetch_add(1, Relaxed);
    }
    /// Every number has come up once; all begin anew.
    #[track_caller]
    fn check(&self) {
        let wrong = self.0.iter().position(|count| count.swap(0, Relaxed) != 1);
        assert_eq!(wrong, None);
    }
}

/// The iterations of `0..n` that the specification gives to `member`.
fn owned(n: usize, members: usize, member: usize, chunk: Option<u64>) -> Vec<usize> {
    match chunk {
        None => {
            let (whole, rest) = (n / members, n % members);
            let start = member * whole + member.min(rest);
            (start..start + whole + usize::from(member < rest)).collect()
        }
        Some(chunk) => {
            let chunk = usize::try_from(chunk.max(1)).unwrap_or(usize::MAX);
            (0..n).filter(|i| i / chunk % members == member).collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn combined_loops(n in 0..300_usize, members in any_size(), schedule in any_schedule(), width in 1..9_usize) {
        let _watch = watchdog::watch("combined_loops");
        let once = Once::new(n);
        let team = Parallel::new().num_threads(members);
        macro_rules! each {
            ($space:expr, |$item:pat_param| $number:expr) => {{
                parallel_for($space).num_threads(members).schedule(schedule).for_each(|$item| once.tick($number));
                once.check();
                parallel_for($space).num_threads(members).for_each(|$item| once.tick($number));
                once.check();
                team.run(|team| team.for_loop($space).schedule(schedule).for_each(|$item| once.tick($number)));
                once.check();
                team.run(|team| {
                    team.for_loop($space).schedule(schedule).ordered(|$item, order| order.run(|| once.tick($number)));
                });
                once.check();
            }};
        }
        let numbers: Vec<usize> = (0..n).collect();
        each!(0..n, |i| i);
        each!((0..n as i64).rev(), |i| i as usize);
        each!((0..3 * n).step_by(3), |i| i / 3);
        each!(&numbers[..], |i| *i);
        each!((&numbers[..], 0..n + 7), |(i, _)| *i);
        each!(enumerate(&numbers), |(i, _)| i);
        each!(numbers.clone(), |i| i);
        let mut data = numbers.clone();
        parallel_for(&mut data[..]).num_threads(members).schedule(schedule).for_each(|i| once.tick(*i));
        once.check();
        parallel_for(chunks_mut(&mut data, width)).num_threads(members).schedule(schedule).for_each(|chunk| {
            chunk.iter().for_each(|i| once.tick(*i));
        });
        once.check();
        let shared = SharedMut::new(&mut data);
        team.run(|team| {
            team.for_loop(shared.iter_mut()).schedule(schedule).for_each(|i| once.tick(*i));
            team.barrier();
            team.for_loop(shared.chunks_mut(width)).schedule(schedule).for_each(|chunk| chunk.fill(1));
        });
        once.check();
        prop_assert!(data.iter().all(|&x| x == 1));
    }

    #[test]
    fn nests(a in 0..12_usize, b in 0..12_usize, c in 0..5_usize, members in any_size(), schedule in any_schedule()) {
        let _watch = watchdog::watch("nests");
        let plane = Once::new(a * b);
        let loops = |space| parallel_for(space).num_threads(members).schedule(schedule);
        loops(collapse(0..a, 0..b)).for_each(|(i, j)| plane.tick(i * b + j));
        plane.check();
        let solid = Once::new(a * b * c);
        Parallel::new().num_threads(members).run(|team| {
            let nest = team.for_loop(collapse3(0..a, 0..b, 0..c));
            nest.schedule(schedule).for_each(|(i, j, k)| solid.tick((i * b + j) * c + k));
        });
        solid.check();
        let triangle = Once::new(a * (a + 1) / 2);
        let rows = parallel_for(lower_triangle(a)).num_threads(members).schedule(schedule);
        rows.for_each(|(i, j)| triangle.tick(i * (i + 1) / 2 + j));
        triangle.check();
    }

    #[test]
    fn sums_are_right(n in 0..400_u64, members in any_size(), schedule in any_schedule()) {
        let _watch = watchdog::watch("sums_are_right");
        let sum = n * n.saturating_sub(1) / 2;
        prop_assert_eq!(parallel_for(0..n).num_threads(members).schedule(schedule).reduce(Sum, |i| i), sum);
        prop_assert_eq!(parallel_for(0..n).num_threads(members).deterministic().reduce(Sum, |i| i), sum);
        let sums = Parallel::new().num_threads(members).map(|team| {
            let plain = team.for_loop(0..n).schedule(schedule).reduce(Sum, |i| i);
            let deterministic = team.for_loop(0..n).schedule(schedule).deterministic().reduce(Sum, |i| i);
            (plain, deterministic)
        });
        prop_assert_eq!(sums, vec![(sum, sum); members]);
        let collected = parallel_for(0..n).num_threads(members).schedule(schedule).map_collect(|i| i * i);
        prop_assert!(collected.into_iter().eq((0..n).map(|i| i * i)));
    }

    /// Static: the specification's mapping, in regions and in combined loops, on the very threads.
    #[test]
    fn static_maps_as_specified(n in 0..300_usize, members in any_size(), chunk in prop::option::of(0..50_u64)) {
        let _watch = watchdog::watch("static_maps_as_specified");
        let schedule = chunk.map_or(Schedule::Static, Schedule::StaticChunk);
        let lists = Parallel::new().num_threads(members).map(|team| {
            let mine = Mutex::new(Vec::new());
            team.for_loop(0..n).schedule(schedule).for_each(|i| mine.lock().push(i));
            (std::thread::current().id(), mine.into_inner())
        });
        let by_thread: HashMap<_, _> = lists.iter().cloned().collect();
        for (member, (_, list)) in lists.iter().enumerate() {
            prop_assert_eq!(list, &owned(n, members, member, chunk));
        }
        if n >= members {
            let seen = Mutex::new(HashMap::<_, Vec<usize>>::new());
            parallel_for(0..n).num_threads(members).schedule(schedule).for_each(|i| {
                seen.lock().entry(std::thread::current().id()).or_default().push(i);
            });
            for (thread, list) in seen.into_inner() {
                prop_assert_eq!(Some(&list), by_thread.get(&thread));
            }
        }
    }

    /// Chains of static loops over shared data need no barrier between them: every member keeps its elements.
    #[test]
    fn static_chains_over_shared_data(n in 0..300_usize, members in any_size(), chunk in prop::option::of(1..50_u64),
            length in 1..20_u32) {
        let _watch = watchdog::watch("static_chains_over_shared_data");
        let schedule = chunk.map_or(Schedule::Static, Schedule::StaticChunk);
        let mut data = vec![0_u32; n];
        let shared = SharedMut::new(&mut data);
        Parallel::new().num_threads(members).run(|team| {
            for step in 0..length {
                team.for_loop(shared.iter_mut()).schedule(schedule).nowait().for_each(|x| {
                    assert_eq!(*x, step);
                    *x += 1;
                });
            }
        });
        prop_assert!(data.iter().all(|&x| x == length));
    }
}

/// Every schedule under every end of a loop: cancelled ones run nothing twice, sums of floats have the same bits in every
/// run where the schedule's chunks are known before or blocks take their place.
#[test]
fn every_schedule_under_every_end() {
    let _watch = watchdog::watch("every_schedule_under_every_end");
    let bins: &'static BinLpt = Box::leak(Box::new(BinLpt::new(&[1, 8, 1, 1, 3, 1], 4)));
    for schedule in Schedule::all().chain([Schedule::BinLpt(bins)]) {
        for members in SIZES {
            let once = Once::new(500);
            for len in [0, 1, 2, 7, 500_usize] {
                let each = || parallel_for(0..len).num_threads(members).schedule(schedule);
                let broken = each().find_any(|i| {
                    once.tick(i);
                    (i == len / 2).then_some(i)
                });
                assert_eq!(broken, (len > 0).then_some(len / 2), "{schedule}");
                assert!(once.0.iter().all(|count| count.swap(0, Relaxed) <= 1), "{schedule}");
                assert_eq!(
                    each().find_first(|i| (i >= len / 3).then_some(i)),
                    (len > 0).then_some(len / 3),
                    "{schedule}"
                );
                let float = |i: usize| 1.0 / (i as f64 + 0.1);
                let sums: Vec<u64> = (0..4).map(|_| each().reduce(Sum, float).to_bits()).collect();
                assert!(sums.iter().all(|sum| *sum == sums[0]), "{schedule}: {sums:?}");
                let fixed = || each().deterministic().reduce(Sum, float).to_bits();
                let serial = parallel_for(0..len).num_threads(1).deterministic().reduce(Sum, float).to_bits();
                assert_eq!(fixed(), serial, "{schedule}");
                let order = Mutex::new(Vec::new());
                each().ordered(|i, turn| turn.run(|| order.lock().push(i)));
                assert!(order.into_inner().into_iter().eq(0..len), "{schedule}");
            }
        }
    }
}

/// Panics where it is told to.
struct Panics(&'static str);

impl ChunkPolicy for Panics {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        assert!(self.0 != "next_chunk");
        3
    }
    fn begin(&self, _: &LoopStart) {
        assert!(self.0 != "begin");
    }
    fn measures(&self) -> bool {
        assert!(self.0 != "measures");
        true
    }
    fn completed(&self, done: &Completed) {
        assert!(self.0 != "completed" && done.thread_num() < 8 && done.len() <= 3);
    }
}

/// A policy that panics, wherever it is asked or told: the caller hears it, nobody hangs, and the team is whole afterwards.
#[test]
fn policies_may_panic_anywhere() {
    let _watch = watchdog::watch("policies_may_panic_anywhere");
    for at in ["next_chunk", "begin", "measures", "completed", "nowhere"] {
        let policy = Panics(at);
        let schedule = Schedule::custom(&policy);
        for members in SIZES {
            let region = || {
                Parallel::new().num_threads(members).run(|team| {
                    team.for_loop(0..100).schedule(schedule).for_each(|_| ());
                });
            };
            let combined = || parallel_for(0..100).num_threads(members).schedule(schedule).for_each(|_| ());
            let sum = || parallel_for(0..100_u64).num_threads(members).schedule(schedule).reduce(Sum, |i| i);
            let catch = |run: &dyn Fn()| std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err();
            assert_eq!(catch(&region), at != "nowhere", "{at}, {members} in a region");
            assert_eq!(catch(&combined), at != "nowhere", "{at}, {members}");
            // A team of one reduces without a schedule.
            assert_eq!(catch(&|| _ = sum()), at != "nowhere" && members > 1, "{at}, {members}, a sum");
            assert_eq!(parallel_for(0..100_u64).num_threads(members).reduce(Sum, |i| i), 4950);
        }
    }
}

/// A panic in any schedule reaches the caller, and the next loop is whole.
#[test]
fn every_schedule_survives_a_panic() {
    let _watch = watchdog::watch("every_schedule_survives_a_panic");
    for schedule in Schedule::all() {
        let once = Once::new(300);
        let each = || parallel_for(0..300).num_threads(3).schedule(schedule);
        let run =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| each().for_each(|i| assert!(i != 150))));
        assert!(run.is_err(), "{schedule}");
        for _ in 0..3 {
            each().for_each(|i| once.tick(i));
            once.check();
        }
    }
}

/// More iterations than any counter that is one bit short: those that run are in range and never twice.
#[test]
fn enormous_loops_begin_and_end() {
    let _watch = watchdog::watch("enormous_loops_begin_and_end");
    let ranges: [Range<u64>; 2] = [0..u64::MAX, 5..u64::MAX];
    for range in ranges {
        for schedule in Schedule::all() {
            let seen = Mutex::new(std::collections::HashSet::new());
            let found = parallel_for(range.clone()).num_threads(3).schedule(schedule).find_any(|i| {
                assert!(range.contains(&i) && seen.lock().insert(i));
                (seen.lock().len() > 200).then_some(i)
            });
            assert!(found.is_some(), "{schedule}");
        }
    }
}
