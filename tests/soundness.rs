//! Programs without `unsafe` that try to break the runtime: nobody may get two `&mut` to one element, read
//! what nobody wrote, or outlive a region.

#[path = "common/watchdog.rs"]
mod watchdog;

use parking_lot::Mutex;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::Relaxed};

use ferromp::space::{Items, SharedMut, Space};
use ferromp::{ChunkPolicy, LoopState, Parallel, Reduction, Schedule, Sum, parallel_for};

struct Fives;

impl ChunkPolicy for Fives {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        5
    }
}

/// Members that come to one loop with different schedules must not be lent the same element.
#[test]
fn different_schedules_in_one_loop_are_refused() {
    let _watch = watchdog::watch("different_schedules_in_one_loop_are_refused");
    const N: usize = 2000;
    let schedules = [
        Schedule::Dynamic(1).monotonic(),
        Schedule::Guided(1),
        Schedule::Dynamic(1),
        Schedule::Dynamic(16),
        Schedule::Dynamic(7).monotonic(),
        Schedule::custom(&Fives),
        Schedule::Static,
        Schedule::StaticChunk(3),
    ];
    for first in schedules {
        for second in schedules {
            for members in [2, 3, 5] {
                let mut data = vec![0_u32; N];
                let shared = SharedMut::new(&mut data);
                let held: Vec<AtomicBool> = (0..N).map(|_| AtomicBool::new(false)).collect();
                let result = catch_unwind(AssertUnwindSafe(|| {
                    Parallel::new().num_threads(members).try_run(|team| {
                        let schedule = if team.thread_num() == 0 { first } else { second };
                        team.for_loop((shared.iter_mut(), 0..N)).schedule(schedule).for_each(|(x, i)| {
                            assert!(!held[i].swap(true, Relaxed), "element {i} is lent twice");
                            *x += 1;
                            if i % 64 == 0 {
                                std::thread::yield_now();
                            }
                            assert!(held[i].swap(false, Relaxed));
                        });
                    })
                }));
                match result {
                    Ok(Ok(())) if first == second => assert!(data.iter().all(|&x| x == 1)),
                    // Two static ones share no state, so members that pass one after the other are not told
                    // apart: they lend nothing twice.
                    Ok(Ok(())) => {
                        assert!(first.to_string().starts_with("static"), "{first} and {second}");
                        assert!(second.to_string().starts_with("static"), "{first} and {second}");
                    }
                    Ok(Err(error)) => assert!(error.is_misuse(), "{error}"),
                    Err(payload) => {
                        // Static against another schedule: the `SharedMut` refuses, with both places.
                        let text = payload.downcast_ref::<String>().expect("a message");
                        assert!(text.contains("still using"), "{text}");
                    }
                }
            }
        }
    }
}

/// Members that come to one reduction with blocks of different sizes must not run each other's elements.
#[test]
fn different_blocks_in_one_reduction_are_refused() {
    let _watch = watchdog::watch("different_blocks_in_one_reduction_are_refused");
    const N: usize = 5000;
    for schedule in
        [Schedule::custom(&Fives), Schedule::Dynamic(1), Schedule::Guided(1), Schedule::StaticChunk(1)]
    {
        let mut data = vec![0_u32; N];
        let shared = SharedMut::new(&mut data);
        let held: Vec<AtomicBool> = (0..N).map(|_| AtomicBool::new(false)).collect();
        let result = catch_unwind(AssertUnwindSafe(|| {
            Parallel::new().num_threads(2).try_run(|team| {
                let plain = team.for_loop((shared.iter_mut(), 0..N)).schedule(schedule);
                let mine = if team.thread_num() == 0 { plain.deterministic() } else { plain };
                mine.reduce(Sum, |(x, i)| {
                    assert!(!held[i].swap(true, Relaxed), "element {i} is lent twice");
                    *x += 1;
                    std::thread::yield_now();
                    held[i].store(false, Relaxed);
                    1_u64
                });
            })
        }));
        match result {
            Ok(ended) => assert!(ended.is_err_and(|error| error.is_misuse())),
            Err(payload) => {
                let text = payload.downcast_ref::<String>().expect("a message");
                assert!(text.contains("still using"), "{text}");
            }
        }
        assert!(data.iter().all(|&x| x <= 1), "{schedule}");
    }
}

/// A space that says another length to every member.
#[test]
fn lengths_that_differ_between_members_are_refused() {
    let _watch = watchdog::watch("lengths_that_differ_between_members_are_refused");
    for schedule in Schedule::all() {
        let runs: Vec<AtomicU32> = (0..100).map(|_| AtomicU32::new(0)).collect();
        let result = Parallel::new().num_threads(3).try_run(|team| {
            let len = 50 + 25 * team.thread_num();
            team.for_loop(0..len).schedule(schedule).for_each(|i| {
                runs[i].fetch_add(1, Relaxed);
            });
        });
        if matches!(schedule, Schedule::Static | Schedule::StaticChunk(_)) {
            continue; // each member runs its own part of what it says; no state is shared
        }
        assert!(result.is_err_and(|error| error.is_misuse()), "{schedule}");
        assert!(runs.iter().all(|runs| runs.load(Relaxed) <= 1), "{schedule}");
    }
}

/// A payload that belongs to an earlier region, kept and thrown again, must not pass for an end of this one.
#[test]
fn a_kept_interruption_thrown_later_is_a_panic() {
    let _watch = watchdog::watch("a_kept_interruption_thrown_later_is_a_panic");
    let kept: Mutex<Option<Box<dyn Any + Send>>> = Mutex::new(None);
    let mut ends = 0;
    for round in 0..20 {
        let result = catch_unwind(AssertUnwindSafe(|| {
            Parallel::new().num_threads(3).try_reduce(Sum, |team| {
                if team.thread_num() == 1 {
                    if round % 2 == 0 {
                        let caught = catch_unwind(AssertUnwindSafe(|| team.cancel_parallel()));
                        *kept.lock() = caught.err();
                    } else {
                        let payload = kept.lock().take();
                        if let Some(payload) = payload {
                            resume_unwind(payload);
                        }
                    }
                }
                team.thread_num() as u64
            })
        }));
        match result {
            Ok(Ok(sum)) => panic!("a member is missing, and the sum is {sum}"),
            Ok(Err(error)) => assert!(round % 2 == 0 && error.is_cancelled(), "{error}"),
            Err(_payload) => ends += u32::from(round % 2 == 1),
        }
    }
    assert_eq!(ends, 10);
}

/// A panic right behind a barrier: some members have passed it, others are called out of it. The next region
/// must still wait for all its members.
#[test]
fn a_panic_behind_a_barrier_leaves_no_member_behind() {
    let _watch = watchdog::watch("a_panic_behind_a_barrier_leaves_no_member_behind");
    for members in [2, 3, 4, 7] {
        for round in 0..1500 {
            let thrower = round % members;
            let result = catch_unwind(AssertUnwindSafe(|| {
                Parallel::new().num_threads(members).run(|team| {
                    team.barrier();
                    if team.thread_num() == thrower {
                        resume_unwind(Box::new(thrower));
                    }
                    team.barrier();
                });
            }));
            assert_eq!(result.unwrap_err().downcast_ref(), Some(&thrower));
            // The frame of this region is gone when `run` returns: every member must have been here before.
            let came = AtomicUsize::new(0);
            Parallel::new().num_threads(members).run(|team| {
                if team.thread_num() > 0 {
                    std::thread::yield_now();
                }
                came.fetch_add(1, Relaxed);
            });
            assert_eq!(came.into_inner(), members);
        }
    }
}

/// An operator that calls the team off and goes on as if nothing had happened.
#[test]
fn an_operator_that_swallows_its_own_cancellation() {
    let _watch = watchdog::watch("an_operator_that_swallows_its_own_cancellation");
    struct Evil<'a>(&'a dyn Fn());
    impl<T: Default> Reduction<T> for Evil<'_> {
        fn identity(&self) -> T {
            T::default()
        }
        fn combine(&self, a: T, _: T) -> T {
            let _ = catch_unwind(AssertUnwindSafe(|| (self.0)()));
            a
        }
    }
    for members in [2, 3, 5, 10] {
        for _ in 0..100 {
            let result = Parallel::new().num_threads(members).try_map(|team| {
                let cancel = || team.cancel_parallel();
                let op = Evil(&cancel);
                let text = team.reduce(&op, String::from("a value with drop glue"));
                let number = team.reduce(&op, 7_u64);
                (text, number)
            });
            assert!(result.is_err_and(|error| error.is_cancelled()));
            let sum = Parallel::new().num_threads(members).reduce(Sum, |team| team.thread_num());
            assert_eq!(sum, members * (members - 1) / 2);
        }
    }
}

/// Values on their way when a member panics are dropped once.
#[test]
fn every_value_of_an_interrupted_exchange_is_dropped_once() {
    let _watch = watchdog::watch("every_value_of_an_interrupted_exchange_is_dropped_once");
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    struct Counted(usize);
    impl Counted {
        fn new(member: usize) -> Self {
            ALIVE.fetch_add(1, Relaxed);
            Self(member)
        }
    }
    impl Clone for Counted {
        fn clone(&self) -> Self {
            // Member 0 clones its answer for each of the others.
            if ALIVE.load(Relaxed) > 4 && self.0 == 0 {
                panic_any("clone");
            }
            Self::new(self.0)
        }
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Relaxed);
        }
    }
    for members in [2, 3, 4, 6, 9, 12] {
        for thrower in 0..members + 2 {
            let result = catch_unwind(AssertUnwindSafe(|| {
                Parallel::new().num_threads(members).run(|team| {
                    let me = team.thread_num();
                    let op = ferromp::reduction(
                        || Counted::new(0),
                        |a: Counted, b: Counted| {
                            if b.0 == thrower {
                                panic_any("combine");
                            }
                            a
                        },
                    );
                    if me == thrower && me % 2 == 0 {
                        panic_any("body");
                    }
                    team.reduce(op, Counted::new(me));
                });
            }));
            assert!(result.is_err() || thrower >= members || thrower == 0 || members < 6);
            assert_eq!(ALIVE.load(Relaxed), 0, "{members} members, {thrower} throws");
        }
    }
}

/// A space that has fewer, or more, items than it says.
struct Liar {
    says: u64,
    has: u64,
}

impl<'i> Items<'i> for Liar {
    type Item = u64;
    type Block = std::ops::Range<u64>;
}

impl Space for Liar {
    fn len(&self) -> u64 {
        self.says
    }
    unsafe fn block(&self, range: std::ops::Range<u64>) -> std::ops::Range<u64> {
        range.start..range.start + (range.end - range.start).min(self.has) + self.has % 3
    }
}

#[test]
fn a_space_that_lies_about_its_items_hangs_nobody() {
    let _watch = watchdog::watch("a_space_that_lies_about_its_items_hangs_nobody");
    let schedules = Schedule::all().chain([Schedule::Dynamic(5), Schedule::custom(&Fives)]);
    for schedule in schedules {
        for (says, has) in [(100, 1), (100, 0), (7, 50), (0, 4)] {
            for members in [1, 2, 3, 5] {
                let runs = AtomicUsize::new(0);
                let count = |_: u64| {
                    runs.fetch_add(1, Relaxed);
                };
                Parallel::new().num_threads(members).run(|team| {
                    team.for_loop(Liar { says, has }).schedule(schedule).for_each(count);
                    team.for_loop(Liar { says, has }).schedule(schedule).ordered(|item, order| {
                        order.run(|| count(item));
                    });
                });
                parallel_for(Liar { says, has }).num_threads(members).schedule(schedule).for_each(count);
                let mut y = [0_u8; 60];
                let pairs = (&mut y[..], Liar { says, has });
                parallel_for(pairs).num_threads(members).schedule(schedule).for_each(|(y, _)| *y += 1);
                assert!(y.iter().all(|&y| y <= 1));
            }
        }
    }
}
