//! Whether the process is the one in which a team was made.
//!
//! A child of `fork` has the memory of its parent but only the one thread that forked: teams, idle workers and
//! whatever they held are gone though their data structures remain. Whoever keeps such a structure keeps the
//! [`generation`] beside it and starts afresh when that has changed.

mod count;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "other.rs")]
mod platform;

#[cfg(all(test, unix))]
mod other;
#[cfg(all(test, unix))]
mod tests;

pub(crate) use count::Count;
pub(crate) use platform::generation;
