//! OpenMP for Rust.
#![warn(missing_docs)]

mod error;
mod barrier;
mod icv;
mod place;
pub mod omp;
pub mod prelude;
mod prim;
mod parallel;
mod reduce;
#[allow(dead_code, unused_imports)] // until the worksharing layer calls it
mod schedule;
pub mod space;
mod sync;
mod syntax;
mod sys;
mod team;
mod wait;
mod worksharing;

pub use error::Error;
pub use parallel::{Parallel, ParallelFor, parallel, parallel_for, parallel_masked};
pub use place::ProcBind;
pub use reduce::{
    BitAnd, BitOr, BitXor, Elementwise, LogicalAnd, LogicalOr, Max, Min, Product, Reduction, Sum, UserReduction,
    reduction,
};
pub use schedule::{ChunkPolicy, LoopState, Modified, Modifier, ParseScheduleError, Schedule};
pub use team::Team;
pub use worksharing::{ForLoop, Ordered};
pub use sync::{AtomicF32, AtomicF64, LockError, SyncHint, flush};
#[cfg(not(loom))]
pub use sync::{Critical, Lock, LockGuard, NestLock};

/// What the macros expand to. No part of the public interface.
#[doc(hidden)]
pub mod __private {
    #[cfg(not(loom))]
    pub use crate::sync::{CriticalGuard, NamedCritical};
}
