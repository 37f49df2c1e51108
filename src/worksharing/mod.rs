//! Constructs that share work among the members of a team: loops, sections, single, masked, scope.

pub(crate) mod part;

mod for_loop;
mod masked;
mod ordered;
mod sections;
mod single;

pub use for_loop::ForLoop;
pub use ordered::Ordered;
