//! Ordered iterations hand on their turn, with all that was written under it.

use crate::schedule::Schedule;
use crate::team::Team;
use crate::team::loom_tests::rig::{Plain, Rig, explore};
use crate::team::region::Outcome;

fn turns(schedule: fn() -> Schedule<'static>, iterations: u64, preemptions: usize) {
    explore(preemptions, move || {
        let rig = Rig::new(2, 1);
        let log = Plain::new();
        let outcome = rig.region(2, |member| {
            let lines = Team::of(member).for_loop(0..iterations).schedule(schedule()).nowait();
            lines.ordered(|i, order| order.run(|| log.set(log.get() * 10 + i + 1)));
        });
        assert!(matches!(outcome, Outcome::Done));
        assert_eq!(log.get(), (1..=iterations).fold(0, |log, i| log * 10 + i));
        rig.end();
    });
}

#[test]
fn loom_turns_pass_between_members_by_a_fixed_deal() {
    turns(|| Schedule::StaticChunk(1), 2, 2);
}

#[test]
fn loom_turns_pass_between_members_as_they_come() {
    turns(|| Schedule::Dynamic(1), 2, 1);
}
