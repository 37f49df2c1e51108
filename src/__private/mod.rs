//! What the macros expand to. No part of the public interface: it may change with every version.

mod clauses;
mod current;

pub use clauses::{chunk, num_threads};
pub use current::with_team;

#[cfg(not(loom))]
pub use crate::sync::{CriticalGuard, NamedCritical};
