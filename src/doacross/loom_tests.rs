//! The words alone; loops on a team are in `worksharing/loom_tests.rs`.

use super::{Lanes, Step, Track};
use crate::prim::{AtomicU64, Ordering};
use crate::schedule::{Mapping, Plan};
use loom::sync::Arc;
use loom::thread;

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
        let shared = Arc::new((Lanes::new(2), AtomicU64::new(0)));
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
            // Whoever's word it sees, the first has posted.
            if track.wanting(0, 0).is_none() {
                assert_eq!(theirs.1.load(Ordering::Relaxed), 1);
            }
        });
        let track = Track::new(&shared.0, &plan(), 1);
        track.begin(&(0..1));
        shared.1.store(1, Ordering::Relaxed);
        track.post(0, 0, |_| unreachable!(), |_| ());
        second.join().unwrap();
        third.join().unwrap();
    });
}
