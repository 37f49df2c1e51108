//! Fork, join and barriers.

use super::rig::{Plain, Rig, explore};
use crate::team::core::TeamCore;
use crate::team::region::Outcome;
use loom::thread;
use std::panic::Location;
use std::sync::Arc;

/// What the opener wrote is seen by the members, what they wrote by the opener, which then takes the memory
/// back: the region's frame dies in the same way.
fn fork_join(members: usize, regions: u64, preemptions: usize) {
    explore(preemptions, move || {
        let rig = Rig::new(members, members - 1);
        for region in 1..=regions {
            let (given, answers) = (Plain::new(), Plain::several::<3>());
            given.set(region);
            let outcome = rig.region(members, |member| answers[member.thread_num()].set(given.get() + 1));
            assert!(matches!(outcome, Outcome::Done));
            given.set(0);
            assert!(answers[..members].iter().all(|answer| answer.get() == region + 1));
        }
        rig.end();
    });
}

#[test]
fn loom_fork_and_join_of_two() {
    fork_join(2, 1, 3);
}

#[test]
fn loom_two_regions_of_two() {
    fork_join(2, 2, 3);
}

#[test]
fn loom_fork_and_join_of_three() {
    fork_join(3, 1, 2);
}

/// A member that takes no part in the first region takes part in the second, and only there.
#[test]
fn loom_a_member_sits_out_one_region() {
    explore(1, || {
        let rig = Rig::new(3, 2);
        for size in [2, 3] {
            let ran = Plain::several::<3>();
            let outcome = rig.region(size, |member| ran[member.thread_num()].set(1));
            assert!(matches!(outcome, Outcome::Done));
            assert_eq!(ran.each_ref().map(Plain::get), [1, 1, u64::from(size == 3)]);
        }
        rig.end();
    });
}

/// Each member writes its own word, passes the barrier, reads the others', passes the next, writes again.
fn phases(members: usize, preemptions: usize) {
    explore(preemptions, move || {
        let rig = Rig::new(members, members - 1);
        let words = Plain::several::<3>();
        let here = Location::caller();
        let outcome = rig.region(members, |member| {
            let me = member.thread_num();
            words[me].set(1);
            member.barrier(here);
            assert!(words[..members].iter().all(|word| word.get() == 1));
            member.barrier(here);
            words[(me + 1) % members].set(2);
        });
        assert!(matches!(outcome, Outcome::Done));
        assert!(words[..members].iter().all(|word| word.get() == 2));
        rig.end();
    });
}

#[test]
fn loom_two_meet_abreast_twice() {
    phases(2, 2);
}

#[test]
fn loom_three_meet_abreast_twice() {
    phases(3, 1);
}

/// Two threads that open regions take turns: what one leaves in the team, the other finds.
#[test]
fn loom_a_team_is_handed_on() {
    explore(3, || {
        let rig = Rig::new(1, 0);
        let shared = Arc::new(Plain::new());
        let (core, theirs) = (rig.core, shared.clone());
        core.give_back();
        let open = |core: &'static TeamCore, shared: &Plain| {
            while !core.try_take() {
                thread::yield_now();
            }
            shared.set(shared.get() + 1);
            core.give_back();
        };
        let other = thread::spawn(move || open(core, &theirs));
        open(core, &shared);
        other.join().unwrap();
        assert_eq!(shared.get(), 2);
        rig.end();
    });
}
