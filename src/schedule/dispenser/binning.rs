//! A hand on bins: own ones first, largest first, then what the others have not begun.
//!
//! As `steal.rs`, with a list for each share in place of a block of numbers, and singly: bins are large.

use super::round::Round;
use super::share::Tag;
use super::{Chunk, Dispenser, Source};
use crate::schedule::plan::{Mapping, Plan};

pub(super) struct Binning {
    tag: Tag,
    round: Round,
    /// This member has claimed from the share visited now.
    claimed: bool,
    ended: bool,
}

impl Binning {
    pub(super) fn new(members: usize, member: usize, tag: u64) -> Self {
        Binning { tag: Tag::new(tag), round: Round::new(member, members), claimed: false, ended: false }
    }

    /// The share visited now.
    pub(super) fn source(&self) -> Source {
        Source::Share(self.round.member())
    }

    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        let Mapping::Bins(bins) = plan.mapping else { return None };
        let deal = bins.deal(plan.members);
        while !self.ended {
            let member = self.round.member();
            let (list, share) = (deal.of(member), &dispenser.shares[member]);
            let count = list.len() as u64;
            let claim = match self.claimed {
                true => share.claim_more(count, 1),
                false if count > 0 => share.claim(self.tag, count, |_| 1),
                false => None,
            };
            let Some(positions) = claim else {
                self.claimed = false;
                self.ended = !self.round.advance();
                continue;
            };
            self.claimed = true;
            let bin = list[positions.start as usize];
            let range = bins.range(bin, plan.len);
            if !range.is_empty() {
                return Some(Chunk { number: bin as u64, range });
            }
        }
        None
    }
}
