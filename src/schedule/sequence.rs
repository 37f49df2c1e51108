//! The chunk sequences that are known before their loop begins, walked without shared state, as `guided.rs` walks
//! guided's.

use super::batch::Batch;
use super::policies::Batches;
use super::policies::fac::Fac;
use super::policies::fac2::Fac2;
use super::policies::fiss::Fiss;
use super::policies::rnd::Rnd;
use super::policies::tap::Tap;
use super::policies::tfss::Tfss;
use super::policies::tss::Trapezoid;
use super::policies::viss::Viss;
use std::ops::Range;

/// Which sequence, with its parameters: see `policies/`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sequence {
    Tss {
        first: u64,
        last: u64,
    },
    Tfss {
        first: u64,
        last: u64,
    },
    /// All chunks alike.
    Fsc {
        chunk: u64,
    },
    Fac {
        spread: f32,
        chunk: u64,
    },
    Fac2 {
        chunk: u64,
    },
    Fiss {
        stages: u32,
        chunk: u64,
    },
    Viss {
        stages: u32,
        chunk: u64,
    },
    Tap {
        spread: f32,
        chunk: u64,
    },
    Rnd {
        least: u64,
        most: u64,
        seed: u32,
    },
}

impl Sequence {
    /// The kind, as `OMP_SCHEDULE` has it; `mfac` is a `fac`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tss { .. } => "tss",
            Self::Tfss { .. } => "tfss",
            Self::Fsc { .. } => "fsc",
            Self::Fac { .. } => "fac",
            Self::Fac2 { .. } => "fac2",
            Self::Fiss { .. } => "fiss",
            Self::Viss { .. } => "viss",
            Self::Tap { .. } => "tap",
            Self::Rnd { .. } => "rnd",
        }
    }

    /// The same sequence with another least length.
    pub(super) fn map_chunk(mut self, size: impl FnOnce(u64) -> u64) -> Self {
        let chunk = match &mut self {
            Self::Tss { last: chunk, .. }
            | Self::Tfss { last: chunk, .. }
            | Self::Fsc { chunk }
            | Self::Fac { chunk, .. }
            | Self::Fac2 { chunk }
            | Self::Fiss { chunk, .. }
            | Self::Viss { chunk, .. }
            | Self::Tap { chunk, .. }
            | Self::Rnd { least: chunk, .. } => chunk,
        };
        *chunk = size(*chunk);
        self
    }

    /// Numbers that differ where sequences do. The first has 56 bits.
    pub(super) fn terms(self) -> [u64; 3] {
        let float = |x: f32| u64::from(x.to_bits());
        match self {
            Self::Tss { first, last } => [0, first, last],
            Self::Tfss { first, last } => [1, first, last],
            Self::Fac { spread, chunk } => [2, float(spread), chunk],
            Self::Fac2 { chunk } => [3, 0, chunk],
            Self::Fiss { stages, chunk } => [4, u64::from(stages), chunk],
            Self::Viss { stages, chunk } => [5, u64::from(stages), chunk],
            Self::Tap { spread, chunk } => [6, float(spread), chunk],
            Self::Fsc { chunk } => [8, 0, chunk],
            Self::Rnd { least, most, seed } => [7 | u64::from(seed) << 8, least, most],
        }
    }

    /// The walk over the sequence of a loop.
    pub(super) fn walk(self, len: u64, members: usize) -> Walk {
        let batches = |rule| Form::Batches(Batch::new(rule, members));
        let singly = |rule| Form::Batches(Batch::new(rule, 1));
        let form = match self {
            Self::Tss { first, last } => Form::Trapezoid(Trapezoid::new(len, members, first, last)),
            Self::Fsc { chunk } => Form::Trapezoid(Trapezoid::new(len, members, chunk.max(1), chunk)),
            Self::Tfss { first, last } => batches(Rule::Tfss(Tfss::new(len, members, first, last))),
            Self::Fac { spread, chunk } => batches(Rule::Fac(Fac::new(members, spread, chunk))),
            Self::Fac2 { chunk } => batches(Rule::Fac2(Fac2::new(members, chunk))),
            Self::Fiss { stages, chunk } => batches(Rule::Fiss(Fiss::new(len, members, stages, chunk))),
            Self::Viss { stages, chunk } => batches(Rule::Viss(Viss::new(len, members, stages, chunk))),
            Self::Tap { spread, chunk } => singly(Rule::Tap(Tap::new(members, spread, chunk))),
            Self::Rnd { least, most, seed } => singly(Rule::Rnd(Rnd::new(len, members, least, most, seed))),
        };
        Walk { len, form }
    }
}

/// A position in the sequence of one loop.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    len: u64,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    Trapezoid(Trapezoid),
    Batches(Batch<Rule>),
}

#[derive(Clone, Debug)]
enum Rule {
    Tfss(Tfss),
    Fac(Fac),
    Fac2(Fac2),
    Fiss(Fiss),
    Viss(Viss),
    Tap(Tap),
    Rnd(Rnd),
}

impl Batches for Rule {
    #[inline]
    fn next_batch(&mut self, remaining: u64) -> u64 {
        match self {
            Self::Tfss(rule) => rule.next_batch(remaining),
            Self::Fac(rule) => rule.next_batch(remaining),
            Self::Fac2(rule) => rule.next_batch(remaining),
            Self::Fiss(rule) => rule.next_batch(remaining),
            Self::Viss(rule) => rule.next_batch(remaining),
            Self::Tap(rule) => rule.next_batch(remaining),
            Self::Rnd(rule) => rule.next_batch(remaining),
        }
    }

    #[inline]
    fn is_level(&self) -> bool {
        match self {
            Self::Tfss(rule) => rule.is_level(),
            Self::Fac(rule) => rule.is_level(),
            Self::Fac2(rule) => rule.is_level(),
            Self::Fiss(rule) => rule.is_level(),
            Self::Viss(rule) => rule.is_level(),
            Self::Tap(rule) => rule.is_level(),
            Self::Rnd(rule) => rule.is_level(),
        }
    }
}

impl Walk {
    /// Chunk `number`, `None` past the end of the loop. Numbers that are asked for rise.
    #[inline]
    pub(super) fn seek(&mut self, number: u64) -> Option<Range<u64>> {
        let len = self.len;
        match &mut self.form {
            Form::Trapezoid(trapezoid) => trapezoid.range(number),
            Form::Batches(batch) => batch.seek(number, len),
        }
    }

    /// About how many chunks follow chunk `number`, the last that was sought, if none of them is longer than it. Otherwise 0.
    #[inline]
    pub(super) fn left_level(&self, number: u64) -> u64 {
        match &self.form {
            Form::Trapezoid(trapezoid) => trapezoid.count().saturating_sub(number).saturating_sub(1),
            Form::Batches(batch) => batch.left_level(number),
        }
    }

    /// By how much each chunk is shorter than the one before, where some are left of which none is longer than the last
    /// that was sought.
    #[inline]
    pub(super) fn fall(&self) -> u64 {
        match &self.form {
            Form::Trapezoid(trapezoid) => trapezoid.step,
            Form::Batches(_) => 0,
        }
    }

    /// How many chunks there are, by walking over them.
    pub(super) fn count(&self) -> u64 {
        let mut walk = self.clone();
        (0..).find(|&number| walk.seek(number).is_none()).unwrap_or(u64::MAX)
    }
}
