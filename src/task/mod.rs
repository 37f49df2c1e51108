//! Tasks: `join`, `task`, `taskwait`, `taskgroup`, `taskloop`. See `README.md` in `taskpool` for what they are made of.

mod clauses;
mod enclosure;
mod group;
mod join;
mod scope;
mod spawn;
#[cfg(all(test, not(loom)))]
mod tests;
mod wait;

pub use clauses::Task;
pub use group::TaskGroup;
pub use scope::TaskScope;
