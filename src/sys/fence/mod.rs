//! A pair of fences of which the frequent side costs nothing: an owner that stores and then looks passes a
//! [`light`] one, and whoever stores and then looks at what the owner has stored pays for both with a [`heavy`] one.
//!
//! Together they order as two sequentially consistent fences do (Dekker's pattern): of two threads that each
//! store, fence and load what the other stores, one at least sees the other's store.

#[cfg_attr(all(target_os = "linux", not(loom)), path = "linux.rs")]
#[cfg_attr(not(all(target_os = "linux", not(loom))), path = "other.rs")]
mod platform;

pub(crate) use platform::{heavy, light, prepare};
