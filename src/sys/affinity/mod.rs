//! The CPUs on which a thread may run.

mod bound;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "other.rs")]
mod platform;

/// The fallback is compiled and tested on every platform, or it would rot unseen.
#[cfg(all(test, target_os = "linux"))]
mod other;
#[cfg(all(test, target_os = "linux"))]
mod tests;

pub(crate) use bound::{Bound, unbound_cpus};
pub(crate) use platform::{current_mask, main_mask, set_current_mask};
