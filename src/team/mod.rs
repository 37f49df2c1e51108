//! Teams of threads: their shared memory, fork and join, members, worksharing slots, interruption.

pub(crate) mod claimed;
mod company;
mod constructs;
pub(crate) mod context;
pub(crate) mod core;
pub(crate) mod dependence;
mod diagnosis;
pub(crate) mod dismiss;
mod exchange;
pub(crate) mod frame;
mod handle;
mod hunch;
pub(crate) mod interrupt;
pub(crate) mod limits;
#[cfg(all(test, loom))]
pub(crate) mod loom_tests;
mod meeting;
mod member;
pub(crate) mod parcel;
pub(crate) mod raw;
pub(crate) mod region;
pub(crate) mod registry;
pub(crate) mod settle;
pub(crate) mod slot;
mod spare;
mod task_help;
pub(crate) mod tasking;
mod tell;
#[cfg(all(feature = "raw", not(loom)))]
mod undeferred;

pub use handle::Team;

#[cfg(all(test, not(loom)))]
mod tests;
