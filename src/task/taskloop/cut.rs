//! Which iterations make a chunk: the arithmetic of `grainsize` and `num_tasks`.

use std::ops::Range;

use crate::schedule::{Blocks, Uniform};

/// What the clauses ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::task) enum Grain {
    /// Neither clause.
    Unsaid,
    /// Iterations in a chunk.
    Size(u64),
    /// Chunks in all.
    Count(u64),
}

/// How many chunks for each member a loop has whose clauses do not say: enough to even out what iterations cost.
const CHUNKS_PER_MEMBER: u64 = 16;

/// A loop cut into chunks, numbered in the order of their iterations: a pure function of length, clauses and team size.
#[derive(Clone, Copy, Debug)]
pub(in crate::task) enum Cut {
    /// As many as this, whose lengths differ by one at most.
    Even { blocks: Blocks, count: u64 },
    /// All of one length but the last.
    Exact(Uniform),
}

impl Cut {
    pub(in crate::task) fn new(len: u64, grain: Grain, strict: bool, members: usize) -> Self {
        let count = match grain {
            Grain::Size(size) if strict => return Self::Exact(Uniform::new(len, size)),
            // So many that each has at least `size` iterations, and with one more some would have fewer: at most
            // `2 * size - 1`.
            Grain::Size(size) => len / size.max(1),
            Grain::Count(count) => count,
            Grain::Unsaid => CHUNKS_PER_MEMBER.saturating_mul(members as u64),
        };
        Self::even(len, count)
    }

    fn even(len: u64, count: u64) -> Self {
        // What exceeds the address space is no number of tasks that anybody could tell apart.
        let parts = usize::try_from(count.clamp(1, len.max(1))).unwrap_or(usize::MAX);
        Self::Even { blocks: Blocks::new(len, parts), count: if len == 0 { 0 } else { parts as u64 } }
    }

    /// How many chunks; 0 for an empty loop.
    pub(in crate::task) fn count(&self) -> u64 {
        match self {
            Self::Even { count, .. } => *count,
            Self::Exact(chunks) => chunks.count(),
        }
    }

    /// The iterations of neighbouring chunks, at least one.
    #[inline]
    pub(in crate::task) fn span(&self, chunks: Range<u64>) -> Range<u64> {
        self.range(chunks.start).start..self.range(chunks.end - 1).end
    }

    /// The iterations of chunk `k`, which is below the count.
    #[inline]
    pub(in crate::task) fn range(&self, k: u64) -> Range<u64> {
        match self {
            Self::Even { blocks, .. } => blocks.range(k as usize),
            Self::Exact(chunks) => chunks.range(k),
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lengths(cut: &Cut, len: u64) -> Vec<u64> {
        let mut end = 0;
        let mut lengths = Vec::new();
        for k in 0..cut.count() {
            let range = cut.range(k);
            assert_eq!(range.start, end, "chunks follow each other");
            assert!(!range.is_empty());
            end = range.end;
            lengths.push(range.end - range.start);
        }
        assert_eq!(end, len);
        lengths
    }

    proptest! {
        #[test]
        fn grainsize_gives_so_many_or_less_than_twice(len in 0..5000_u64, size in 1..6000_u64, members in 1..70_usize) {
            let lengths = lengths(&Cut::new(len, Grain::Size(size), false, members), len);
            let least = size.min(len);
            prop_assert!(lengths.into_iter().all(|n| (least..2 * size).contains(&n)));
        }

        #[test]
        fn strict_grainsize_gives_exactly_so_many(len in 0..5000_u64, size in 1..6000_u64, members in 1..70_usize) {
            let lengths = lengths(&Cut::new(len, Grain::Size(size), true, members), len);
            if let Some((last, others)) = lengths.split_last() {
                prop_assert!(others.iter().all(|n| *n == size) && *last <= size);
            }
        }

        #[test]
        fn num_tasks_are_so_many_of_even_length(len in 1..5000_u64, count in 1..6000_u64, strict: bool) {
            let lengths = lengths(&Cut::new(len, Grain::Count(count), strict, 4), len);
            prop_assert_eq!(lengths.len() as u64, count.min(len));
            // The longer come first.
            prop_assert!(lengths.is_sorted_by(|a, b| a >= b));
            prop_assert!(lengths[0] - lengths[lengths.len() - 1] <= 1);
        }
    }

    #[test]
    fn ends_of_the_numbers() {
        for (grain, strict) in [
            (Grain::Unsaid, false),
            (Grain::Size(0), false),
            (Grain::Size(0), true),
            (Grain::Size(u64::MAX), false),
            (Grain::Size(u64::MAX), true),
            (Grain::Count(0), false),
            (Grain::Count(u64::MAX), true),
        ] {
            assert_eq!(Cut::new(0, grain, strict, 3).count(), 0);
            let cut = Cut::new(u64::MAX, grain, strict, 3);
            assert_eq!(cut.range(0).start, 0);
            assert_eq!(cut.range(cut.count() - 1).end, u64::MAX);
        }
    }
}
