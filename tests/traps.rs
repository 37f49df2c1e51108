//! What peers got wrong, one test a trap. Traps that change the process run in processes of their own.

#[path = "common/child.rs"]
#[allow(dead_code, reason = "these children report by succeeding")]
mod child;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use ferromp::{ChunkPolicy, LoopState, Parallel, Reduction, Schedule, Sum, parallel, parallel_for};

fn add(count: &AtomicUsize) {
    count.fetch_add(1, Relaxed);
}

/// Threads of this process.
#[cfg(target_os = "linux")]
fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

#[cfg(target_os = "linux")]
#[test]
fn trap_02_a_region_after_an_idle_gap_finds_its_threads() {
    let _watch = watchdog::watch("trap_02");
    let _said = child::run("trap_02_child", &[]);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "runs in a process of its own"]
fn trap_02_child() {
    Parallel::new().num_threads(3).run(|team| team.barrier());
    let before = threads();
    for gap in [1, 10, 300] {
        std::thread::sleep(Duration::from_millis(gap));
        assert_eq!(Parallel::new().num_threads(3).map(|team| team.thread_num()), [0, 1, 2]);
        std::thread::sleep(Duration::from_millis(gap));
        parallel_for(0..100).num_threads(3).for_each(|_| ());
    }
    assert_eq!(threads(), before, "threads are kept, not made anew");
}

#[cfg(target_os = "linux")]
#[test]
fn trap_04_a_caller_bound_to_one_processor_gets_a_team_of_one() {
    let _watch = watchdog::watch("trap_04");
    let _said = child::run_wrapped(&["taskset", "-c", "0"], "trap_04_child", &[]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_04_child() {
    parallel(|team| assert_eq!(team.num_threads(), 1));
    // Asked for more than there are processors, it still runs.
    Parallel::new().num_threads(4).run(|team| {
        for _ in 0..100 {
            team.barrier();
        }
    });
}

#[test]
fn trap_07_a_panic_in_one_member_while_others_wait() {
    let _watch = watchdog::watch("trap_07");
    for members in [2, 3, 4, 5, 9, 16] {
        for thrower in [0, 1, members / 2, members - 1] {
            for construct in 0..5 {
                let result = catch_unwind(AssertUnwindSafe(|| {
                    Parallel::new().num_threads(members).run(|team| {
                        if team.thread_num() == thrower {
                            panic_any((thrower, construct));
                        }
                        match construct {
                            0 => team.barrier(),
                            1 => assert!(team.reduce(Sum, 1.0) > 0.0),
                            2 => team.sections([&|| ()]),
                            3 => team.for_loop(0..50).schedule(Schedule::Dynamic(1)).for_each(|_| ()),
                            _ => team.for_loop(0..50).ordered(|_, order| order.run(|| ())),
                        }
                    });
                }));
                assert_eq!(result.unwrap_err().downcast_ref(), Some(&(thrower, construct)));
                let numbers = Parallel::new().num_threads(members).map(|team| {
                    team.barrier();
                    team.thread_num()
                });
                assert!(numbers.into_iter().eq(0..members), "the team is good for the next region");
            }
        }
    }
}

#[test]
fn trap_07_the_first_panic_reaches_the_caller() {
    let _watch = watchdog::watch("trap_07 first");
    let order = AtomicUsize::new(0);
    let result = catch_unwind(AssertUnwindSafe(|| {
        Parallel::new().num_threads(4).run(|team| {
            // All panic; each waits for those before it.
            while order.load(Relaxed) != team.thread_num() {
                std::thread::yield_now();
            }
            struct Next<'a>(&'a AtomicUsize);
            impl Drop for Next<'_> {
                fn drop(&mut self) {
                    std::thread::sleep(Duration::from_millis(20));
                    self.0.fetch_add(1, Relaxed);
                }
            }
            let next = Next(&order);
            if team.thread_num() == 0 {
                // Caught in the region and thrown on: counts when it leaves the body.
                drop(next);
                std::thread::sleep(Duration::from_millis(200));
                panic_any("the last");
            }
            panic_any(team.thread_num());
        });
    }));
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&1_usize));
}

/// Its drop panics: nobody may be brought down by a payload that lost.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("the drop of a payload");
        }
    }
}

#[test]
fn trap_07_payloads_whose_drop_panics() {
    let _watch = watchdog::watch("trap_07 drop");
    for round in 0..50 {
        let result = catch_unwind(AssertUnwindSafe(|| {
            if round % 2 == 0 {
                Parallel::new().num_threads(4).run(|_| panic_any(Bomb));
            } else {
                parallel_for(0..4).num_threads(4).for_each(|_| panic_any(Bomb));
            }
        }));
        std::mem::forget(result);
        Parallel::new().num_threads(4).run(|team| team.barrier());
    }
}

#[test]
fn trap_08_nothing_unrelated_runs_while_a_lock_is_held_across_a_region() {
    let _watch = watchdog::watch("trap_08");
    thread_local!(static BORROWED: std::cell::RefCell<u64> = const { std::cell::RefCell::new(0) });
    let lock = Mutex::new(0);
    Parallel::new().num_threads(4).run(|team| {
        BORROWED.with_borrow_mut(|mine| {
            let mut held = lock.lock().unwrap();
            // A region inside, while a lock is held and a thread-local value is borrowed.
            parallel_for(0..10).for_each(|_| std::thread::yield_now());
            parallel(|inner| inner.barrier());
            *held += 1;
            *mine += 1;
        });
        team.barrier();
        assert_eq!(*lock.lock().unwrap(), 4);
    });
}

#[test]
fn trap_09_fewer_threads_than_asked_never_hangs() {
    let _watch = watchdog::watch("trap_09");
    let _said = child::run("trap_09_child", &[("OMP_THREAD_LIMIT", "3")]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_09_child() {
    for _ in 0..50 {
        let sizes = Parallel::new().num_threads(8).map(|team| {
            team.barrier();
            assert_eq!(team.single(|| 5), 5);
            team.reduce(Sum, 1)
        });
        assert_eq!(sizes, [3; 3]);
        let runs = AtomicUsize::new(0);
        parallel_for(0..100).num_threads(8).schedule(Schedule::Static).for_each(|_| add(&runs));
        assert_eq!(runs.into_inner(), 100);
    }
    let error = Parallel::new().num_threads(8).strict().try_run(|_| unreachable!()).unwrap_err();
    assert!(error.is_too_few_threads(), "{error}");
    // The team that was found for the strict region has been given back.
    assert_eq!(Parallel::new().num_threads(3).strict().map(|team| team.thread_num()), [0, 1, 2]);
}

#[test]
fn trap_13_the_same_bits_in_2000_runs() {
    let _watch = watchdog::watch("trap_13");
    let x: Vec<f64> = (0..1000).map(|i| (f64::from(i) * 0.37).sin() * 10_f64.powi(i % 9 - 4)).collect();
    for members in [1, 2, 7, 8] {
        let mut seen = HashSet::new();
        for run in 0..2000 {
            let sums = Parallel::new().num_threads(members).map(|team| {
                if (run + team.thread_num()).is_multiple_of(5) {
                    std::thread::yield_now();
                }
                let by_loop = team.for_loop(&x[..]).reduce(Sum, |v| *v);
                let by_hand = team.reduce(Sum, x[team.thread_num()]);
                (by_loop.to_bits(), by_hand.to_bits())
            });
            let region = Parallel::new().num_threads(members).reduce(Sum, |team| x[team.thread_num()] * 1.1);
            seen.extend(sums.into_iter().map(|sums| (sums, region.to_bits())));
        }
        assert_eq!(seen.len(), 1, "{members} members");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn trap_14_the_tiniest_loop_starts_and_wakes_nobody() {
    let _watch = watchdog::watch("trap_14");
    let _said = child::run("trap_14_child", &[]);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "runs in a process of its own"]
fn trap_14_child() {
    let me = std::thread::current().id();
    let before = threads();
    for _ in 0..1000 {
        parallel_for(0..0).num_threads(4).for_each(|_: i32| unreachable!());
        parallel_for(0..1).num_threads(4).for_each(|_| assert_eq!(std::thread::current().id(), me));
        parallel_for(0..8).only_if(false).for_each(|_| assert_eq!(std::thread::current().id(), me));
    }
    assert_eq!(threads(), before);
}

#[test]
fn trap_15_more_than_32_and_64_threads() {
    let _watch = watchdog::watch("trap_15");
    for members in [33, 64, 65, 130] {
        let numbers = Parallel::new().num_threads(members).map(|team| {
            team.barrier();
            (team.thread_num(), team.num_threads(), team.reduce(Sum, 1))
        });
        assert!(numbers.into_iter().eq((0..members).map(|number| (number, members, members))));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn trap_16_teams_in_a_loop_leak_nothing() {
    let _watch = watchdog::watch("trap_16");
    let _said = child::run("trap_16_child", &[]);
}

/// Resident memory in KiB.
#[cfg(target_os = "linux")]
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "runs in a process of its own"]
fn trap_16_child() {
    let user = || {
        std::thread::spawn(|| {
            Parallel::new().num_threads(3).run(|team| team.barrier());
            parallel_for(0..10).num_threads(3).for_each(|_| ());
        })
        .join()
        .unwrap();
    };
    (0..200).for_each(|_| user());
    let (threads_before, resident_before) = (threads(), resident());
    (0..2000).for_each(|_| user());
    assert_eq!(threads(), threads_before);
    let grown = resident().saturating_sub(resident_before);
    assert!(grown < 4096, "{grown} KiB more after 2000 user threads");
}

#[test]
fn trap_17_state_is_made_once_for_a_member() {
    let _watch = watchdog::watch("trap_17");
    for schedule in Schedule::all() {
        for members in [1, 2, 4] {
            let made = AtomicUsize::new(0);
            let init = || made.fetch_add(1, Relaxed);
            parallel_for(0..4000).num_threads(members).schedule(schedule).for_each_init(init, |_, _| ());
            assert!((1..=members).contains(&made.swap(0, Relaxed)), "{schedule}");
            Parallel::new().num_threads(members).run(|team| {
                team.for_loop(0..4000).schedule(schedule).for_each_init(init, |_, _| ());
            });
            assert!((1..=members).contains(&made.into_inner()), "{schedule}");
        }
    }
}

extern "C" fn called_from_c() -> i32 {
    let result = catch_unwind(|| {
        Parallel::new().num_threads(3).run(|team| {
            if team.thread_num() == 2 {
                panic_any("in a worker");
            }
        });
    });
    i32::from(result.is_err())
}

#[test]
fn trap_18_a_panic_of_a_worker_stops_at_the_callers_catch() {
    let _watch = watchdog::watch("trap_18");
    assert_eq!(called_from_c(), 1);
}

#[test]
fn trap_19_two_user_threads_start_regions_at_the_same_time() {
    let _watch = watchdog::watch("trap_19");
    let gate = std::sync::Barrier::new(2);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..500 {
                    gate.wait();
                    let numbers = Parallel::new().num_threads(3).map(|team| {
                        team.barrier();
                        team.thread_num()
                    });
                    assert_eq!(numbers, [0, 1, 2]);
                }
            });
        }
    });
}

/// A schedule that returns nonsense and sometimes panics or opens regions of its own.
struct Nonsense(AtomicUsize);

impl ChunkPolicy for Nonsense {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        match self.0.fetch_add(1, Relaxed) % 5 {
            0 => 0,
            1 => u64::MAX,
            2 => Parallel::new().num_threads(2).reduce(Sum, |_| 1),
            3 => u64::MAX / 2 + 1,
            _ => 3,
        }
    }
}

#[test]
fn trap_20_a_schedule_that_returns_nonsense() {
    let _watch = watchdog::watch("trap_20 schedule");
    for members in [1, 2, 3, 8] {
        let policy = Nonsense(AtomicUsize::new(members));
        for n in [0, 1, 7, 1000] {
            let runs: Vec<AtomicUsize> = (0..n).map(|_| AtomicUsize::new(0)).collect();
            let once = |i: usize| assert_eq!(runs[i].fetch_add(1, Relaxed), 0);
            parallel_for(0..n).num_threads(members).schedule(Schedule::custom(&policy)).for_each(once);
            runs.iter().for_each(|runs| runs.store(0, Relaxed));
            Parallel::new().num_threads(members).run(|team| {
                team.for_loop(0..n).schedule(Schedule::custom(&policy)).for_each(once);
            });
            assert!(runs.iter().all(|runs| runs.load(Relaxed) == 1));
        }
    }
}

#[test]
fn trap_20_a_schedule_that_panics() {
    struct Throws;
    impl ChunkPolicy for Throws {
        fn next_chunk(&self, state: &LoopState) -> u64 {
            if state.remaining() < 50 {
                panic_any("policy");
            }
            1
        }
    }
    let _watch = watchdog::watch("trap_20 schedule panics");
    for members in [1, 2, 5] {
        let schedule = Schedule::custom(&Throws);
        let combined = catch_unwind(AssertUnwindSafe(|| {
            parallel_for(0..100).num_threads(members).schedule(schedule).for_each(|_| ());
        }));
        assert_eq!(combined.unwrap_err().downcast_ref(), Some(&"policy"));
        let inside = catch_unwind(AssertUnwindSafe(|| {
            Parallel::new()
                .num_threads(members)
                .run(|team| team.for_loop(0..100).schedule(schedule).for_each(|_| ()));
        }));
        assert_eq!(inside.unwrap_err().downcast_ref(), Some(&"policy"));
    }
}

#[test]
fn trap_20_a_reduction_that_panics() {
    struct Throws;
    impl Reduction<Vec<u8>> for Throws {
        fn identity(&self) -> Vec<u8> {
            Vec::new()
        }
        fn combine(&self, _: Vec<u8>, _: Vec<u8>) -> Vec<u8> {
            panic_any("combine")
        }
    }
    let _watch = watchdog::watch("trap_20 reduction");
    for members in [2, 3, 9] {
        let region = Parallel::new().num_threads(members);
        let in_region = catch_unwind(|| region.run(|team| drop(team.reduce(Throws, vec![1]))));
        assert_eq!(in_region.unwrap_err().downcast_ref(), Some(&"combine"));
        let of_region = catch_unwind(|| region.reduce(Throws, |_| vec![1]));
        assert_eq!(of_region.unwrap_err().downcast_ref(), Some(&"combine"));
        let of_loop =
            catch_unwind(|| region.run(|team| drop(team.for_loop(0..50).reduce(Throws, |_| vec![1]))));
        assert_eq!(of_loop.unwrap_err().downcast_ref(), Some(&"combine"));
        region.run(|team| team.barrier());
    }
}
