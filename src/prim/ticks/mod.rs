//! A clock that costs a few nanoseconds, to tell brief from long. Nothing but speed may depend on it.
//!
//! Each file has the same two things: `Tick::now()` and `Tick::since(earlier)`, with `BRIEF`, about half a
//! microsecond in its unit.

#[cfg_attr(all(target_arch = "x86_64", not(miri), not(loom)), path = "tsc.rs")]
#[cfg_attr(loom, path = "frozen.rs")]
mod clock;

pub(crate) use clock::{BRIEF, Tick};
