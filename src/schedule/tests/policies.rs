use super::*;
use crate::schedule::{ChunkPolicy, LoopState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A policy from a closure.
struct By<F>(F);

impl<F: Fn(&LoopState) -> u64 + Sync> ChunkPolicy for By<F> {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        (self.0)(state)
    }
}

fn by<F: Fn(&LoopState) -> u64 + Sync>(policy: F) -> By<F> {
    By(policy)
}

fn lengths(len: u64, members: usize, policy: &dyn ChunkPolicy) -> Vec<u64> {
    let plan = plan(len, members, Mapping::Policy(policy));
    let chunks = deal(&plan, &Dispenser::with_capacity(members), 0, &[]).into_iter().flatten();
    assert_exactly_once(len, chunks).into_iter().map(|c| c.range.end - c.range.start).collect()
}

#[test]
fn proposals_are_clamped() {
    assert_eq!(lengths(5, 2, &by(|_| 0)), [1; 5]);
    assert_eq!(lengths(5, 2, &by(|_| u64::MAX)), [5]);
    assert_eq!(lengths(5, 2, &by(|s| s.remaining() + 1)), [5]);
    assert_eq!(lengths(10, 1, &by(|_| 4)), [4, 4, 2]);
    assert_eq!(lengths(0, 3, &by(|_| panic!("an empty loop never asks"))), [0; 0]);
}

#[test]
fn a_policy_sees_the_loop_as_it_is() {
    let seen = Mutex::new(Vec::new());
    let policy = by(|s: &LoopState| {
        seen.lock().unwrap().push((
            s.len(),
            s.remaining(),
            s.num_threads(),
            s.thread_num(),
            s.step(),
            s.last_chunk(),
        ));
        s.remaining().div_ceil(2)
    });
    assert_eq!(lengths(10, 1, &policy), [5, 3, 1, 1]);
    assert_eq!(
        *seen.lock().unwrap(),
        [(10, 10, 1, 0, 0, 0), (10, 5, 1, 0, 1, 5), (10, 2, 1, 0, 2, 3), (10, 1, 1, 0, 3, 1)]
    );
}

/// Short loops have the step beside the position, long ones have it apart.
#[test]
fn steps_count_up_to_the_longest_loop() {
    for len in [1, 100, (1 << 32) - 1, 1 << 32, (1 << 32) + 1, u64::MAX] {
        let steps = Mutex::new(Vec::new());
        let policy = by(|state: &LoopState| {
            assert_eq!(state.len(), len);
            steps.lock().unwrap().push(state.step());
            len / 9 + 1
        });
        let lengths = lengths(len, 3, &policy);
        assert_eq!(lengths.iter().sum::<u64>(), len);
        assert!(steps.into_inner().unwrap().into_iter().eq(0..lengths.len() as u64), "{len}");
    }
}

/// Chunks as tiny as these are asked for together.
#[test]
fn each_question_has_the_state_that_the_answer_before_it_made() {
    for len in [10_000, (1 << 33) + 10_000] {
        let before = Mutex::new((0, 0, 0));
        let policy = by(|state: &LoopState| {
            let mut before = before.lock().unwrap();
            let (steps, position, last) = *before;
            assert_eq!(
                (state.step(), state.len() - state.remaining(), state.last_chunk()),
                (steps, position, last)
            );
            // Long ones first, so that not all of the longer loop need be asked for.
            let chunk = if steps == 0 { len - 9_999 } else { 1 + steps % 3 };
            let chunk = chunk.min(state.remaining());
            *before = (steps + 1, position + chunk, chunk);
            chunk
        });
        let plan = plan(len, 1, Mapping::Policy(&policy));
        let dispenser = Dispenser::with_capacity(1);
        dispenser.open(0);
        let mut hand = Hand::new(&plan, 0, 0);
        let (mut steps, mut position) = (0, 0);
        while let Some(chunk) = hand.next_numbered(&plan, &dispenser) {
            assert_eq!((chunk.number, chunk.range.start), (steps, position));
            (steps, position) = (steps + 1, chunk.range.end);
        }
        assert_eq!((steps, position), (before.into_inner().unwrap().0, len));
    }
}

#[test]
fn a_panic_takes_no_chunk_and_the_hand_lives_on() {
    let calls = AtomicU64::new(0);
    let policy = by(|_: &LoopState| {
        assert!(calls.fetch_add(1, Relaxed) != 1, "the second call panics");
        3
    });
    let plan = plan(7, 1, Mapping::Policy(&policy));
    let dispenser = Dispenser::with_capacity(1);
    dispenser.open(0);
    let mut hand = Hand::new(&plan, 0, 0);
    assert_eq!(hand.next(&plan, &dispenser), Some(0..3));
    assert!(catch_unwind(AssertUnwindSafe(|| hand.next(&plan, &dispenser))).is_err());
    assert_eq!(hand.next(&plan, &dispenser), Some(3..6));
    assert_eq!(hand.next(&plan, &dispenser), Some(6..7));
    assert_eq!(hand.next(&plan, &dispenser), None);
}

/// Safe code can share a dispenser between loops only through the layers above; but a policy may run a whole
/// loop of its own, and that must not disturb the one it is asked for.
#[test]
fn a_policy_may_run_a_loop_of_its_own() {
    let policy = by(|s: &LoopState| lengths(s.remaining(), 2, &by(|_| 2)).len() as u64);
    assert_eq!(lengths(20, 2, &policy), [10, 5, 3, 1, 1]);
}

#[test]
fn a_lost_race_asks_again_with_the_new_state() {
    let dispenser = Dispenser::with_capacity(2);
    let asked = Mutex::new(Vec::new());
    // While member 0 is asked for the first time, member 1 takes 4 iterations.
    let rival = by(|_: &LoopState| 4);
    let policy = by(|s: &LoopState| {
        asked.lock().unwrap().push(s.remaining());
        if s.remaining() == 10 {
            let plan = plan(10, 2, Mapping::Policy(&rival));
            assert_eq!(Hand::new(&plan, 1, 0).next(&plan, &dispenser), Some(0..4));
        }
        s.remaining() / 2
    });
    let plan = plan(10, 2, Mapping::Policy(&policy));
    dispenser.open(0);
    assert_eq!(Hand::new(&plan, 0, 0).next(&plan, &dispenser), Some(4..7));
    assert_eq!(*asked.lock().unwrap(), [10, 6]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn threads_with_a_nonsense_policy_cover_the_loop(len in 0..5000u64, members in 1..6usize, seed: u64) {
        let noise = AtomicU64::new(seed);
        let policy = by(|_: &LoopState| {
            let x = noise.fetch_add(0x9E37_79B9_7F4A_7C15, Relaxed);
            x >> (x % 64)
        });
        let plan = plan(len, members, Mapping::Policy(&policy));
        let dispenser = Dispenser::with_capacity(members);
        dispenser.open(3);
        let chunks = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for member in 0..members {
                let (plan, dispenser, chunks) = (&plan, &dispenser, &chunks);
                scope.spawn(move || {
                    let mut hand = Hand::new(plan, member, 3);
                    let mut last = 0;
                    while let Some(chunk) = hand.next_numbered(plan, dispenser) {
                        assert!(chunk.range.start >= last, "monotonic");
                        last = chunk.range.end;
                        chunks.lock().unwrap().push(chunk);
                    }
                });
            }
        });
        let chunks = assert_exactly_once(len, chunks.into_inner().unwrap());
        let mut numbers: Vec<_> = chunks.iter().map(|chunk| chunk.number).collect();
        numbers.sort_unstable();
        prop_assert!(numbers.into_iter().eq(0..chunks.len() as u64), "numbers are unique and dense");
    }
}
