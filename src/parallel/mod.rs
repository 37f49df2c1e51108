//! Regions and combined loops: what most users call.

mod collect;
pub(crate) mod crew;
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

pub(crate) use crew::{set_settings, settings};
pub use loops::{ParallelFor, parallel_for};
pub use region::{Parallel, parallel, parallel_masked};
