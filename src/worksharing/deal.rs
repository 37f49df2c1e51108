//! How a loop is dealt out that keeps one partial result for each *block* of its iterations.
//!
//! Partial results belong to blocks and never to threads, and the blocks are a partition that is known before the
//! loop begins: by length, team size and schedule, or by the length alone for a deterministic loop. So it does not
//! matter who runs a block and when; combined in block order, the partials give the same bits in every run.

use std::ops::Range;

use super::part::Part;
use crate::reduce::{Blocks, deterministic_blocks};
use crate::schedule::{ChunkPolicy, Completed, LoopStart, LoopState, Mapping, Plan};
use crate::space::{Admission, Space};

/// A loop and its blocks.
#[derive(Debug)]
pub(crate) struct Deal<'p> {
    len: u64,
    members: usize,
    mapping: Mapping<'p>,
    blocks: Partition<'p>,
}

/// What the blocks of a loop are.
#[derive(Debug)]
enum Partition<'p> {
    /// The chunks of the schedule: the same in every run.
    Chunks,
    /// These, dealt out by number as if they were the iterations.
    Blocks(Blocks),
    /// These; the policy proposes how many iterations a chunk has, rounded up to whole blocks.
    Runs(Blocks, Rounded<'p>),
}

/// A table of partials has about so many entries at most for each member; a chunk is made longer where the user's
/// size would make more. Large enough to spread uneven iterations.
const BLOCKS_PER_MEMBER: u64 = 256;

/// The same for `static,c`, where longer chunks are run by other members than the specification says: only where
/// the table would become a burden.
const STATIC_CHUNKS: u64 = 1 << 14;

impl<'p> Deal<'p> {
    /// Deals out `len` iterations among `members` as `mapping` says.
    pub(crate) fn new(len: u64, members: usize, mapping: Mapping<'p>, deterministic: bool) -> Self {
        let mapping = if members == 1 { Mapping::Block } else { mapping };
        let most = BLOCKS_PER_MEMBER * members as u64;
        let shortest = len.div_ceil(most);
        let (mapping, blocks) = match (mapping, deterministic) {
            (Mapping::Policy(policy), _) => {
                let blocks =
                    if deterministic { deterministic_blocks(len) } else { Blocks::at_most(len, 1, most) };
                (mapping, Partition::Runs(blocks, Rounded { policy, size: blocks.size() }))
            }
            // Whose chunks are not known before: they are made of blocks, which are.
            (Mapping::Adaptive(_) | Mapping::Bins(_) | Mapping::Auto, false) => {
                (mapping, Partition::Blocks(Blocks::at_most(len, 1, most)))
            }
            (_, true) => {
                let blocks = deterministic_blocks(len);
                (mapping.map_chunk(|chunk| chunk.div_ceil(blocks.size())), Partition::Blocks(blocks))
            }
            (Mapping::Block, false) => (mapping, Partition::Chunks),
            (Mapping::Cyclic(chunk), false) => {
                (Mapping::Cyclic(chunk.max(len.div_ceil(STATIC_CHUNKS))), Partition::Chunks)
            }
            (_, false) => (mapping.map_chunk(|chunk| chunk.max(shortest)), Partition::Chunks),
        };
        Self { len, members, mapping, blocks }
    }

    /// What the dispenser hands out. Its iterations may be blocks: [`for_each_block`](Deal::for_each_block) knows.
    #[inline]
    pub(crate) fn plan(&self) -> Plan<'_> {
        match &self.blocks {
            Partition::Chunks => Plan { len: self.len, members: self.members, mapping: self.mapping },
            Partition::Blocks(blocks) => {
                Plan { len: blocks.count() as u64, members: self.members, mapping: self.mapping }
            }
            Partition::Runs(_, policy) => {
                Plan { len: self.len, members: self.members, mapping: Mapping::Policy(policy) }
            }
        }
    }

    /// Whether every member has exactly one block, if not more members than iterations.
    #[inline]
    pub(crate) fn is_block_each(&self) -> bool {
        matches!((&self.blocks, self.mapping), (Partition::Chunks, Mapping::Block))
    }

    /// Iterations in a block; 0 if the blocks are the schedule's chunks.
    #[inline]
    pub(crate) fn block_size(&self) -> u64 {
        match &self.blocks {
            Partition::Chunks => 0,
            Partition::Blocks(blocks) | Partition::Runs(blocks, _) => blocks.size(),
        }
    }

    /// How many blocks there are.
    pub(crate) fn count(&self) -> usize {
        match &self.blocks {
            Partition::Chunks => self.plan().boundaries().map_or(0, |chunks| chunks.count_left() as usize),
            Partition::Blocks(blocks) | Partition::Runs(blocks, _) => blocks.count(),
        }
    }

    /// The iterations of all blocks, in order.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Range<u64>> {
        let (chunks, blocks) = match &self.blocks {
            Partition::Chunks => (self.plan().boundaries(), None),
            Partition::Blocks(blocks) | Partition::Runs(blocks, _) => (None, Some(*blocks)),
        };
        let blocks = blocks.into_iter().flat_map(|blocks| (0..blocks.count()).map(move |k| blocks.range(k)));
        chunks.into_iter().flatten().chain(blocks)
    }

    /// Calls `block` with the number and the iterations of every block that comes to `part`, which is one of
    /// [`plan`](Deal::plan).
    #[inline]
    pub(crate) fn for_each_block(&self, part: &Part<'_, '_>, mut block: impl FnMut(usize, Range<u64>)) {
        match &self.blocks {
            // There are as many chunks as the table has entries, so their numbers fit.
            Partition::Chunks => part.for_each_numbered(|number, range| block(number as usize, range)),
            Partition::Blocks(blocks) => part.for_each_chunk(|numbers| {
                for k in numbers.start as usize..numbers.end as usize {
                    block(k, blocks.range(k));
                }
            }),
            Partition::Runs(blocks, _) => part.for_each_chunk(|range| {
                let numbers = range.start / blocks.size()..range.end.div_ceil(blocks.size());
                for k in numbers.start as usize..numbers.end as usize {
                    block(k, blocks.range(k));
                }
            }),
        }
    }

    /// The member's claim on what `space` lends, in the iterations of the loop.
    #[inline]
    pub(crate) fn admit<'s, S: Space>(&self, part: &Part<'_, '_>, space: &'s S) -> Admission<'s> {
        match &self.blocks {
            Partition::Chunks => part.admit(space),
            Partition::Blocks(_) | Partition::Runs(..) => part.admit_as(space, self.len, None),
        }
    }
}

/// A user's policy whose proposals are rounded up to whole blocks. Chunks then begin and end with blocks: the first
/// begins at 0, and each begins where another ends.
#[derive(Debug)]
struct Rounded<'p> {
    policy: &'p dyn ChunkPolicy,
    size: u64,
}

impl ChunkPolicy for Rounded<'_> {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        let proposed = self.policy.next_chunk(state).clamp(1, state.remaining());
        // Past the end of all numbers is past the end of the loop: the dispenser clamps.
        proposed.checked_next_multiple_of(self.size).unwrap_or(u64::MAX)
    }

    fn begin(&self, start: &LoopStart) {
        self.policy.begin(start);
    }

    fn measures(&self) -> bool {
        self.policy.measures()
    }

    fn completed(&self, done: &Completed) {
        self.policy.completed(done);
    }

    fn name(&self) -> &str {
        self.policy.name()
    }
}
