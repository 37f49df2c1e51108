//! What policies are told: beginnings, and what chunks took.

use super::*;
use crate::schedule::{ChunkPolicy, Completed, LoopStart, LoopState};
use std::sync::Mutex;
use std::time::Duration;

/// Member, chunk, time of its iterations and of getting it.
type Heard = (usize, std::ops::Range<u64>, Duration, Duration);

#[derive(Default)]
struct Told {
    measures: bool,
    begun: Mutex<Vec<(u64, usize, u64)>>,
    completed: Mutex<Vec<Heard>>,
}

impl ChunkPolicy for Told {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        4
    }
    fn begin(&self, start: &LoopStart) {
        assert!(start.location().file().ends_with("mod.rs"));
        self.begun.lock().unwrap().push((start.len(), start.num_threads(), start.site()));
    }
    fn measures(&self) -> bool {
        self.measures
    }
    fn completed(&self, done: &Completed) {
        assert_eq!(done.len(), done.range().end - done.range().start);
        let what = (done.thread_num(), done.range(), done.elapsed(), done.dispatch());
        self.completed.lock().unwrap().push(what);
    }
}

#[test]
fn a_policy_is_told_of_every_beginning() {
    let policy = Told::default();
    let dispenser = Dispenser::with_capacity(3);
    deal(&plan(10, 3, Mapping::Policy(&policy)), &dispenser, 0, &[]);
    deal(&plan(20, 2, Mapping::Policy(&policy)), &dispenser, 1, &[]);
    let begun = policy.begun.into_inner().unwrap();
    let [(10, 3, first), (20, 2, second)] = begun[..] else { panic!("{begun:?}") };
    assert_eq!(first, second, "one place in the program");
    assert!(policy.completed.into_inner().unwrap().is_empty(), "it does not measure");
}

#[test]
fn a_policy_that_measures_hears_of_every_chunk_once() {
    let policy = Told { measures: true, ..Told::default() };
    let dispenser = Dispenser::with_capacity(2);
    deal(&plan(10, 2, Mapping::Policy(&policy)), &dispenser, 0, &[0, 1]);
    let mut completed = policy.completed.into_inner().unwrap();
    completed.sort_by_key(|(_, range, ..)| range.start);
    let heard: Vec<_> = completed.into_iter().map(|(member, range, ..)| (member, range)).collect();
    assert_eq!(heard, [(0, 0..4), (1, 4..8), (0, 8..10)]);
}

#[test]
fn a_hand_without_a_clock_passes_on_what_it_is_told() {
    let policy = Told { measures: true, ..Told::default() };
    let plan = plan(5, 1, Mapping::Policy(&policy));
    let dispenser = Dispenser::with_capacity(1);
    dispenser.open(0);
    let mut hand = Hand::unclocked(&plan, 0, 0);
    while let Some(range) = hand.next(&plan, &dispenser) {
        hand.completed(&plan, &dispenser, &range, Spent { body: 1000 * range.start + 7, dispatch: 3 });
    }
    let nanos = Duration::from_nanos;
    let expected = [(0, 0..4, nanos(7), nanos(3)), (0, 4..5, nanos(4007), nanos(3))];
    assert_eq!(policy.completed.into_inner().unwrap(), expected);
}

#[test]
fn sites_are_places() {
    let here = || Site::new(std::panic::Location::caller(), 0);
    let (a, b) = (here(), here());
    assert_eq!(a.key(1), Site::new(a.place(), 0).key(1));
    assert_ne!(a.key(0), a.key(1));
    assert_ne!(Site::new(a.place(), 64).key(0), Site::new(a.place(), 128).key(0));
    assert_eq!(a.place().file(), b.place().file());
    let elsewhere = Site::new(std::panic::Location::caller(), 0);
    assert_ne!(a.key(0), elsewhere.key(0));
}
