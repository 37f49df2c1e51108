//! Teams beside other runtimes: one set of processors, whoever uses them.
//!
//! | beside | |
//! |---|---|
#![cfg_attr(
    feature = "rayon",
    doc = "| rayon | [`Parallel::rayon`](crate::Parallel::rayon) runs parallel iterators on a team's threads, without a second pool |"
)]
#![cfg_attr(
    not(feature = "rayon"),
    doc = "| rayon | with the feature `rayon`, `Parallel::rayon` runs parallel iterators on a team's threads, without a second pool |"
)]
#![cfg_attr(
    feature = "tracing",
    doc = "| tracing | [`trace`] makes events of `tracing` from what happens in regions |"
)]
#![cfg_attr(
    not(feature = "tracing"),
    doc = "| tracing | with the feature `tracing`, `trace` makes events of `tracing` from what happens in regions |"
)]
//! | async runtimes | [`spawn`] runs a closure full of regions on a thread of its own, and gives a future of its result |
//! | blocking threads of tokio | open regions there as anywhere: such a thread is the primary member of a team |
//!
//! # Who has the processors
//!
//! Every thread that opens a region has a team of its own, so threads that do so at the same time use more threads
//! than there are processors, unless `OMP_DYNAMIC` is true. With the feature `rayon` a region or loop without a
//! `num_threads` clause, met on one of several threads of a rayon pool, has that thread alone as its team: the other
//! threads of the pool have the other processors already. A number that is asked for is given.

#[cfg(feature = "rayon")]
mod rayon;
mod spawn;
#[cfg(feature = "tracing")]
mod tracing;

pub use spawn::{Spawned, spawn};
#[cfg(feature = "tracing")]
pub use tracing::trace;
