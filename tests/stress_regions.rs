//! Thousands of regions, barriers, singles, loops and reductions, in teams of every kind of size, far more
//! than there are processors, with members that dawdle at random.

#[path = "common/child.rs"]
#[allow(dead_code, reason = "these children report by succeeding")]
mod child;
#[path = "common/rng.rs"]
mod rng;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use ferromp::space::SharedMut;
use ferromp::{Parallel, Schedule, Sum, Team, parallel_for};
use rng::Rng;

fn add(count: &AtomicUsize) {
    count.fetch_add(1, Relaxed);
}

/// Now and then a member gives its processor away, or sleeps.
fn dawdle(rng: &mut Rng) {
    match rng.below(200) {
        0 => std::thread::sleep(Duration::from_micros(rng.below(3000))),
        1..20 => std::thread::yield_now(),
        _ => {}
    }
}

/// A region of all constructs, each of which checks that every member took part in those before.
fn region(team: &Team<'_>, seed: u64, shared: &SharedMut<'_, u64>, count: &AtomicUsize) {
    let (me, members) = (team.thread_num(), team.num_threads());
    let mut rng = Rng::new(seed + me as u64);
    let n = shared.len();
    count.fetch_add(1, Relaxed);
    dawdle(&mut rng);
    team.barrier();
    assert_eq!(count.load(Relaxed), members);
    dawdle(&mut rng);
    assert_eq!(team.single(|| seed), seed);
    dawdle(&mut rng);
    team.for_loop(shared.iter_mut()).for_each(|x| *x += 1);
    dawdle(&mut rng);
    team.for_loop(shared.iter_mut()).schedule(Schedule::Dynamic(3)).for_each(|x| *x += 1);
    for schedule in [Schedule::Dynamic(1), Schedule::Guided(1), Schedule::Dynamic(2).monotonic()] {
        let sum = team.for_loop(0..n).schedule(schedule).reduce(Sum, |i| i);
        assert_eq!(sum, n * (n - 1) / 2);
        dawdle(&mut rng);
    }
    for _ in 0..20 {
        team.single_nowait(|| add(count));
        dawdle(&mut rng);
    }
    team.barrier();
    assert_eq!(count.load(Relaxed), members + 20);
    assert_eq!(team.reduce(Sum, me), members * (members - 1) / 2);
}

fn regions(members: usize, rounds: u64, seed: u64) {
    let n = 100 + members;
    let mut data = vec![0; n];
    for round in 0..rounds {
        let count = AtomicUsize::new(0);
        let shared = SharedMut::new(&mut data);
        Parallel::new().num_threads(members).run(|team| region(team, seed + round, &shared, &count));
        let runs = AtomicU64::new(0);
        parallel_for(0..n as u64).num_threads(members).for_each(|i| {
            runs.fetch_add(i, Relaxed);
        });
        assert_eq!(runs.into_inner(), (n * (n - 1) / 2) as u64);
    }
    assert!(data.iter().all(|&x| x == 2 * rounds));
}

#[test]
fn every_size() {
    let _watch = watchdog::watch("every_size");
    for (members, rounds) in
        [(1, 300), (2, 300), (3, 200), (4, 200), (8, 60), (16, 30), (33, 12), (64, 6), (65, 6), (130, 3)]
    {
        regions(members, rounds, members as u64);
    }
}

#[test]
fn sizes_in_turn() {
    let _watch = watchdog::watch("sizes_in_turn");
    for round in 0..40 {
        for members in [2, 8, 3, 64, 1] {
            let all = Parallel::new().num_threads(members).map(|team| {
                team.barrier();
                team.reduce(Sum, team.thread_num())
            });
            assert_eq!(all, vec![members * (members - 1) / 2; members], "round {round}");
        }
    }
}

#[test]
fn eight_user_threads_with_teams_of_four() {
    let _watch = watchdog::watch("eight_user_threads_with_teams_of_four");
    std::thread::scope(|scope| {
        for user in 0..8 {
            scope.spawn(move || regions(4, 15, user * 1000));
        }
    });
}

/// Members that run ahead of a slow one by more constructs than are in flight at once go to sleep, and nobody
/// rings when a construct without a barrier ends.
#[test]
fn a_member_far_behind_wakes_those_who_wait_for_it() {
    let _watch = watchdog::watch("a_member_far_behind_wakes_those_who_wait_for_it");
    for members in [2, 3, 4, 8, 12] {
        for slow in [0, 1, members - 1] {
            let runs = AtomicUsize::new(0);
            Parallel::new().num_threads(members).run(|team| {
                if team.thread_num() == slow {
                    std::thread::sleep(Duration::from_millis(20));
                }
                for _ in 0..30 {
                    team.single_nowait(|| add(&runs));
                }
            });
            assert_eq!(runs.into_inner(), 30);
        }
    }
}

/// One iteration takes long; those who wait for its `ordered` region have gone to sleep.
#[test]
fn a_slow_turn_wakes_those_who_wait_for_it() {
    let _watch = watchdog::watch("a_slow_turn_wakes_those_who_wait_for_it");
    for members in [2, 4, 9] {
        for schedule in [Schedule::Static, Schedule::Dynamic(1), Schedule::StaticChunk(2)] {
            let log = parking_lot::Mutex::new(Vec::new());
            Parallel::new().num_threads(members).run(|team| {
                team.for_loop(0..40).schedule(schedule).ordered(|i, order| {
                    if i % 13 == 0 {
                        std::thread::sleep(Duration::from_millis(6));
                    }
                    order.run(|| log.lock().push(i));
                });
            });
            assert!(log.into_inner().into_iter().eq(0..40));
        }
    }
}

/// Regions opened while a thread-local value is destroyed, which is late in the life of a thread.
#[test]
fn a_region_in_the_drop_of_a_thread_local() {
    let _watch = watchdog::watch("a_region_in_the_drop_of_a_thread_local");
    static SUM: AtomicUsize = AtomicUsize::new(0);
    struct Last;
    impl Drop for Last {
        fn drop(&mut self) {
            SUM.fetch_add(Parallel::new().num_threads(3).reduce(Sum, |team| team.thread_num()), Relaxed);
        }
    }
    thread_local!(static LAST: Last = const { Last });
    for _ in 0..20 {
        std::thread::spawn(|| LAST.with(|_| ())).join().unwrap();
    }
    assert_eq!(SUM.load(Relaxed), 20 * 3);
}

/// Builders and loops that are forgotten, or never run, hold nothing.
#[test]
fn forgotten_builders_hold_nothing() {
    let _watch = watchdog::watch("forgotten_builders_hold_nothing");
    let mut data = vec![0_u64; 10];
    let shared = SharedMut::new(&mut data);
    _ = ManuallyDrop::new(Parallel::new().num_threads(3));
    _ = ManuallyDrop::new(parallel_for(0..10).num_threads(3));
    Parallel::new().num_threads(3).run(|team| {
        _ = ManuallyDrop::new(team.for_loop(shared.iter_mut()).schedule(Schedule::Dynamic(1)));
        team.for_loop(shared.iter_mut()).schedule(Schedule::Dynamic(1)).for_each(|x| *x += 1);
    });
    // A forgotten guard of a reader keeps writers out for ever: refused, not aliased.
    _ = ManuallyDrop::new(shared.read());
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        Parallel::new().num_threads(2).run(|team| team.for_loop(shared.iter_mut()).for_each(|x| *x += 1));
    }));
    assert!(refused.is_err());
    assert_eq!(shared.read()[..], [1; 10]);
}

fn nest(team: &Team<'_>, depth: usize, leaves: &AtomicUsize) {
    assert_eq!(team.level(), depth);
    if depth == 3 {
        leaves.fetch_add(1, Relaxed);
        return;
    }
    let below = AtomicUsize::new(0);
    Parallel::new().num_threads(3).run(|inner| {
        assert_eq!(inner.num_threads(), 3);
        inner.barrier();
        nest(inner, depth + 1, &below);
        assert_eq!(inner.reduce(Sum, 1), 3);
    });
    assert_eq!(team.reduce(Sum, 1), team.num_threads());
    leaves.fetch_add(below.into_inner(), Relaxed);
}

#[test]
#[ignore = "runs in a process of its own"]
fn nested_child() {
    for _ in 0..20 {
        let leaves = AtomicUsize::new(0);
        Parallel::new().num_threads(3).run(|team| nest(team, 1, &leaves));
        assert_eq!(leaves.into_inner(), 27);
    }
    // Panics at the bottom come up through all levels, and the teams are good afterwards.
    for round in 0..20 {
        let result = std::panic::catch_unwind(|| {
            Parallel::new().num_threads(2).run(|outer| {
                Parallel::new().num_threads(2).run(|inner| {
                    inner.barrier();
                    let one =
                        outer_number(round) == 2 * inner.ancestor_thread_num(1).unwrap() + inner.thread_num();
                    if one {
                        std::panic::resume_unwind(Box::new(round));
                    }
                    inner.barrier();
                });
                outer.barrier();
            });
        });
        assert_eq!(result.unwrap_err().downcast_ref(), Some(&round));
    }
}

fn outer_number(round: usize) -> usize {
    round % 4
}

#[test]
fn regions_nest_three_deep() {
    let _watch = watchdog::watch("regions_nest_three_deep");
    let _said = child::run("nested_child", &[("OMP_MAX_ACTIVE_LEVELS", "3")]);
}
