//! Values that travel with barriers.

use super::rig::{Rig, explore};
use crate::team::region::Outcome;
use std::panic::Location;

/// Two reductions in a row: the second may not disturb what the first still hands out.
fn reduce<T: Clone + Send + 'static>(
    members: usize,
    preemptions: usize,
    value: fn(u64) -> T,
    number: fn(&T) -> u64,
) {
    explore(preemptions, move || {
        let rig = Rig::new(members, members - 1);
        let here = Location::caller();
        let outcome = rig.region(members, |member| {
            for round in 1..=2 {
                let total = member.all_reduce(
                    rig.core,
                    here,
                    value(round << member.thread_num()),
                    |a, b| value(number(&a) + number(&b)),
                );
                assert_eq!(number(&total), round * ((1 << members) - 1));
            }
        });
        assert!(matches!(outcome, Outcome::Done));
        rig.end();
    });
}

/// Taken with a load and a store.
#[test]
fn loom_two_reduce_numbers() {
    reduce(2, 2, |n| n, |n| *n);
}

/// Taken with a swap.
#[test]
fn loom_two_reduce_boxes() {
    reduce(2, 2, Box::new, |n| **n);
}

#[test]
fn loom_three_reduce_numbers() {
    reduce(3, 0, |n| n, |n| *n);
}
