//! Tasks.

mod create;
mod depend;
mod group;
mod loops;
mod reduction;
mod wait;

pub use create::*;
pub use group::*;
pub use loops::*;
pub use reduction::*;
pub use wait::*;

pub(crate) use reduction::{allocate, announce, place, total};
