//! Members that are called out of their waits.

use super::rig::{Plain, Rig, explore};
use crate::team::interrupt::{Cause, Interrupt};
use crate::team::region::Outcome;
use loom::thread;
use std::panic::{Location, resume_unwind};
use std::sync::Arc;

/// A member panics while the other goes to sleep at a barrier; then the team is used again.
fn panic_against_barrier(who: usize) {
    explore(2, move || {
        let rig = Rig::new(2, 1);
        let here = Location::caller();
        let outcome = rig.region(2, |member| {
            if member.thread_num() == who {
                resume_unwind(Box::new(7));
            }
            member.barrier(here);
            unreachable!("the barrier misses a member");
        });
        assert!(matches!(outcome, Outcome::Panicked(payload) if payload.downcast_ref() == Some(&7)));
        next_region_is_whole(&rig);
        rig.end();
    });
}

fn next_region_is_whole(rig: &Rig) {
    let here = Location::caller();
    let words = [Plain::new(), Plain::new()];
    let outcome = rig.region(2, |member| {
        words[member.thread_num()].set(1);
        member.barrier(here);
        assert_eq!(words.each_ref().map(Plain::get), [1, 1]);
    });
    assert!(matches!(outcome, Outcome::Done));
    assert_eq!(words.each_ref().map(Plain::get), [1, 1]);
}

#[test]
fn loom_the_opener_panics_before_a_barrier() {
    panic_against_barrier(0);
}

#[test]
fn loom_a_worker_panics_before_a_barrier() {
    panic_against_barrier(1);
}

/// A member passes a barrier and cancels, while another may be called out of that same barrier: members leave
/// the region in different phases, and the next region must not take the one that is ahead for gone.
#[test]
fn loom_a_cancel_behind_a_barrier_leaves_members_in_different_phases() {
    explore(2, || {
        let rig = Rig::new(2, 1);
        let here = Location::caller();
        let outcome = rig.region(2, |member| {
            member.barrier(here);
            if member.thread_num() == 1 {
                rig.core.interrupt(Cause::Cancelled);
            }
        });
        assert!(matches!(outcome, Outcome::Cancelled));
        next_region_is_whole(&rig);
        rig.end();
    });
}

/// Who sees the flag sees what was done before it was raised, and the first cause is kept.
#[test]
fn loom_the_flag_carries_data() {
    explore(3, || {
        let shared = Arc::new((Interrupt::new(), Plain::new()));
        let theirs = shared.clone();
        let raiser = thread::spawn(move || {
            theirs.1.set(1);
            theirs.0.raise(Cause::Panicked(Box::new(1)));
        });
        while !shared.0.is_raised() {
            thread::yield_now();
        }
        assert_eq!(shared.1.get(), 1);
        shared.0.raise(Cause::Cancelled);
        assert!(matches!(shared.0.take(), Some(Cause::Panicked(_))));
        raiser.join().unwrap();
    });
}
