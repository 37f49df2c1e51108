//! What goes wrong with locks, and the hints that OpenMP lets one give.

use std::error::Error;
use std::fmt;
use std::ops::BitOr;
use std::panic::Location;

use crate::icv::{name_here, name_there};

/// Misuse of a lock that can be seen from one thread: a wait that would never end, or a release by somebody
/// who is not the owner.
///
/// ```
/// let lock = ferromp::Lock::new();
/// lock.set();
/// assert!(lock.checked_set().unwrap_err().to_string().contains("already holds"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockError(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    SelfDeadlock { first: Option<&'static Location<'static>>, again: &'static Location<'static> },
    NotOwner { at: &'static Location<'static> },
}

impl LockError {
    #[cold]
    pub(super) fn self_deadlock(
        first: Option<&'static Location<'static>>,
        again: &'static Location<'static>,
    ) -> Self {
        LockError(Kind::SelfDeadlock { first, again })
    }

    #[cold]
    #[cfg_attr(loom, allow(dead_code))]
    pub(super) fn not_owner(at: &'static Location<'static>) -> Self {
        LockError(Kind::NotOwner { at })
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::SelfDeadlock { first: Some(first), again } => {
                write!(
                    f,
                    "the thread at {} already holds what it waits for, since {}: it would wait for ever",
                    name_here(again),
                    name_there(first),
                )
            }
            Kind::SelfDeadlock { first: None, again } => {
                write!(
                    f,
                    "the thread at {} already holds what it waits for: it would wait for ever",
                    name_here(again)
                )
            }
            Kind::NotOwner { at } => {
                write!(f, "the thread at {} unsets a lock that it does not hold", name_here(at))
            }
        }
    }
}

impl Error for LockError {}

/// A synchronisation hint, `omp_sync_hint_t` (OpenMP 5.2 §15.1). Hints combine with `|`.
///
/// Hints are accepted everywhere OpenMP has them and change nothing here: the lock adapts to contention by
/// itself and never speculates. They keep ported code's text whole.
///
/// ```
/// use ferromp::{Lock, SyncHint};
/// let lock = Lock::with_hint(SyncHint::CONTENDED | SyncHint::NONSPECULATIVE);
/// # drop(lock);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SyncHint(u32);

impl SyncHint {
    /// `omp_sync_hint_none`.
    pub const NONE: Self = Self(0);
    /// `omp_sync_hint_uncontended`: few threads at a time.
    pub const UNCONTENDED: Self = Self(1);
    /// `omp_sync_hint_contended`: many threads at a time.
    pub const CONTENDED: Self = Self(2);
    /// `omp_sync_hint_nonspeculative`: do not run it as a hardware transaction.
    pub const NONSPECULATIVE: Self = Self(4);
    /// `omp_sync_hint_speculative`: a hardware transaction may pay.
    pub const SPECULATIVE: Self = Self(8);

    /// The hint's value as the specification numbers it.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }
}

impl BitOr for SyncHint {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
