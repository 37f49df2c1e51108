use crate::place::{Partition, Position, ProcBind, assign};
use proptest::prelude::*;
use std::ops::Range;

fn partition(places: Range<u32>) -> Partition {
    Partition { first: places.start, len: places.end - places.start }
}

fn at(place: u32, places: Range<u32>) -> Position {
    Position { place, partition: partition(places) }
}

fn team(policy: ProcBind, parent: Position, size: u32) -> Vec<Position> {
    (0..size).map(|member| assign(policy, parent, size, member).unwrap()).collect()
}

fn places(team: &[Position]) -> Vec<u32> {
    team.iter().map(|position| position.place).collect()
}

// OpenMP Application Programming Interface Examples, chapter "OpenMP Affinity": eight places, p0 to p7.

#[test]
fn examples_spread_4() {
    let parts = [0..2, 2..4, 4..6, 6..8].map(partition);
    let team_at_p0 = team(ProcBind::Spread, at(0, 0..8), 4);
    assert_eq!(places(&team_at_p0), [0, 2, 4, 6]);
    assert_eq!(team_at_p0.iter().map(|position| position.partition).collect::<Vec<_>>(), parts);
    assert_eq!(team(ProcBind::Spread, at(2, 0..8), 4), [at(2, 2..4), at(4, 4..6), at(6, 6..8), at(0, 0..2)]);
}

#[test]
fn examples_spread_16() {
    let expected: Vec<_> = (0..16).map(|thread| at(thread / 2, thread / 2..thread / 2 + 1)).collect();
    assert_eq!(team(ProcBind::Spread, at(0, 0..8), 16), expected);
    let from_p2 = [2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 0, 0, 1, 1];
    assert_eq!(places(&team(ProcBind::Spread, at(2, 0..8), 16)), from_p2);
}

#[test]
fn examples_close() {
    assert_eq!(team(ProcBind::Close, at(0, 0..8), 4), [0, 1, 2, 3].map(|place| at(place, 0..8)));
    assert_eq!(team(ProcBind::Close, at(2, 0..8), 4), [2, 3, 4, 5].map(|place| at(place, 0..8)));
    assert_eq!(places(&team(ProcBind::Close, at(6, 0..8), 4)), [6, 7, 0, 1]);
    let from_p2 = [2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 0, 0, 1, 1];
    assert_eq!(places(&team(ProcBind::Close, at(2, 0..8), 16)), from_p2);
}

#[test]
fn examples_primary() {
    assert_eq!(team(ProcBind::Primary, at(0, 0..8), 4), [at(0, 0..8); 4]);
    assert_eq!(team(ProcBind::Primary, at(2, 0..8), 4), [at(2, 0..8); 4]);
}

#[test]
fn nested_regions_stay_in_their_part() {
    let outer = team(ProcBind::Spread, at(0, 0..8), 2);
    assert_eq!(outer, [at(0, 0..4), at(4, 4..8)]);
    assert_eq!(places(&team(ProcBind::Spread, outer[1], 2)), [4, 6]);
    assert_eq!(places(&team(ProcBind::Close, outer[1], 5)), [4, 4, 5, 6, 7]);
}

#[test]
fn unbound_threads_have_no_place_and_true_is_close() {
    assert_eq!(assign(ProcBind::False, at(0, 0..8), 4, 1), None);
    assert_eq!(team(ProcBind::True, at(3, 0..8), 7), team(ProcBind::Close, at(3, 0..8), 7));
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    let most = u32::MAX - 1;
    let parent = at(most - 1, 0..most);
    for policy in [ProcBind::Close, ProcBind::Spread] {
        for (size, member) in [(most, most - 1), (u32::MAX, u32::MAX - 1), (1, 0), (2, 1)] {
            let position = assign(policy, parent, size, member).unwrap();
            assert!(position.place < most);
        }
    }
}

prop_compose! {
    fn parents()(first in 0u32..5, len in 1u32..40)
        (place in first..first + len, first in Just(first), len in Just(len)) -> Position
    {
        at(place, first..first + len)
    }
}

fn policies() -> impl Strategy<Value = ProcBind> {
    prop_oneof![Just(ProcBind::Primary), Just(ProcBind::Close), Just(ProcBind::Spread), Just(ProcBind::True)]
}

proptest! {
    #[test]
    fn positions_lie_in_the_parents_partition(policy in policies(), parent in parents(), size in 1u32..100) {
        let team = team(policy, parent, size);
        prop_assert_eq!(team[0].place, parent.place);
        let (outer, end) = (parent.partition, parent.partition.first + parent.partition.len);
        for Position { place, partition } in team {
            prop_assert!(partition.len >= 1);
            prop_assert!(outer.first <= partition.first && partition.first + partition.len <= end);
            prop_assert!((partition.first..partition.first + partition.len).contains(&place));
        }
    }

    /// Close and spread load places evenly: their shares of the team differ by at most one member.
    #[test]
    fn members_are_dealt_evenly(spread: bool, parent in parents(), size in 1u32..100) {
        let policy = if spread { ProcBind::Spread } else { ProcBind::Close };
        let Partition { first, len } = parent.partition;
        let mut load = vec![0u32; len as usize];
        places(&team(policy, parent, size)).iter().for_each(|place| load[(place - first) as usize] += 1);
        prop_assert!(load.iter().all(|&load| load == size / len || load == size.div_ceil(len)), "{:?}", load);
    }

    /// With as many places or more, parts of a spread are disjoint, cover everything, differ by at most one place, and
    /// follow one another in the order of members, cyclically.
    #[test]
    fn spread_cuts_the_partition_into_even_parts(parent in parents(), size in 1u32..40) {
        let Partition { first, len } = parent.partition;
        prop_assume!(size <= len);
        let team = team(ProcBind::Spread, parent, size);
        for (member, position) in team.iter().enumerate() {
            prop_assert!([len / size, len.div_ceil(size)].contains(&position.partition.len));
            if member > 0 {
                prop_assert_eq!(position.place, position.partition.first);
            }
            let next = team[(member + 1) % size as usize].partition.first;
            let end = position.partition.first + position.partition.len;
            prop_assert_eq!(next, if end == first + len { first } else { end });
        }
        prop_assert_eq!(team.iter().map(|position| position.partition.len).sum::<u32>(), len);
    }

    /// Close is successive places from the parent's on, with wrap-around, each place's members being successive.
    #[test]
    fn close_goes_round_once(parent in parents(), size in 1u32..100) {
        let Partition { first, len } = parent.partition;
        let steps: Vec<u32> = places(&team(ProcBind::Close, parent, size))
            .iter()
            .map(|place| (place + len - parent.place) % len)
            .collect();
        prop_assert!(steps.windows(2).all(|pair| pair[0] <= pair[1] && pair[1] - pair[0] <= 1), "{:?}", steps);
        prop_assert!(steps[0] == 0 && first <= parent.place);
    }
}
