//! What all members of a team must agree on before they share a loop, and the chunks that follow from it.

use super::adaptive::Adaptive;
use super::guided::Walk;
use super::partition::{Blocks, Uniform};
use super::sequence::{self, Sequence};
use super::{BinLpt, ChunkPolicy};
use crate::hook::Dealing;
use std::ops::Range;

/// A loop and how it is shared. Resolved: no `runtime` left.
///
/// Every member must come with an equal plan, or chunks would be lost or doubled. The layer above sees to it:
/// one member resolves and publishes, or all resolve from the same arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan<'p> {
    /// Logical iterations.
    pub(crate) len: u64,
    /// Members of the team, at least 1; they are numbered `0..members`.
    pub(crate) members: usize,
    /// Who gets what.
    pub(crate) mapping: Mapping<'p>,
}

/// How iterations reach members. A chunk size of 0 is taken as 1.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mapping<'p> {
    /// `static`: member `m` has block `m`. No shared state.
    Block,
    /// `static,c`: chunk `k` belongs to member `k mod members`. No shared state.
    Cyclic(u64),
    /// `monotonic:dynamic,c`: the next chunk for whoever asks, from one cursor.
    Counter(u64),
    /// `nonmonotonic:dynamic,c`: every member has a share, a block of chunks; its own first, then the others'.
    Steal(u64),
    /// `guided,c`: the next chunk for whoever asks, chunks shrinking from `len / members` to `c`.
    Guided(u64),
    /// A user's policy proposes the length of the next chunk for whoever asks.
    Policy(&'p dyn ChunkPolicy),
    /// Chunks of lengths that are known before, one after the other for whoever asks.
    Sequence(Sequence),
    /// A policy that goes by who asks and what chunks took proposes the length of the next.
    Adaptive(Adaptive),
    /// `static_steal,c`: as `Steal`, but others' shares are taken in quarters.
    StaticSteal(u64),
    /// Every member has some of these bins; its own first, then the others'.
    Bins(&'p BinLpt),
    /// One of the above, which whoever begins the loop chooses by what is remembered of it.
    Auto,
}

/// A `Counter` numbers its chunks in a `u64` that every member may push one past the end: half the range
/// is kept free, so it never wraps. Only loops of more than 2^63 chunks notice: their chunks are two iterations.
const COUNTER_CHUNKS: u64 = 1 << 63;

/// A share numbers its chunks in 47 bits beside a tag. Only loops of more than 2^47 chunks a member (39 hours
/// at a nanosecond each) notice: their chunks are raised until they fit.
const SHARE_CHUNKS: u64 = 1 << 47;

impl Mapping<'_> {
    /// The same chunks for a team of one, without shared cursors.
    #[inline]
    pub(crate) fn alone(self) -> Self {
        match self {
            Self::Counter(chunk) | Self::Steal(chunk) | Self::StaticSteal(chunk) | Self::Cyclic(chunk) => {
                Self::Cyclic(chunk)
            }
            Self::Block | Self::Guided(_) => Self::Block,
            Self::Sequence(_) | Self::Adaptive(_) | Self::Bins(_) | Self::Auto => Self::Block,
            Self::Policy(_) => self,
        }
    }

    /// The same kind with another chunk size, if it has one.
    pub(crate) fn map_chunk(self, size: impl FnOnce(u64) -> u64) -> Self {
        match self {
            Self::Cyclic(chunk) => Self::Cyclic(size(chunk)),
            Self::Counter(chunk) => Self::Counter(size(chunk)),
            Self::Steal(chunk) => Self::Steal(size(chunk)),
            Self::Guided(chunk) => Self::Guided(size(chunk)),
            Self::StaticSteal(chunk) => Self::StaticSteal(size(chunk)),
            Self::Sequence(sequence) => Self::Sequence(sequence.map_chunk(size)),
            Self::Adaptive(adaptive) => Self::Adaptive(Adaptive { chunk: size(adaptive.chunk), ..adaptive }),
            Self::Block | Self::Policy(_) | Self::Bins(_) | Self::Auto => self,
        }
    }

    /// The same kind, with every member's chunks in ascending order.
    pub(crate) fn monotonic(self) -> Self {
        match self {
            Self::Steal(chunk) | Self::StaticSteal(chunk) => Self::Counter(chunk),
            Self::Bins(_) | Self::Auto => Self::Guided(1),
            _ => self,
        }
    }
}

impl<'p> Plan<'p> {
    /// The mapping as observers are told of it. Asks a policy its name.
    pub(crate) fn dealing(&self) -> Dealing<'p> {
        match self.mapping {
            Mapping::Block => Dealing::Static,
            Mapping::Cyclic(chunk) => Dealing::StaticChunk(chunk),
            Mapping::Counter(chunk) => Dealing::Monotonic(chunk),
            Mapping::Steal(chunk) => Dealing::Dynamic(chunk),
            Mapping::Guided(chunk) => Dealing::Guided(chunk),
            Mapping::Policy(policy) => Dealing::Policy(policy.name()),
            Mapping::Sequence(sequence) => Dealing::Policy(sequence.name()),
            Mapping::Adaptive(adaptive) => Dealing::Policy(adaptive.rule.name()),
            Mapping::StaticSteal(_) => Dealing::Policy("static_steal"),
            Mapping::Bins(_) => Dealing::Policy("binlpt"),
            Mapping::Auto => Dealing::Policy("auto"),
        }
    }
}

impl Plan<'_> {
    /// What two members must have in common to share a loop: equal terms hand out every iteration once. Two
    /// policies agree whatever they are: their cursor counts iterations, not chunks.
    #[inline]
    pub(crate) fn terms(&self) -> [u64; 4] {
        let (kind, a, b) = match self.mapping {
            Mapping::Block => (0, 0, 0),
            Mapping::Cyclic(chunk) => (1, chunk, 0),
            Mapping::Counter(chunk) => (2, chunk, 0),
            Mapping::Steal(chunk) => (3, chunk, 0),
            Mapping::Guided(chunk) => (4, chunk, 0),
            Mapping::Policy(_) => (5, 0, 0),
            Mapping::Sequence(sequence) => {
                let [sub, a, b] = sequence.terms();
                (6 | sub << 8, a, b)
            }
            Mapping::Adaptive(adaptive) => {
                let [sub, a] = adaptive.rule.terms();
                (7 | sub << 8, a, adaptive.chunk)
            }
            Mapping::StaticSteal(chunk) => (8, chunk, 0),
            Mapping::Bins(bins) => (9, bins.number(), 0),
            Mapping::Auto => (10, 0, 0),
        };
        [self.len, kind, a, b]
    }

    /// The chunk length, if it and the plan alone decide who runs what; 0 for one block each.
    #[inline]
    pub(crate) fn static_chunk(&self) -> Option<u64> {
        match self.mapping {
            Mapping::Block => Some(0),
            Mapping::Cyclic(chunk) => Some(chunk),
            _ => None,
        }
    }

    /// The chunks of a mapping that has uniform ones, as the dispenser hands them out.
    #[inline]
    pub(super) fn uniform(&self, chunk: u64) -> Uniform {
        match self.mapping {
            Mapping::Counter(_) => Uniform::at_most(self.len, chunk, COUNTER_CHUNKS),
            Mapping::Steal(_) | Mapping::StaticSteal(_) => {
                Uniform::at_most(self.len, chunk, SHARE_CHUNKS.saturating_mul(self.members.max(1) as u64))
            }
            _ => Uniform::new(self.len, chunk),
        }
    }

    /// The chunks in ascending order, if they are known before and cover the loop in that order: not those of a user's
    /// policy, of adaptive ones, of bins, and of what `auto` may choose.
    ///
    /// Chunk number `k` of [`Hand::next_numbered`](super::Hand::next_numbered) is item `k` of this sequence,
    /// whoever gets it: a reduction that keeps one partial per chunk combines them in this order and has the
    /// same bits in every run.
    pub(crate) fn boundaries(&self) -> Option<Boundaries> {
        let kind = match self.mapping {
            Mapping::Block => Kind::Block(Blocks::new(self.len, self.members)),
            Mapping::Cyclic(chunk)
            | Mapping::Counter(chunk)
            | Mapping::Steal(chunk)
            | Mapping::StaticSteal(chunk) => Kind::Uniform(self.uniform(chunk)),
            Mapping::Guided(chunk) => Kind::Guided(Walk::new(self.len, chunk, self.members)),
            Mapping::Sequence(sequence) => Kind::Sequence(sequence.walk(self.len, self.members)),
            Mapping::Policy(_) | Mapping::Adaptive(_) | Mapping::Bins(_) | Mapping::Auto => return None,
        };
        let count = match &kind {
            Kind::Block(_) => self.len.min(self.members.max(1) as u64),
            Kind::Uniform(chunks) => chunks.count(),
            Kind::Sequence(walk) => walk.count(),
            Kind::Guided(walk) => {
                let mut walk = walk.clone();
                std::iter::from_fn(|| walk.step()).count() as u64
            }
        };
        Some(Boundaries { kind, next: 0, count })
    }
}

/// The chunks of a loop in ascending order: see [`Plan::boundaries`].
#[derive(Clone, Debug)]
pub(crate) struct Boundaries {
    kind: Kind,
    next: u64,
    count: u64,
}

#[derive(Clone, Debug)]
enum Kind {
    Block(Blocks),
    Uniform(Uniform),
    Guided(Walk),
    Sequence(sequence::Walk),
}

impl Boundaries {
    /// How many chunks are left: before the first `next`, how many there are.
    pub(crate) fn count_left(&self) -> u64 {
        self.count - self.next
    }
}

impl Iterator for Boundaries {
    type Item = Range<u64>;

    fn next(&mut self) -> Option<Range<u64>> {
        if self.next == self.count {
            return None;
        }
        let number = self.next;
        self.next += 1;
        match &mut self.kind {
            Kind::Block(blocks) => Some(blocks.range(number as usize)),
            Kind::Uniform(chunks) => Some(chunks.range(number)),
            Kind::Guided(walk) => walk.step(),
            Kind::Sequence(walk) => walk.seek(number),
        }
    }
}
