//! The built-in kinds: a name and parameters for `OMP_SCHEDULE`, and what the kind means for a loop. OpenMP's own have a
//! file each; `published.rs` and `learning.rs` list the others, whose formulas are in `policies/`.
//!
//! A new one is a line in [`ALL`], and a variant of [`Schedule`] with its arm in `Schedule::built_in`; grammar, printing
//! and `Schedule::all` follow.

mod auto;
mod dynamic;
mod guided;
mod learning;
mod published;
mod runtime;
mod static_;

pub(super) use auto::AUTO;
pub(super) use dynamic::DYNAMIC;
pub(super) use guided::GUIDED;
pub(super) use learning::{AF, AWF, AWF_B, AWF_C, AWF_D, AWF_E, BOLD, HISTORY, WF2};
pub(super) use published::{BINLPT, FAC, FAC2, FISS, FSC, MFAC, RND, STATIC_STEAL, TAP, TFSS, TSS, VISS};
pub(super) use runtime::RUNTIME;
pub(super) use static_::STATIC;

use super::args::{Args, Parameter};
use super::plan::Mapping;
use super::schedule::Schedule;
use std::fmt;

/// What `OMP_SCHEDULE` may name, in the order of `Schedule::all`.
pub(super) const ALL: [&Kind; 25] = [
    &STATIC,
    &DYNAMIC,
    &GUIDED,
    &AUTO,
    &STATIC_STEAL,
    &FSC,
    &TSS,
    &TFSS,
    &TAP,
    &FAC,
    &MFAC,
    &FAC2,
    &WF2,
    &AWF,
    &AWF_B,
    &AWF_C,
    &AWF_D,
    &AWF_E,
    &AF,
    &BOLD,
    &FISS,
    &VISS,
    &RND,
    &BINLPT,
    &HISTORY,
];

/// A built-in policy.
pub(super) struct Kind {
    /// Its name in the `OMP_SCHEDULE` grammar, lower case.
    pub(super) name: &'static str,
    /// What may follow the name, each after a comma, from the left.
    pub(super) parameters: &'static [Parameter],
    /// The schedule with these numbers.
    pub(super) make: fn(Args) -> Schedule<'static>,
    /// What it means for a loop.
    pub(super) map: fn(&Request) -> Mapping<'static>,
    /// What `Schedule::all` lists.
    pub(super) variants: &'static [Schedule<'static>],
}

/// A loop that asks a kind for a mapping.
pub(super) struct Request {
    pub(super) args: Args,
    /// Said by a modifier, or `ordered`.
    pub(super) monotonic: bool,
    /// The loop has an `ordered` clause.
    pub(super) ordered: bool,
    pub(super) len: u64,
    /// At least 1.
    pub(super) members: usize,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
