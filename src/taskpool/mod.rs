//! What tasks are made of, below teams: nodes of the task tree and their stores, deques, open joins. See `README.md`.

#[cfg(all(feature = "raw", not(loom)))]
pub(crate) mod block;
pub(crate) mod deque;
pub(crate) mod door;
mod frames;
mod gate;
pub(crate) mod half;
pub(crate) mod history;
pub(crate) mod links;
#[cfg(all(test, loom))]
mod loom_links;
#[cfg(all(test, loom))]
mod loom_tests;
pub(crate) mod node;
mod parts;
pub(crate) mod pool;
mod queue;
#[cfg(all(feature = "raw", not(loom)))]
pub(crate) mod raw_group;
pub(crate) mod seat;
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
mod siblings;
mod store;
pub(crate) mod tally;
#[cfg(all(test, not(loom)))]
mod tests;
mod turns;
mod wanted;
