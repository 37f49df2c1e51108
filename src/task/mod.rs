//! Tasks: `join`, `task`, `taskwait`, `taskgroup`, `taskloop`. See `README.md` in `taskpool` for what they are made of.

mod access;
mod clauses;
mod data;
mod depend;
mod enclosure;
mod event;
mod graph;
mod group;
mod join;
#[cfg(all(feature = "raw", not(loom)))]
pub(crate) mod raw;
mod reduction;
mod replay;
mod scope;
mod spawn;
mod taskloop;
mod throttle;
mod wait;

pub use access::{Access, Commute, Concurrent, Lend, Read, Write};
pub use clauses::Task;
pub use data::Data;
pub use event::Event;
pub use graph::{Recorder, TaskGraph};
pub use group::TaskGroup;
pub use reduction::TaskReduction;
pub use scope::TaskScope;
pub use taskloop::{TaskLoop, TaskLoopNogroup};
