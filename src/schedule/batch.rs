//! Batches of equal chunks, one after the other, as most published sequences have them.
//!
//! Falling lengths come to the least that the user allows, and stay there; from then on the chunks are uniform, and the walk
//! has any of them in closed form. That is where most chunks of a loop are when they are tiny.

use super::policies::Batches;
use std::ops::Range;

/// A batch of equal chunks, and the rule that gives the next.
#[derive(Clone, Debug)]
pub(super) struct Batch<R> {
    rule: R,
    /// How many chunks a batch has.
    members: u64,
    /// Number of the batch's first chunk, and of the next batch's. The last batch of a rule that is level goes on for ever.
    first: u64,
    past: u64,
    /// Length of each chunk; 0 before the first batch.
    size: u64,
    /// First iteration of the batch, and the first behind it, at most `u64::MAX`.
    start: u64,
    end: u64,
    /// How many chunks the loop has, once the rule is level; 0 before.
    count: u64,
}

impl<R: Batches> Batch<R> {
    /// Before the first batch.
    pub(super) fn new(rule: R, members: usize) -> Self {
        let members = (members as u64).max(1);
        Batch { rule, members, first: 0, past: 0, size: 0, start: 0, end: 0, count: 0 }
    }

    /// Goes on to the next batch; `false`, and stays, where the loop of `len` iterations ends.
    #[inline]
    fn advance(&mut self, len: u64) -> bool {
        if self.end >= len {
            return false;
        }
        self.first = self.past;
        // Batches are at most as many as iterations by members: the sum stays about below `len + members`.
        self.past = self.past.saturating_add(self.members);
        self.start = self.end;
        self.size = self.rule.next_batch(len - self.end).max(1);
        self.end = self.start.saturating_add(self.size.saturating_mul(self.members));
        if self.rule.is_level() {
            (self.past, self.end) = (u64::MAX, u64::MAX);
            self.count = self.first.saturating_add((len - self.start).div_ceil(self.size));
        }
        true
    }

    /// The length of the chunks of the batch that iteration `position` of `len` is in; positions do not fall.
    #[inline]
    pub(super) fn size_at(&mut self, position: u64, len: u64) -> u64 {
        while position >= self.end && self.advance(len) {}
        self.size
    }

    /// Chunk `number`; numbers do not fall.
    #[inline]
    pub(super) fn seek(&mut self, number: u64, len: u64) -> Option<Range<u64>> {
        while number >= self.past {
            if !self.advance(len) {
                return None;
            }
        }
        let start = self.start.saturating_add(self.size.saturating_mul(number - self.first));
        (start < len).then(|| start..len.min(start.saturating_add(self.size)))
    }

    /// How many chunks follow chunk `number` of the batch, if all batches to come have its length. Otherwise 0.
    #[inline]
    pub(super) fn left_level(&self, number: u64) -> u64 {
        self.count.saturating_sub(number).saturating_sub(1)
    }
}
