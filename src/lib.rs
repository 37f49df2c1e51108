//! OpenMP for Rust.
#![warn(missing_docs)]

mod prim;
mod reduce;
mod sync;

pub use reduce::{
    BitAnd, BitOr, BitXor, Elementwise, LogicalAnd, LogicalOr, Max, Min, Product, Reduction, Sum,
    UserReduction, reduction,
};
pub use sync::{AtomicF32, AtomicF64, LockError, SyncHint, flush};
#[cfg(not(loom))]
pub use sync::{Critical, Lock, LockGuard, NestLock};

/// What the macros expand to. No part of the public interface.
#[doc(hidden)]
pub mod __private {
    #[cfg(not(loom))]
    pub use crate::sync::{CriticalGuard, NamedCritical};
}
