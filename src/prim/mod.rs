//! Atomics, parking and padding behind one façade, so that loom can stand in for the machine.

pub(crate) mod ticks;

pub(crate) use crossbeam_utils::CachePadded;

#[cfg_attr(not(loom), path = "machine.rs")]
#[cfg_attr(loom, path = "model.rs")]
mod real;

#[allow(unused_imports)]
pub(crate) use real::*;

/// Atomics of the machine even under loom: for process-wide statics, which no model can own because they
/// outlive every one of its executions (and loom's atomics cannot be built in a `static`).
pub(crate) mod process {
    pub(crate) use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};
}

/// std's atomics, under loom too: for values that live in raw memory or are `const`, and carry no protocol that a
/// model explores.
pub(crate) mod plain {
    pub(crate) use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64};
}
