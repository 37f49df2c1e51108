//! Ordered iterations hand on their turn, and iterations wait for earlier ones, with all that was written before.

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

/// What an iteration writes before it posts is seen by who waits for it; each iteration reads all before it.
fn chain(schedule: fn() -> Schedule<'static>, iterations: usize, preemptions: usize) {
    explore(preemptions, move || {
        let rig = Rig::new(2, 1);
        let cells = Plain::several::<4>();
        let outcome = rig.region(2, |member| {
            let line = Team::of(member).for_loop(0..iterations).schedule(schedule()).nowait();
            line.doacross(|i, order| {
                order.wait_offset(-1);
                let before = i.checked_sub(1).map_or(0, |i| cells[i].get());
                cells[i].set(before + 1);
                order.post();
            });
        });
        assert!(matches!(outcome, Outcome::Done));
        assert!((0..iterations).all(|i| cells[i].get() == i as u64 + 1));
        rig.end();
    });
}

#[test]
fn loom_doacross_chain_by_a_fixed_deal() {
    chain(|| Schedule::StaticChunk(1), 2, 2);
}

#[test]
fn loom_doacross_chain_of_blocks() {
    chain(|| Schedule::Static, 3, 1);
}

/// The ring of a model has two lanes: the third iteration takes over the first one's.
#[test]
fn loom_doacross_chain_around_the_ring() {
    chain(|| Schedule::Dynamic(1), 3, 1);
}

/// Two rows: the second waits for the first, cell by cell.
#[test]
fn loom_doacross_rows() {
    explore(1, || {
        let rig = Rig::new(2, 1);
        let cells = Plain::several::<2>();
        let outcome = rig.region(2, |member| {
            let nest = crate::space::collapse(0..2_usize, 0..2_usize);
            Team::of(member).for_loop(nest).schedule(Schedule::StaticChunk(1)).nowait().doacross(
                |(_, j), order| {
                    order.wait_offset([-1, 0]);
                    cells[j].set(cells[j].get() + 1);
                    order.post();
                },
            );
        });
        assert!(matches!(outcome, Outcome::Done));
        assert!(cells.iter().all(|cell| cell.get() == 2));
        rig.end();
    });
}

/// A member panics before it posts, while the other goes to sleep over its lane.
#[test]
fn loom_doacross_panic_calls_out_who_waits() {
    explore(1, || {
        let rig = Rig::new(2, 1);
        let outcome = rig.region(2, |member| {
            let line = Team::of(member).for_loop(0..2).schedule(Schedule::StaticChunk(1)).nowait();
            line.doacross(|i, order| {
                if i == 0 {
                    std::panic::resume_unwind(Box::new(7));
                }
                order.wait(0);
                unreachable!("the first iteration has not posted");
            });
        });
        assert!(matches!(outcome, Outcome::Panicked(_)));
        rig.end();
    });
}
