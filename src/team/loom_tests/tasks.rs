//! Tasks in regions: who runs them, who waits for them, and when what they borrow may die.

use super::rig::{Plain, Rig, explore};
use crate::team::Team;
use crate::team::region::Outcome;

/// A member that has left the region runs a task of it or does not; the region's memory dies after both.
#[test]
fn loom_a_member_that_has_left_helps() {
    explore(2, || {
        let rig = Rig::new(2, 1);
        let done = Plain::new();
        let outcome = rig.region(2, |member| {
            if member.thread_num() == 0 {
                Team::of(member).task(|_| done.set(1));
            }
        });
        assert!(matches!(outcome, Outcome::Done));
        assert_eq!(done.get(), 1);
        done.set(2);
        rig.end();
    });
}

/// Two regions with tasks: a visitor of the first does not come to the second with the first's frame.
#[test]
fn loom_two_regions_with_tasks() {
    explore(1, || {
        let rig = Rig::new(2, 1);
        for _ in 0..2 {
            let done = Plain::new();
            let outcome = rig.region(2, |member| {
                if member.thread_num() == 0 {
                    Team::of(member).task(|_| done.set(1));
                    Team::of(member).taskwait();
                    assert_eq!(done.get(), 1);
                }
            });
            assert!(matches!(outcome, Outcome::Done));
        }
        rig.end();
    });
}

/// A barrier ends when the tasks created before it are done, whoever runs them.
#[test]
fn loom_a_barrier_waits_for_tasks() {
    explore(1, || {
        let rig = Rig::new(2, 1);
        let done = Plain::new();
        let outcome = rig.region(2, |member| {
            if member.thread_num() == 0 {
                Team::of(member).task(|_| done.set(1));
            }
            member.barrier(std::panic::Location::caller());
            assert_eq!(done.get(), 1);
        });
        assert!(matches!(outcome, Outcome::Done));
        rig.end();
    });
}

/// A join: its second half runs here or there, once, and its frame dies afterwards.
#[test]
fn loom_a_join() {
    explore(2, || {
        let rig = Rig::new(2, 1);
        let outcome = rig.region(2, |member| {
            if member.thread_num() == 0 {
                let (given, answer) = (Plain::new(), Plain::new());
                given.set(5);
                let ((), ()) = Team::of(member).join(|_| (), |_| answer.set(given.get() + 1));
                assert_eq!(answer.get(), 6);
                given.set(0);
            }
        });
        assert!(matches!(outcome, Outcome::Done));
        rig.end();
    });
}
