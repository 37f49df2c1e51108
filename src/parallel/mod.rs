//! Regions and combined loops: what most users call.

mod collect;
pub(crate) mod crew;
mod doacross;
mod drive;
mod exit;
mod filling;
mod last;
mod loops;
mod ordered;
mod partials;
mod reduce;
mod region;
mod scan;
#[cfg(all(feature = "raw", not(loom)))]
pub(crate) mod split;

pub(crate) use crew::{set_settings, settings};
pub use loops::{ParallelFor, parallel_for};
pub use region::{Parallel, parallel, parallel_masked};
