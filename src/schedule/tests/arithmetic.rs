use super::*;
use crate::schedule::guided::Walk;
use crate::schedule::partition::{Blocks, Uniform};

proptest! {
    #[test]
    fn blocks_follow_each_other_and_the_first_are_longer(len: u64, parts in 1..300usize) {
        let blocks = Blocks::new(len, parts);
        let mut next = 0;
        for part in 0..parts {
            let range = blocks.range(part);
            prop_assert_eq!(range.start, next);
            let expected = len / parts as u64 + u64::from((part as u64) < len % parts as u64);
            prop_assert_eq!(range.end - range.start, expected);
            next = range.end;
        }
        prop_assert_eq!(next, len);
    }

    #[test]
    fn uniform_chunks_end_at_the_length(len in 1..=u64::MAX, chunk in 1..=u64::MAX) {
        let chunks = Uniform::new(len, chunk);
        let last = chunks.count() - 1;
        prop_assert_eq!(chunks.range(last).end, len);
        prop_assert_eq!(chunks.range(0), 0..chunk.min(len));
        if last > 0 {
            prop_assert_eq!(chunks.range(last - 1).end, chunks.range(last).start);
            prop_assert_eq!(chunks.range(last).start, chunk * last);
        }
    }

    #[test]
    fn a_bound_on_the_count_holds(len: u64, chunk in 0..10u64, most in 1..=u64::MAX) {
        let chunks = Uniform::at_most(len, chunk, most);
        prop_assert!(chunks.count() <= most);
    }

    /// Against the recurrence written with divisions.
    #[test]
    fn guided_follows_its_formula(
        len in prop_oneof![0..100_000u64, (1u64 << 32) - 500..(1u64 << 32) + 500, Just(u64::MAX)],
        members in prop_oneof![1..130usize, Just(4096)],
        chunk in prop_oneof![0..100u64, Just(u64::MAX)],
    ) {
        let mut position = 0;
        let plan = plan(len, members, Mapping::Guided(chunk));
        for range in plan.boundaries().unwrap() {
            let remaining = len - position;
            let size = remaining.div_ceil(members as u64).max(chunk).max(1).min(remaining);
            prop_assert_eq!(range, position..position + size);
            position += size;
        }
        prop_assert_eq!(position, len);
    }

    #[test]
    fn boundaries_cover_the_loop(len in 0..5000u64, members in 1..9usize, mapping in any_mapping()) {
        let boundaries = plan(len, members, mapping).boundaries().unwrap();
        let count = boundaries.count_left();
        let chunks = (0..).zip(boundaries).map(|(number, range)| Chunk { number, range });
        let chunks = assert_exactly_once(len, chunks);
        prop_assert_eq!(chunks.len() as u64, count);
    }
}

#[test]
fn guided_is_libgomps_sequence() {
    let sizes = |len, members, chunk| {
        let ranges = plan(len, members, Mapping::Guided(chunk)).boundaries().unwrap();
        ranges.map(|range| range.end - range.start).collect::<Vec<_>>()
    };
    assert_eq!(sizes(100, 2, 1), [50, 25, 13, 6, 3, 2, 1]);
    assert_eq!(sizes(100, 4, 10), [25, 19, 14, 11, 10, 10, 10, 1]);
    assert_eq!(sizes(0, 4, 1), [0; 0]);
}

#[test]
fn the_reciprocal_is_exact_at_its_edges() {
    for members in [2, 3, 5, 7, 64, 127, 128, 641, 65_537, u32::MAX as usize] {
        for len in [1, 2, u64::from(u32::MAX) - 1, u64::from(u32::MAX), 1 << 32] {
            let first = Walk::new(len, 1, members).step().unwrap();
            assert_eq!(first.end, len.div_ceil(members as u64), "{len} / {members}");
        }
    }
}

#[test]
fn static_is_the_specifications_mapping() {
    let dispenser = Dispenser::with_capacity(3);
    let bounds = |mapping| -> Vec<Vec<(u64, u64)>> {
        let dealt = deal(&plan(10, 3, mapping), &dispenser, 0, &[]);
        let bounds = |chunk: Chunk| (chunk.range.start, chunk.range.end);
        dealt.into_iter().map(|chunks| chunks.into_iter().map(bounds).collect()).collect()
    };
    assert_eq!(bounds(Mapping::Block), [[(0, 4)], [(4, 7)], [(7, 10)]]);
    assert_eq!(bounds(Mapping::Cyclic(2)), [vec![(0, 2), (6, 8)], vec![(2, 4), (8, 10)], vec![(4, 6)]]);
}

#[test]
fn enormous_loops_do_not_overflow() {
    let dispenser = Dispenser::with_capacity(4);
    let mut tag = 0;
    for len in [1 << 63, u64::MAX - 1, u64::MAX] {
        for members in 1..=4 {
            let blocks = deal(&plan(len, members, Mapping::Block), &dispenser, 0, &[]);
            assert_exactly_once(len, blocks.into_iter().flatten());
            for mapping in [
                Mapping::Cyclic(1 << 62),
                Mapping::Counter(1 << 62),
                Mapping::Steal(1 << 62),
                Mapping::Guided(1 << 40),
            ] {
                let order = [3, 1, 2, 0, 0, 1];
                tag += 1;
                let chunks = deal(&plan(len, members, mapping), &dispenser, tag, &order);
                assert_exactly_once(len, chunks.into_iter().flatten());
            }
        }
    }
}

#[test]
fn the_last_chunk_of_a_cyclic_member_ends_its_numbers() {
    // The number after the last would pass 2^64.
    let plan = plan(u64::MAX, usize::MAX, Mapping::Cyclic(1));
    let mut hand = Hand::new(&plan, 5, 0);
    let dispenser = Dispenser::with_capacity(0);
    assert_eq!(hand.next(&plan, &dispenser), Some(5..6));
    assert_eq!(hand.next(&plan, &dispenser), None);
}
