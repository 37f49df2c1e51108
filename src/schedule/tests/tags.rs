use super::*;

/// Chunks member 0 gets alone, by number.
fn drain(plan: &Plan<'_>, dispenser: &Dispenser, tag: u64) -> Vec<u64> {
    let mut hand = Hand::new(plan, 0, tag);
    std::iter::from_fn(|| hand.next_numbered(plan, dispenser)).map(|chunk| chunk.number).collect()
}

#[test]
fn shares_reset_themselves_from_loop_to_loop() {
    let plan = plan(12, 3, Mapping::Steal(1));
    let dispenser = Dispenser::with_capacity(3);
    for tag in 0..100 {
        dispenser.open(tag);
        assert_eq!(drain(&plan, &dispenser, tag).len(), 12, "loop {tag}");
    }
}

#[test]
fn a_loop_that_was_given_up_leaves_nothing_behind() {
    let plan = plan(12, 3, Mapping::Steal(1));
    let dispenser = Dispenser::with_capacity(3);
    dispenser.open(0);
    // Only member 1 took two chunks before the loop was cancelled: the other shares have no tag yet.
    let mut hand = Hand::new(&plan, 1, 0);
    assert_eq!(hand.next(&plan, &dispenser), Some(4..5));
    assert_eq!(hand.next(&plan, &dispenser), Some(5..6));
    dispenser.open(1);
    assert_eq!(drain(&plan, &dispenser, 1).len(), 12);
}

/// A share nobody touched for exactly as many loops as there are tags has the right tag and a wrong position.
#[test]
fn tags_that_come_again_find_no_old_position() {
    let plan = plan(4, 1, Mapping::Steal(1));
    let dispenser = Dispenser::with_capacity(1);
    for cycle in [65_535, 65_536, 2 * 65_535, 1 << 32] {
        for first in [0, 1, 65_534] {
            let dispenser = Dispenser::with_capacity(1);
            dispenser.open(first);
            assert_eq!(drain(&plan, &dispenser, first).len(), 4);
            dispenser.open(first + cycle);
            assert_eq!(drain(&plan, &dispenser, first + cycle).len(), 4, "{first} + {cycle}");
        }
    }
    dispenser.open(u64::MAX);
    assert_eq!(drain(&plan, &dispenser, u64::MAX).len(), 4);
}

#[test]
fn every_tag_of_more_than_an_epoch_works() {
    let plan = plan(3, 2, Mapping::Steal(1));
    let dispenser = Dispenser::with_capacity(2);
    for tag in 0..70_000 {
        dispenser.open(tag);
        assert_eq!(drain(&plan, &dispenser, tag).len(), 3, "loop {tag}");
    }
}
