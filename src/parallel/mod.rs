//! Regions and combined loops: what most users call.

mod crew;
mod loops;
mod partials;
mod region;

pub(crate) use crew::{settings, set_settings};
pub use loops::{ParallelFor, parallel_for};
pub use region::{Parallel, parallel, parallel_masked};
