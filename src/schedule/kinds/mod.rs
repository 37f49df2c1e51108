//! The built-in policies, one file each: a name for `OMP_SCHEDULE`, and what the policy means for a loop.
//!
//! A new one is a file here, a line in [`ALL`], and a variant of [`Schedule`] with its arm in
//! `Schedule::built_in`; grammar, printing and `Schedule::all` follow.

mod auto;
mod dynamic;
mod guided;
mod runtime;
mod static_;

pub(super) use auto::AUTO;
pub(super) use dynamic::DYNAMIC;
pub(super) use guided::GUIDED;
pub(super) use runtime::RUNTIME;
pub(super) use static_::STATIC;

use super::plan::Mapping;
use super::schedule::Schedule;
use std::fmt;

/// What `OMP_SCHEDULE` may name, in the order of `Schedule::all`.
pub(super) const ALL: [&Kind; 4] = [&STATIC, &DYNAMIC, &GUIDED, &AUTO];

/// A built-in policy.
pub(super) struct Kind {
    /// Its name in the `OMP_SCHEDULE` grammar, lower case.
    pub(super) name: &'static str,
    /// Whether `,chunk` may follow.
    pub(super) takes_chunk: bool,
    /// The chunk size that goes without saying: not printed.
    pub(super) default_chunk: Option<u64>,
    /// The schedule with this chunk size, if one was given.
    pub(super) make: fn(Option<u64>) -> Schedule<'static>,
    /// What it means for a loop.
    pub(super) map: fn(&Request) -> Mapping<'static>,
    /// What `Schedule::all` lists.
    pub(super) variants: &'static [Schedule<'static>],
}

/// A loop that asks a kind for a mapping.
pub(super) struct Request {
    pub(super) chunk: Option<u64>,
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
