//! The chunk sequences that are known before their loop begins, walked without shared state, as `guided.rs` walks
//! guided's.

use super::policies::fac::Fac;
use super::policies::fac2::Fac2;
use super::policies::fiss::Fiss;
use super::policies::rnd::Rnd;
use super::policies::tap::Tap;
use super::policies::tfss::Tfss;
use super::policies::tss::Trapezoid;
use super::policies::viss::Viss;
use super::policies::{Batches, Steps};
use std::ops::Range;

/// Which sequence, with its parameters: see `policies/`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sequence {
    Tss { first: u64, last: u64 },
    Tfss { first: u64, last: u64 },
    Fac { spread: f32, chunk: u64 },
    Fac2 { chunk: u64 },
    Fiss { stages: u32, chunk: u64 },
    Viss { stages: u32, chunk: u64 },
    Tap { spread: f32, chunk: u64 },
    Rnd { least: u64, most: u64, seed: u32 },
}

impl Sequence {
    /// The kind, as `OMP_SCHEDULE` has it; `mfac` is a `fac`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tss { .. } => "tss",
            Self::Tfss { .. } => "tfss",
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
            Self::Rnd { least, most, seed } => [7 | u64::from(seed) << 8, least, most],
        }
    }

    /// The walk over the sequence of a loop.
    pub(super) fn walk(self, len: u64, members: usize) -> Walk {
        let batches = |rule| Form::Batches(Batch::new(rule, members));
        let form = match self {
            Self::Tss { first, last } => Form::Trapezoid(Trapezoid::new(len, members, first, last)),
            Self::Tfss { first, last } => batches(Rule::Tfss(Tfss::new(len, members, first, last))),
            Self::Fac { spread, chunk } => batches(Rule::Fac(Fac::new(members, spread, chunk))),
            Self::Fac2 { chunk } => batches(Rule::Fac2(Fac2::new(members, chunk))),
            Self::Fiss { stages, chunk } => batches(Rule::Fiss(Fiss::new(len, members, stages, chunk))),
            Self::Viss { stages, chunk } => batches(Rule::Viss(Viss::new(len, members, stages, chunk))),
            Self::Tap { spread, chunk } => steps(Step::Tap(Tap::new(members, spread, chunk))),
            Self::Rnd { least, most, seed } => steps(Step::Rnd(Rnd::new(len, members, least, most, seed))),
        };
        Walk { len, form }
    }
}

fn steps(rule: Step) -> Form {
    Form::Steps { rule, number: 0, position: 0 }
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
    /// The rule stands before chunk `number`, which begins at `position`.
    Steps {
        rule: Step,
        number: u64,
        position: u64,
    },
}

#[derive(Clone, Debug)]
enum Step {
    Tap(Tap),
    Rnd(Rnd),
}

#[derive(Clone, Debug)]
enum Rule {
    Tfss(Tfss),
    Fac(Fac),
    Fac2(Fac2),
    Fiss(Fiss),
    Viss(Viss),
}

/// A batch of equal chunks, and the rule that gives the next.
#[derive(Clone, Debug)]
pub(super) struct Batch<R> {
    rule: R,
    members: u64,
    /// Number of the batch's first chunk, and of the next batch's.
    first: u64,
    past: u64,
    /// Length of each chunk; 0 before the first batch.
    size: u64,
    /// First iteration of the batch, and the first behind it, at most `u64::MAX`.
    start: u64,
    end: u64,
}

impl<R: Batches> Batch<R> {
    /// Before the first batch.
    pub(super) fn new(rule: R, members: usize) -> Self {
        let members = (members as u64).max(1);
        Batch { rule, members, first: 0, past: 0, size: 0, start: 0, end: 0 }
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
    fn seek(&mut self, number: u64, len: u64) -> Option<Range<u64>> {
        while number >= self.past {
            if !self.advance(len) {
                return None;
            }
        }
        let before = number - self.first;
        // Where the end of the batch is a number, so is each chunk's start.
        let offset = if self.end < u64::MAX { self.size * before } else { self.size.saturating_mul(before) };
        let start = self.start.saturating_add(offset);
        (start < len).then(|| start..len.min(start.saturating_add(self.size)))
    }
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
        }
    }
}

impl Steps for Step {
    #[inline]
    fn next_step(&mut self, remaining: u64) -> u64 {
        match self {
            Self::Tap(rule) => rule.next_step(remaining),
            Self::Rnd(rule) => rule.next_step(remaining),
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
            Form::Steps { rule, number: next, position } => loop {
                let remaining = len - *position;
                if remaining == 0 {
                    return None;
                }
                let start = *position;
                *position += rule.next_step(remaining).clamp(1, remaining);
                *next += 1;
                if *next > number {
                    return Some(start..*position);
                }
            },
        }
    }

    /// How many chunks there are, by walking over them.
    pub(super) fn count(&self) -> u64 {
        let mut walk = self.clone();
        (0..).find(|&number| walk.seek(number).is_none()).unwrap_or(u64::MAX)
    }
}
