//! What the macros expand to. No part of the public interface: it may change with every version.

mod clauses;
mod current;
mod exit;
mod linear;
mod outcome;

pub use clauses::{chunk, num_threads};
pub use current::with_team;
pub use exit::{Branch, FromExit};
pub use linear::{Linear, linear};
pub use outcome::{Latest, Outcome, absorb, fold, identity};

pub use crate::space::blocks;
#[cfg(not(loom))]
pub use crate::sync::{CriticalGuard, NamedCritical};

#[cfg(all(test, not(loom)))]
mod tests;
