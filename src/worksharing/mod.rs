//! Constructs that share work among the members of a team: loops, sections, single, masked, scope.
//!
//! A loop, from what a user holds down to what runs: [`ForLoop`] with one file for each of its ends; [`meet`], which
//! takes a slot if the schedule needs one; [`part`], the chunks that come to one member; [`deal`], where results are
//! kept for each block.

pub(crate) mod crossing;
pub(crate) mod deal;
pub(crate) mod exit;
pub(crate) mod last;
pub(crate) mod meet;
pub(crate) mod part;

mod doacross;
mod for_loop;
#[cfg(all(test, loom))]
mod loom_tests;
mod masked;
mod ordered;
mod reduce;
mod scan;
mod sections;
mod single;
mod table;

pub use doacross::Doacross;
pub use for_loop::ForLoop;
pub use ordered::Ordered;

#[cfg(all(test, not(loom)))]
mod tests;
