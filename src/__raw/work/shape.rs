//! Loops as the caller describes them.

use crate::schedule::{Mapping, Schedule};
use crate::team::context::Context;

/// How iterations reach members. A chunk of 0 is taken as 1, but for `Static`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// In chunks dealt in turn; 0: one block for each member.
    Static(u64),
    /// In chunks for whoever comes; `true`: each member's in ascending order.
    Dynamic(u64, bool),
    /// In chunks that shrink to this.
    Guided(u64),
    /// As `run-sched-var` says; `true`: each member's in ascending order.
    Runtime(bool),
}

impl Sharing {
    #[inline]
    pub(super) fn mapping(self, context: &Context, len: u64, ordered: bool) -> Mapping<'static> {
        let mapping = match self {
            Self::Static(0) => Mapping::Block,
            Self::Static(chunk) => Mapping::Cyclic(chunk),
            Self::Dynamic(chunk, false) if !ordered => Mapping::Steal(chunk),
            Self::Dynamic(chunk, _) => Mapping::Counter(chunk),
            Self::Guided(chunk) => Mapping::Guided(chunk),
            Self::Runtime(monotonic) => resolve(context, len, ordered, monotonic),
        };
        match mapping {
            Mapping::Steal(chunk) if are_few(len, chunk, context.size()) => Mapping::Counter(chunk),
            mapping => mapping,
        }
    }

    /// The same as a user would say it, for a loop that is monotonic.
    pub(super) fn schedule(self) -> Schedule<'static> {
        match self {
            Self::Static(0) => Schedule::Static,
            Self::Static(chunk) => Schedule::StaticChunk(chunk),
            Self::Dynamic(chunk, _) => Schedule::Dynamic(chunk),
            Self::Guided(chunk) => Schedule::Guided(chunk),
            Self::Runtime(_) => Schedule::Runtime,
        }
    }
}

/// Whether `len` iterations in chunks of `chunk` are few for so many members.
///
/// Who has the last chunk keeps it back while it takes from others' shares ([`Iterations`](crate::team::raw::Iterations)):
/// where the others have two or three, that is one too many for it. From the team's cursor the last chunk comes last.
fn are_few(len: u64, chunk: u64, members: usize) -> bool {
    len / chunk.max(1) < (members as u64).saturating_mul(FEW)
}

/// Chunks a member from which on it does not matter who runs one of them more.
const FEW: u64 = 32;

fn resolve(context: &Context, len: u64, ordered: bool, monotonic: bool) -> Mapping<'static> {
    let said = if monotonic { Schedule::Runtime.monotonic() } else { Schedule::Runtime };
    said.resolve(context.settings_schedule(), len, context.size(), ordered)
}

/// A loop over an arithmetic sequence.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub(super) first: u64,
    pub(super) step: u64,
    pub(super) end: u64,
    pub(super) len: u64,
}

impl Loop {
    /// `first`, `first + step`, … before `end`, up or down as `step` has it.
    #[inline]
    #[must_use]
    pub fn signed(first: i64, end: i64, step: i64) -> Self {
        let (empty, distance) = if step >= 0 {
            (first >= end, end.wrapping_sub(first) as u64)
        } else {
            (first <= end, first.wrapping_sub(end) as u64)
        };
        Self::new(first as u64, end as u64, step as u64, empty, distance, step.unsigned_abs())
    }

    /// The same without a sign: `up` says where `step`, taken modulo 2^64, leads.
    #[inline]
    #[must_use]
    pub fn unsigned(up: bool, first: u64, end: u64, step: u64) -> Self {
        let (empty, distance, stride) = if up {
            (first >= end, end.wrapping_sub(first), step)
        } else {
            (first <= end, first.wrapping_sub(end), step.wrapping_neg())
        };
        Self::new(first, end, step, empty, distance, stride)
    }

    #[inline]
    fn new(first: u64, end: u64, step: u64, empty: bool, distance: u64, stride: u64) -> Self {
        let len = match (empty, stride) {
            (true, _) => 0,
            // Most loops: spared a division.
            (false, 1) => distance,
            (false, stride) => (distance - 1) / stride.max(1) + 1,
        };
        Self { first, step, end, len }
    }
}

#[cfg(test)]
mod tests {
    use super::Loop;

    #[test]
    fn signed_lengths() {
        let table = [
            ((0, 10, 1), 10),
            ((0, 10, 3), 4),
            ((10, 0, -3), 4),
            ((0, 0, 1), 0),
            ((5, 0, 1), 0),
            ((0, 5, -1), 0),
            ((i64::MIN, i64::MAX, 1), u64::MAX),
            ((i64::MAX, i64::MIN, -1), u64::MAX),
            ((i64::MIN, i64::MAX, i64::MAX), 3),
            ((i64::MAX, i64::MIN, i64::MIN), 2),
            ((i64::MAX - 1, i64::MAX, 5), 1),
        ];
        for ((first, end, step), len) in table {
            assert_eq!(Loop::signed(first, end, step).len, len, "{first}..{end} by {step}");
        }
    }

    #[test]
    fn unsigned_lengths() {
        let table = [
            ((true, 0, 10, 1), 10),
            ((true, 0, 10, 4), 3),
            ((false, 10, 0, 3_u64.wrapping_neg()), 4),
            ((true, 10, 0, 1), 0),
            ((false, 0, 10, 1_u64.wrapping_neg()), 0),
            ((true, 0, u64::MAX, 1), u64::MAX),
            ((false, u64::MAX, 0, 1_u64.wrapping_neg()), u64::MAX),
            ((true, u64::MAX - 1, u64::MAX, u64::MAX), 1),
            ((true, 0, u64::MAX, 1 << 63), 2),
        ];
        for ((up, first, end, step), len) in table {
            assert_eq!(Loop::unsigned(up, first, end, step).len, len, "{up} {first}..{end} by {step}");
        }
    }
}
