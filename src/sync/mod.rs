//! Synchronisation that needs no team: critical sections, locks, float atomics, flush. See the room's README
//! for the lock's protocol and for the measurements that chose it.

#[cfg(not(loom))]
mod critical;
#[cfg(not(loom))]
mod critical_cell;
mod float;
#[cfg(not(loom))]
mod lock;
mod lock_error;
#[cfg(not(loom))]
mod nest_lock;
mod owned_lock;
mod owner;
mod parking;
#[cfg(not(loom))]
mod team;
mod tell;

#[cfg(not(loom))]
pub use critical::{CriticalGuard, NamedCritical};
#[cfg(not(loom))]
pub use critical_cell::Critical;
pub use float::{AtomicF32, AtomicF64, flush};
#[cfg(not(loom))]
pub use lock::{Lock, LockGuard};
pub use lock_error::{LockError, SyncHint};
#[cfg(not(loom))]
pub use nest_lock::NestLock;
#[cfg(all(feature = "raw", not(loom)))]
pub(crate) use owned_lock::OwnedLock;

#[cfg(all(test, loom))]
mod loom_tests;
#[cfg(all(test, not(loom)))]
mod tests;
