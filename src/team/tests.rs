//! What cannot be seen from outside the room.

use std::panic::Location;

use super::context::Context;
use super::core::TeamCore;
use super::frame::Frame;
use super::region::{self, Data, Outcome};
use super::registry;
use crate::barrier::Phase;
use crate::icv::{self, DataEnv};

fn open(core: &'static TeamCore, size: usize, run: region::Run) -> Outcome {
    let mut frame = Frame {
        parent: std::ptr::null(),
        core: Some(core),
        size,
        level: 1,
        active_level: 1,
        start: Phase(0),
        first_construct: 0,
        settle: None,
        mark: crate::hook::RegionMark::NONE,
        settings: DataEnv::initial(icv::environment(), 2),
    };
    // SAFETY: `run` uses no data, and the callers below have taken `core` for `size` members.
    unsafe { region::open(core, &mut frame, run, Data::NONE, Location::caller()) }
}

/// A slot's tag has 61 bits for the number of a construct, and nothing may eat them up: regions that are called
/// off use no more numbers than they have constructs.
#[test]
fn regions_that_are_called_off_use_few_numbers() {
    unsafe fn cancelled(_: Data, member: &Context) {
        let team = super::Team::of(member);
        team.single_nowait(|| ());
        if team.thread_num() == 1 {
            team.cancel_parallel();
        }
        team.barrier();
    }
    let taken = registry::take(3);
    let before = taken.core.next_construct();
    for _ in 0..100 {
        assert!(matches!(open(taken.core, 3, cancelled), Outcome::Cancelled));
    }
    assert!(taken.core.next_construct() - before <= 100);
    taken.core.give_back();
}

/// Members may leave a region that was called off one phase later than member 0.
#[test]
fn no_member_is_ahead_of_the_team_after_a_cancellation() {
    unsafe fn cancelled(_: Data, member: &Context) {
        let team = super::Team::of(member);
        team.barrier();
        team.cancel_parallel();
    }
    let taken = registry::take(4);
    for _ in 0..500 {
        open(taken.core, 4, cancelled);
        for seat in &taken.core.seats[1..4] {
            assert!(taken.core.phase().reached(seat.arrival.look().phase()));
        }
    }
    taken.core.give_back();
}
