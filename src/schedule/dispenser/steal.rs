//! A hand on nonmonotonic `dynamic`: own share first, then what the others have left.

use super::round::Round;
use super::share::Tag;
use super::{Chunk, Dispenser};
use crate::schedule::partition::{Blocks, Uniform};

pub(super) struct Stealing {
    chunks: Uniform,
    /// The chunks, cut into shares.
    shares: Blocks,
    tag: Tag,
    round: Round,
    /// Whether this member has claimed from the share it visits now, so that its tag is known.
    claimed: bool,
    /// All shares are exhausted.
    ended: bool,
}

impl Stealing {
    #[inline]
    pub(super) fn new(chunks: Uniform, members: usize, member: usize, tag: u64) -> Self {
        Stealing {
            chunks,
            shares: Blocks::new(chunks.count(), members),
            tag: Tag::new(tag),
            round: Round::new(member, members),
            claimed: false,
            ended: false,
        }
    }

    #[inline]
    pub(super) fn next(&mut self, dispenser: &Dispenser) -> Option<Chunk> {
        if self.ended {
            return None;
        }
        loop {
            let member = self.round.member();
            let count = self.shares.len(member);
            let share = &dispenser.shares[member];
            let claim = if self.claimed {
                share.claim_more(count, 1)
            } else if count > 0 {
                share.claim(self.tag, count, 1)
            } else {
                None
            };
            if let Some(positions) = claim {
                self.claimed = true;
                let number = self.shares.start(member) + positions.start;
                return Some(Chunk { number, range: self.chunks.range(number) });
            }
            self.claimed = false;
            if !self.round.advance() {
                self.ended = true;
                return None;
            }
        }
    }
}
