//! Values that travel with barriers.

use super::rig::{Rig, explore};
use crate::team::interrupt::Cause;
use crate::team::region::Outcome;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};

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
                let total = member.all_reduce(rig.core, here, value(round << member.thread_num()), |a, b| {
                    value(number(&a) + number(&b))
                });
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
    reduce(2, 3, |n| n, |n| *n);
}

/// Taken with a swap.
#[test]
fn loom_two_reduce_boxes() {
    reduce(2, 3, Box::new, |n| **n);
}

#[test]
fn loom_three_reduce_numbers() {
    reduce(3, 1, |n| n, |n| *n);
}

/// A member that is called out of an exchange and catches the unwinding comes to another exchange, while its
/// parent may still be taking what it put for the first: it must not overwrite that.
fn called_out_of<T: Clone + Send + 'static>(value: fn(u64) -> T) {
    explore(2, move || {
        let rig = Rig::new(2, 1);
        let here = Location::caller();
        let outcome = rig.region(2, |member| {
            let exchange = || {
                let _ = catch_unwind(AssertUnwindSafe(|| {
                    member.all_reduce(rig.core, here, value(1), |a, _| a);
                }));
            };
            if member.thread_num() == 0 {
                rig.core.interrupt(Cause::Cancelled);
            } else {
                exchange();
            }
            exchange();
        });
        assert!(matches!(outcome, Outcome::Cancelled));
        rig.end();
    });
}

#[test]
fn loom_a_number_is_not_overwritten_while_it_is_taken() {
    called_out_of(|n| n);
}

#[test]
fn loom_a_box_is_not_overwritten_while_it_is_taken() {
    called_out_of(Box::new);
}
