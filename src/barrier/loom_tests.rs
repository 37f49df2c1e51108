//! Each word by itself, between two threads that only look: no fence of a sleeper stands in for an ordering
//! that the word owes.

use super::{Arrival, Claim, Job, Kind, Manner, Phase, Release, Stand, Word};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use std::ptr::null_mut;

const JOB: Job = Job { run: null_mut(), data: null_mut(), more: null_mut(), frame: null_mut(), number: 7 };

struct Lines {
    release: Release,
    arrival: Arrival,
    claim: Claim,
    data: UnsafeCell<u64>,
}

impl Lines {
    fn new() -> Self {
        Self {
            release: Release::new(Word::new(Phase(0), Kind::Barrier, 0)),
            arrival: Arrival::new(),
            claim: Claim::new(),
            data: UnsafeCell::new(0),
        }
    }

    fn set(&self, value: u64) {
        // SAFETY: loom checks that no other access runs at the same time.
        self.data.with_mut(|data| unsafe { *data = value });
    }

    fn get(&self) -> u64 {
        // SAFETY: as above.
        self.data.with(|data| unsafe { *data })
    }
}

fn until(holds: impl Fn() -> bool) {
    while !holds() {
        thread::yield_now();
    }
}

/// Runs `other` beside `this` on the same lines.
fn between(this: fn(&Lines), other: fn(&Lines)) {
    loom::model(move || {
        let lines = Arc::new(Lines::new());
        let theirs = lines.clone();
        let other = thread::spawn(move || other(&theirs));
        this(&lines);
        other.join().unwrap();
    });
}

/// The job comes with the word, the answer with the arrival.
#[test]
fn loom_publication_and_arrival_carry_data() {
    between(
        |lines| {
            lines.set(1);
            lines.release.publish(Word::new(Phase(1), Kind::Region, 2), JOB);
            until(|| lines.arrival.look() == Stand::new(Phase(1), Manner::Left, 3));
            assert_eq!(lines.get(), 2);
            lines.set(0);
        },
        |lines| {
            until(|| lines.release.reached(Phase(1)));
            assert_eq!((lines.release.job().number, lines.get()), (JOB.number, 1));
            lines.set(2);
            lines.arrival.announce(Stand::new(Phase(1), Manner::Left, 3));
        },
    );
}

#[test]
fn loom_the_end_of_a_barrier_carries_data() {
    between(
        |lines| {
            lines.set(1);
            lines.release.signal(Word::new(Phase(1), Kind::Barrier, 2));
        },
        |lines| {
            until(|| lines.release.reached(Phase(1)));
            assert_eq!(lines.get(), 1);
        },
    );
}

/// One of two gets the share; the other waits for it, and then has what it wrote.
#[test]
fn loom_a_share_is_run_once_and_hands_over_what_it_wrote() {
    fn take(lines: &Lines) {
        if lines.claim.try_claim(Phase(1)) {
            lines.set(lines.get() + 1);
            lines.claim.finish(Phase(1));
        }
    }
    between(
        |lines| {
            take(lines);
            until(|| lines.claim.is_done(Phase(1)));
            assert_eq!(lines.get(), 1);
        },
        take,
    );
}

/// A claimer of a loop that is over does not get the share of the next.
#[test]
fn loom_a_late_claimer_loses() {
    between(
        |lines| {
            if lines.claim.try_claim(Phase(1)) {
                lines.claim.finish(Phase(1));
            }
            until(|| lines.claim.is_done(Phase(1)));
            assert!(lines.claim.try_claim(Phase(2)));
            lines.set(2);
            lines.claim.finish(Phase(2));
        },
        |lines| {
            if lines.claim.try_claim(Phase(1)) {
                lines.set(1);
                lines.claim.finish(Phase(1));
            }
        },
    );
}
