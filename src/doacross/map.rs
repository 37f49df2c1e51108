use std::ops::Range;

use crate::schedule::{Blocks, Mapping, Plan};

/// Which lane tells of which outer iteration.
///
/// The outer iterations of a loop are cut into *granules*, stretches that one member runs in order. Two granules of one
/// lane never move at the same time: they belong to one member, or the later waits for the earlier to end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Map {
    /// `static`: a granule for each member.
    Block { blocks: Blocks, members: usize },
    /// `static,c`: the chunks; a lane for each member.
    Cyclic { chunk: u64, members: u64 },
    /// Chunks go to whoever comes: every `chunk` iterations are a granule, the lanes are a ring.
    Ring { chunk: u64, lanes: u64 },
}

/// A stretch of outer iterations that one member runs in order, and its lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Granule {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) lane: usize,
    /// The end of the granule that had the lane before, if that was another member's.
    pub(super) after: Option<u64>,
}

impl Map {
    /// For the loop of `plan`, which is monotonic, and a ring of `lanes`.
    pub(super) fn new(plan: &Plan<'_>, lanes: usize) -> Self {
        let (members, lanes) = (plan.members.max(1), lanes as u64);
        match plan.mapping {
            Mapping::Block => Self::Block { blocks: Blocks::new(plan.len, members), members },
            Mapping::Cyclic(chunk) => Self::Cyclic { chunk: chunk.max(1), members: members as u64 },
            Mapping::Counter(chunk) => Self::Ring { chunk: chunk.max(1), lanes },
            // The lengths of the chunks are not known beforehand, or cannot be found fast.
            Mapping::Guided(_) | Mapping::Sequence(_) | Mapping::Adaptive(_) | Mapping::Policy(_) => {
                Self::Ring { chunk: 1, lanes }
            }
            Mapping::Steal(_) | Mapping::StaticSteal(_) | Mapping::Bins(_) | Mapping::Auto => {
                unreachable!("a loop with dependences is monotonic")
            }
        }
    }

    /// The granule of the outer iteration `i`, of `len`.
    #[inline]
    pub(super) fn granule(&self, i: u64, len: u64) -> Granule {
        let cut = |chunk: u64| {
            let number = i / chunk;
            // At most `i`.
            let start = number * chunk;
            (number, start, start.saturating_add(chunk).min(len))
        };
        match *self {
            Self::Block { blocks, members } => {
                let lane = blocks.part_of(i).min(members - 1);
                let Range { start, end } = blocks.range(lane);
                Granule { start, end, lane, after: None }
            }
            Self::Cyclic { chunk, members } => {
                let (number, start, end) = cut(chunk);
                Granule { start, end, lane: (number % members) as usize, after: None }
            }
            Self::Ring { chunk, lanes } => {
                let (number, start, end) = cut(chunk);
                let after = number.checked_sub(lanes).map(|before| (before + 1) * chunk);
                Granule { start, end, lane: (number % lanes) as usize, after }
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn all_granules(mapping: Mapping<'_>, len: u64, members: usize, lanes: usize) -> Vec<Granule> {
        let map = Map::new(&Plan { len, members, mapping }, lanes);
        let granules: Vec<Granule> = (0..len).map(|i| map.granule(i, len)).collect();
        for (i, granule) in granules.iter().enumerate() {
            assert!((granule.start..granule.end).contains(&(i as u64)), "{mapping:?}");
            assert!(granule.lane < lanes.max(members));
        }
        granules
    }

    #[test]
    fn static_lanes_are_the_members() {
        for (len, members) in [(1, 1), (7, 3), (8, 8), (3, 8), (100, 7), (64, 4)] {
            let blocks = Blocks::new(len, members);
            for (i, granule) in all_granules(Mapping::Block, len, members, 2).iter().enumerate() {
                assert!(blocks.range(granule.lane).contains(&(i as u64)));
            }
            for chunk in [1, 2, 3, 50, u64::MAX] {
                for (i, granule) in all_granules(Mapping::Cyclic(chunk), len, members, 2).iter().enumerate() {
                    assert_eq!(granule.lane as u64, i as u64 / chunk % members as u64);
                }
            }
        }
    }

    #[test]
    fn a_ring_goes_round() {
        for chunk in [1, 3, 8] {
            let granules = all_granules(Mapping::Counter(chunk), 100, 2, 4);
            for granule in &granules {
                match granule.after {
                    None => assert!(granule.start < 4 * chunk),
                    Some(end) => {
                        let before = granules[end as usize - 1];
                        assert_eq!((before.lane, before.end), (granule.lane, end));
                        assert_eq!(granule.start - before.start, 4 * chunk);
                    }
                }
            }
        }
    }

    #[test]
    fn the_largest_loops_have_granules() {
        let len = u64::MAX;
        for mapping in
            [Mapping::Block, Mapping::Cyclic(u64::MAX), Mapping::Counter(1 << 63), Mapping::Guided(1)]
        {
            let map = Map::new(&Plan { len, members: 3, mapping }, 64);
            for i in [0, 1, len / 2, len - 1] {
                let granule = map.granule(i, len);
                assert!((granule.start..granule.end).contains(&i), "{mapping:?} {i}");
            }
        }
    }
}
