//! A hand on nonmonotonic `dynamic`: own share first, then what the others have left.

use super::pace::Pace;
use super::round::Round;
use super::share::Tag;
use super::{Chunk, Dispenser, Source};
use crate::schedule::partition::{Blocks, Uniform};
use std::ops::Range;

pub(super) struct Stealing {
    chunks: Uniform,
    /// Numbers of the chunks this member has claimed and not handed out.
    held: Range<u64>,
    /// The chunks, cut into shares.
    shares: Blocks,
    tag: Tag,
    round: Round,
    /// What the share visited now had left when this member last claimed from it; `None` before the first
    /// claim, when not even its tag is known.
    left: Option<u64>,
    /// All shares are exhausted.
    ended: bool,
    pace: Pace,
    /// From others' shares, takes a quarter of what is left.
    in_quarters: bool,
}

/// The most chunks of another's share to take at once: with 2^16 members, positions stay far below their tags.
const MOST_OF_OTHERS: u64 = 1 << 20;

impl Stealing {
    #[inline]
    pub(super) fn new(chunks: Uniform, members: usize, member: usize, tag: u64) -> Self {
        Stealing {
            chunks,
            held: 0..0,
            shares: Blocks::new(chunks.count(), members),
            tag: Tag::new(tag),
            round: Round::new(member, members),
            left: None,
            ended: false,
            pace: Pace::new(members),
            in_quarters: false,
        }
    }

    /// The same for `static_steal`.
    pub(super) fn in_quarters(mut self) -> Self {
        self.in_quarters = true;
        self
    }

    /// The same without a look at the clock, one chunk a claim.
    pub(super) fn unclocked(mut self) -> Self {
        self.pace = Pace::single();
        self
    }

    /// The share visited now.
    pub(super) fn source(&self) -> Source {
        Source::Share(self.round.member())
    }

    /// Some claimed chunks have not been handed out.
    pub(super) fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    #[inline]
    pub(super) fn next(&mut self, dispenser: &Dispenser) -> Option<Chunk> {
        if self.held.is_empty() {
            self.held = self.claim(dispenser)?;
        }
        let number = self.held.start;
        self.held.start += 1;
        Some(Chunk { number, range: self.chunks.range(number) })
    }

    /// The iterations of the next chunks that are claimed together.
    #[inline]
    pub(super) fn next_claim(&mut self, dispenser: &Dispenser) -> Option<Range<u64>> {
        let numbers = self.claim(dispenser)?;
        Some(self.chunks.range(numbers.start).start..self.chunks.range(numbers.end - 1).end)
    }

    /// How many chunks to claim from the share visited now, which has about `left`.
    #[inline]
    fn want(&mut self, left: u64) -> u64 {
        if self.in_quarters && !self.round.is_at_own() {
            return (left / 4).clamp(1, MOST_OF_OTHERS);
        }
        self.pace.want(left)
    }

    /// Claims some chunks from the share visited now or, when it is exhausted, from the next that has any.
    #[inline(never)]
    fn claim(&mut self, dispenser: &Dispenser) -> Option<Range<u64>> {
        while !self.ended {
            let member = self.round.member();
            let count = self.shares.len(member);
            let share = &dispenser.shares[member];
            let claim = match self.left {
                Some(left) => share.claim_more(count, self.want(left)),
                None if count > 0 && self.in_quarters => share.claim(self.tag, count, |left| self.want(left)),
                None if count > 0 => share.claim(self.tag, count, |_| 1),
                None => None,
            };
            if let Some(positions) = claim {
                self.left = Some(count - positions.end);
                let first = self.shares.start(member);
                return Some(first + positions.start..first + positions.end);
            }
            self.left = None;
            self.ended = !self.round.advance();
        }
        None
    }
}
