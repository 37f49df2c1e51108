//! Panics and cancellation in tasks: the first payload surfaces where the task is waited for, everything is dropped
//! once, and the team is as good as new.

#[path = "common/counted.rs"]
mod counted;
#[path = "common/sizes.rs"]
mod sizes;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use counted::Census;
use ferromp::{Parallel, Task, Team};
use sizes::{SIZES, rounds};

type Caught<T> = Result<T, Box<dyn Any + Send>>;

/// What a task throws; counted, so that a payload that is lost or dropped twice shows.
struct Thrown {
    who: u32,
    _counted: counted::Counted<'static>,
}

static PAYLOADS: Census = Census::new();

/// Watches the test called `name`, which has the count of payloads to itself.
fn alone(name: &'static str) -> (MutexGuard<'static, ()>, watchdog::Watchdog) {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    (turn, watchdog::watch(name))
}

fn throw(who: u32) -> ! {
    resume_unwind(Box::new(Thrown { who, _counted: PAYLOADS.born(u64::from(who)) }))
}

#[track_caller]
fn thrown<T>(caught: Caught<T>) -> u32 {
    match caught {
        Ok(_) => panic!("nothing was thrown"),
        Err(payload) => {
            payload.downcast::<Thrown>().map_or_else(|other| resume_unwind(other), |thrown| thrown.who)
        }
    }
}

fn catch<T>(f: impl FnOnce() -> T) -> Caught<T> {
    catch_unwind(AssertUnwindSafe(f))
}

fn works(members: usize) {
    let done = AtomicUsize::new(0);
    Parallel::new().num_threads(members).run(|team| {
        team.task(|_| _ = done.fetch_add(1, Relaxed));
        team.barrier();
        assert_eq!(done.load(Relaxed), members);
    });
}

/// Long enough for another member to take what is offered, mostly.
fn dawdle() {
    for _ in 0..20 {
        std::thread::yield_now();
    }
}

#[test]
fn panics_in_one_or_both_halves_of_a_join() {
    let _alone = alone("panics_in_one_or_both_halves_of_a_join");
    let census = Census::new();
    for members in SIZES {
        for round in 0..rounds(60, members) {
            let region = Parallel::new().num_threads(members);
            let wait = || {
                if round % 2 == 0 {
                    dawdle()
                }
            };
            let value = |k: u64| census.born(k);
            // In a: b may have run or not, its closure and result are dropped.
            let held = value(1);
            let first = catch(|| {
                region.masked(|team| {
                    team.join(
                        |_| {
                            wait();
                            throw(1)
                        },
                        |_| (held, value(2)),
                    )
                })
            });
            assert_eq!(thrown(first.map(|((), _)| ())), 1);
            assert_eq!(census.alive(), 0);
            // In b: the result of a is dropped.
            let second = catch(|| {
                region.masked(|team| {
                    team.join(
                        |_| {
                            wait();
                            value(3)
                        },
                        |_| throw(2),
                    )
                })
            });
            assert_eq!(thrown(second.map(|(_, ())| ())), 2);
            assert_eq!(census.alive(), 0);
            // In both: that of a.
            let both = catch(|| {
                region.masked(|team| {
                    team.join(
                        |_| {
                            wait();
                            throw(3)
                        },
                        |_| throw(4),
                    )
                })
            });
            assert_eq!(thrown(both.map(|((), ())| ())), 3);
            assert_eq!(PAYLOADS.alive(), 0, "{members} members");
            works(members);
        }
    }
}

#[test]
fn panics_deep_in_a_recursion() {
    let _alone = alone("panics_deep_in_a_recursion");
    fn tree(team: &Team<'_>, depth: u32, bad: u64, at: u64, census: &Census) -> u64 {
        let _held = census.born(at);
        if depth == 0 {
            if at == bad {
                throw(at as u32);
            }
            return 1;
        }
        let (a, b) = team.join(
            |team| tree(team, depth - 1, bad, 2 * at, census),
            |team| tree(team, depth - 1, bad, 2 * at + 1, census),
        );
        a + b
    }
    let census = Census::new();
    for members in SIZES {
        for bad in [256, 300, 404, 511] {
            let region = Parallel::new().num_threads(members);
            assert_eq!(region.masked(|team| tree(team, 8, 0, 1, &census)), 256);
            let caught = catch(|| region.masked(|team| tree(team, 8, bad, 1, &census)));
            assert_eq!(thrown(caught), bad as u32);
            assert_eq!((census.alive(), PAYLOADS.alive()), (0, 0));
        }
        works(members);
    }
}

#[test]
fn panics_of_tasks_surface_where_they_are_waited_for() {
    let _alone = alone("panics_of_tasks_surface_where_they_are_waited_for");
    for members in SIZES {
        for _ in 0..rounds(40, members) {
            let (ran, after) = (AtomicUsize::new(0), AtomicBool::new(false));
            Parallel::new().num_threads(members).masked(|team| {
                team.task(|_| throw(1));
                team.task(|_| _ = ran.fetch_add(1, Relaxed));
                assert_eq!(thrown(catch(|| team.taskwait())), 1);
                // Surfaced once.
                team.taskwait();
                assert_eq!(ran.load(Relaxed), 1);
                // From a grandchild, through the child that does not wait, to the group.
                let group = catch(|| {
                    team.taskgroup(|group| {
                        for _ in 0..3 {
                            group.task(|group| group.task(|_| throw(2)));
                        }
                        group.task(|_| _ = ran.fetch_add(1, Relaxed));
                    });
                });
                assert_eq!(thrown(group), 2);
                assert_eq!(ran.load(Relaxed), 2);
                // Caught by the child that waits.
                team.taskgroup(|group| {
                    group.task(|group| {
                        group.task(|_| throw(3));
                        assert_eq!(thrown(catch(|| group.taskwait())), 3);
                    });
                });
                let scope = catch(|| {
                    team.taskscope(|scope| {
                        scope.task(|_| throw(4));
                        scope.task(|_| after.store(true, Relaxed));
                    });
                });
                assert_eq!(thrown(scope), 4);
                assert!(after.load(Relaxed), "all are done when the panic surfaces");
            });
            assert_eq!(PAYLOADS.alive(), 0, "{members} members");
        }
        works(members);
    }
}

#[test]
fn the_body_of_a_group_wins_over_its_tasks() {
    let _alone = alone("the_body_of_a_group_wins_over_its_tasks");
    for members in SIZES {
        for _ in 0..rounds(40, members) {
            let borrowed = [1, 2, 3];
            Parallel::new().num_threads(members).masked(|team| {
                let seen = AtomicUsize::new(0);
                let group = catch(|| {
                    team.taskgroup(|group| {
                        for x in &borrowed {
                            group.task(|_| {
                                seen.fetch_add(*x, Relaxed);
                                throw(1)
                            });
                        }
                        throw(2)
                    })
                });
                assert_eq!(thrown::<()>(group), 2);
                assert_eq!(seen.into_inner(), 6, "tasks have run before what they borrow is gone");
            });
            assert_eq!(PAYLOADS.alive(), 0, "{members} members");
        }
    }
}

#[test]
fn unsurfaced_panics_come_out_of_barriers_and_regions() {
    let _alone = alone("unsurfaced_panics_come_out_of_barriers_and_regions");
    for members in SIZES {
        for _ in 0..rounds(30, members) {
            let region = Parallel::new().num_threads(members);
            assert_eq!(thrown(catch(|| region.masked(|team| team.task(|_| throw(1))))), 1);
            assert_eq!(thrown(catch(|| region.run(|team| team.task(|_| throw(2))))), 2);
            let deep =
                catch(|| region.run(|team| team.task(|team| team.task(|team| team.task(|_| throw(3))))));
            assert_eq!(thrown(deep), 3);
            let at_barrier = catch(|| {
                region.run(|team| {
                    if team.thread_num() == 0 {
                        team.task(|_| throw(4));
                    }
                    team.barrier();
                    if members > 1 {
                        team.barrier();
                        unreachable!("the member that has created the task does not come");
                    }
                })
            });
            assert_eq!(thrown(at_barrier), 4);
            // The member's own panic comes first.
            let body = catch(|| {
                region.masked(|team| {
                    team.task(|_| throw(5));
                    throw(6)
                })
            });
            assert_eq!(thrown::<()>(body), 6);
            assert_eq!(PAYLOADS.alive(), 0, "{members} members");
        }
        works(members);
    }
}

/// A member that waits while it unwinds runs tasks: a panic among the children of such a task is no less one.
#[test]
fn panics_below_a_wait_that_unwinding_makes() {
    let _alone = alone("panics_below_a_wait_that_unwinding_makes");
    for members in SIZES {
        for _ in 0..rounds(30, members) {
            let swallowed = AtomicUsize::new(0);
            let caught = catch(|| {
                Parallel::new().num_threads(members).masked(|team| {
                    team.taskgroup(|group| {
                        for _ in 0..4 {
                            group.task(|group| {
                                group.taskgroup(|inner| inner.task(|_| throw(1)));
                                swallowed.fetch_add(1, Relaxed);
                            });
                            group.task(|group| {
                                group.taskscope(|inner| inner.task(|_| throw(1)));
                                swallowed.fetch_add(1, Relaxed);
                            });
                        }
                        throw(2)
                    })
                })
            });
            assert_eq!(thrown::<()>(caught), 2);
            assert_eq!(swallowed.into_inner(), 0, "a group whose task has panicked does not return");
        }
    }
}

#[test]
fn closures_are_dropped_once_whatever_happens() {
    let _alone = alone("closures_are_dropped_once_whatever_happens");
    let census = Census::new();
    for members in SIZES {
        for round in 0..rounds(40, members) {
            for ending in 0..5 {
                let caught = catch(|| {
                    Parallel::new().num_threads(members).run(|team| {
                        for k in 0..12 {
                            let held = census.born(k);
                            team.task(move |team| {
                                let inner = held.clone();
                                team.task(move |_| drop(inner));
                                if ending == 1 && k == 5 {
                                    throw(1);
                                }
                                drop(held);
                            });
                            // A closure too large for a node.
                            let large = ([0_u64; 40], census.born(k));
                            team.task(move |_| assert_eq!(large.1.value + large.0[7], k));
                        }
                        match ending {
                            2 if team.thread_num() == round % members => throw(2),
                            3 if team.thread_num() == round % members => team.cancel_parallel(),
                            4 => team.task(|team| team.cancel_parallel()),
                            _ => team.barrier(),
                        }
                        team.barrier();
                    });
                });
                match ending {
                    1 | 2 => assert_eq!(thrown(caught), ending),
                    _ => caught.unwrap_or_else(|payload| resume_unwind(payload)),
                }
                assert_eq!((census.alive(), PAYLOADS.alive()), (0, 0), "{members} members, ending {ending}");
            }
        }
        works(members);
    }
}

struct Bomb(u32);

impl Drop for Bomb {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            throw(self.0);
        }
    }
}

#[test]
fn destructors_that_panic_are_panics_of_their_task() {
    let _alone = alone("destructors_that_panic_are_panics_of_their_task");
    for members in SIZES {
        let caught = catch(|| {
            Parallel::new().num_threads(members).masked(|team| {
                let bomb = Bomb(7);
                team.taskgroup(|group| group.task(move |_| drop(bomb)));
            });
        });
        assert_eq!(thrown(caught), 7);
        // Dropped unstarted, in a cancelled group.
        let caught = catch(|| {
            Parallel::new().num_threads(members).masked(|team| {
                let bomb = Bomb(8);
                team.taskgroup(|group| {
                    group.cancel();
                    group.task(move |_| drop(bomb));
                });
            });
        });
        assert_eq!(thrown(caught), 8);
        assert_eq!(PAYLOADS.alive(), 0, "{members} members");
    }
}

#[test]
fn cancelled_groups_drop_what_has_not_started() {
    let _alone = alone("cancelled_groups_drop_what_has_not_started");
    let census = Census::new();
    for members in SIZES {
        for _ in 0..rounds(60, members) {
            let (ran, outside, past) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
            Parallel::new().num_threads(members).run(|team| {
                team.single(|| {
                    team.task(|_| _ = outside.fetch_add(1, Relaxed));
                    team.taskgroup(|group| {
                        for k in 0..50 {
                            let held = census.born(k);
                            let ran = &ran;
                            group.task(move |group| {
                                ran.fetch_add(1, Relaxed);
                                if held.value == 20 {
                                    group.cancel();
                                    assert!(group.is_cancelled());
                                }
                                // Below a cancelled group nothing starts, in inner groups neither.
                                group.taskgroup(|inner| inner.task(move |_| drop(held)));
                            });
                        }
                    });
                    assert_eq!(census.alive(), 0);
                    // The next group has nothing to do with it.
                    team.taskgroup(|group| {
                        assert!(!group.is_cancelled());
                        group.task(|_| _ = outside.fetch_add(1, Relaxed));
                    });
                    // A task that runs ends at its next cancellation point.
                    team.taskgroup(|group| {
                        group.task(|group| {
                            let _held = census.born(1);
                            group.cancel();
                            group.cancellation_point();
                            past.store(true, Relaxed);
                        });
                    });
                });
            });
            assert!((1..=50).contains(&ran.into_inner()));
            assert_eq!((outside.into_inner(), past.into_inner(), census.alive()), (2, false, 0));
        }
        works(members);
    }
}

#[test]
fn a_group_ends_where_its_body_meets_a_cancellation_point() {
    let _alone = alone("a_group_ends_where_its_body_meets_a_cancellation_point");
    for members in SIZES {
        let (after, goes_on) = (AtomicBool::new(false), AtomicBool::new(false));
        Parallel::new().num_threads(members).masked(|team| {
            // The group's body is no task: the unwinding goes on to whoever catches it, at last the region.
            let caught = catch(|| {
                team.taskgroup(|group| {
                    group.cancel();
                    group.cancellation_point();
                    after.store(true, Relaxed);
                });
            });
            goes_on.store(true, Relaxed);
            let _either = caught;
        });
        assert_eq!((after.into_inner(), goes_on.into_inner()), (false, true));
    }
}

#[test]
fn cancelled_regions_drop_their_tasks() {
    let _alone = alone("cancelled_regions_drop_their_tasks");
    let census = Census::new();
    for members in SIZES {
        for round in 0..rounds(40, members) {
            let ran = AtomicUsize::new(0);
            Parallel::new().num_threads(members).run(|team| {
                for k in 0..40 {
                    let held = census.born(k);
                    let ran = &ran;
                    team.task(move |team| {
                        ran.fetch_add(1, Relaxed);
                        let _held = &held;
                        team.cancellation_point();
                    });
                }
                if team.thread_num() == round % members {
                    team.cancel_parallel();
                }
                team.barrier();
                unreachable!("no member passes this barrier");
            });
            assert!(ran.into_inner() <= 40 * members);
            assert_eq!(census.alive(), 0);
        }
        works(members);
    }
}

#[test]
fn clauses_do_not_lose_panics() {
    let _alone = alone("clauses_do_not_lose_panics");
    for members in SIZES {
        for clauses in [
            Task::new().only_if(false),
            Task::new().final_if(true),
            Task::new().untied(),
            Task::new().priority(9),
        ] {
            let caught = catch(|| {
                Parallel::new().num_threads(members).masked(|team| {
                    team.taskgroup(|group| {
                        clauses.spawn(group, |group| group.task(|_| throw(3)));
                    });
                });
            });
            assert_eq!(thrown(caught), 3);
            assert_eq!(PAYLOADS.alive(), 0, "{members} members");
        }
    }
}
