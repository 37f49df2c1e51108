//! Iterations that wait for each other, on a team and on the words alone.

use super::{Lanes, Step, Track};
use crate::schedule::{Mapping, Plan, Schedule};
use crate::team::Team;
use crate::team::loom_tests::rig::{Plain, Rig, explore};
use crate::team::region::Outcome;
use loom::sync::Arc;
use loom::thread;

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

/// Who lies down over a lane and does not see the post is found by it.
#[test]
fn loom_doacross_post_finds_the_sleeper() {
    loom::model(|| {
        let lanes = Arc::new(Lanes::new(2));
        lanes.open(2);
        let theirs = lanes.clone();
        let sleeper = thread::spawn(move || {
            theirs.lie_down(1, 0, 1);
            crate::sys::fence::heavy();
            let missed = theirs.look(0) < 1;
            (missed, theirs)
        });
        let found = lanes.post(0, 1) && lanes.sleepers(0, 1).any(|member| member == 1);
        let (missed, _) = sleeper.join().unwrap();
        assert!(found || !missed, "asleep over a word that has come");
    });
}

/// A lane passes from one member to another, while a third still waits for an iteration of the first.
#[test]
fn loom_doacross_lane_changes_hands() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(|| {
        let shared = Arc::new((Lanes::new(2), Plain::several::<2>()));
        shared.0.open(3);
        let plan = || Plan { len: 3, members: 2, mapping: Mapping::Counter(1) };
        let wait = |lanes: &Lanes, step: Step| {
            while lanes.look(step.lane) < step.word {
                thread::yield_now();
            }
        };
        let theirs = shared.clone();
        let second = thread::spawn(move || {
            let track = Track::new(&theirs.0, &plan(), 1);
            track.begin(&(2..3));
            // Iteration 2 takes the lane of iteration 0, when that has ended.
            track.post(2, 2, |step| wait(&theirs.0, step), |_| ());
        });
        let theirs = shared.clone();
        let third = thread::spawn(move || {
            let track = Track::new(&theirs.0, &plan(), 1);
            track.begin(&(1..2));
            while track.wanting(0, 0).is_some() {
                thread::yield_now();
            }
            assert_eq!(theirs.1[0].get(), 1);
        });
        let track = Track::new(&shared.0, &plan(), 1);
        track.begin(&(0..1));
        shared.1[0].set(1);
        track.post(0, 0, |_| unreachable!(), |_| ());
        second.join().unwrap();
        third.join().unwrap();
    });
}
