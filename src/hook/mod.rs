//! Where the runtime tells observers what happens. README.md has the rules.
//!
//! [`switch`] is one of two files with the same items: with the feature `observe` they look whether anybody observes,
//! without it they are nothing.

#[cfg_attr(not(feature = "observe"), allow(dead_code, unreachable_pub))]
mod event;

#[cfg_attr(feature = "observe", path = "on/mod.rs")]
#[cfg_attr(not(feature = "observe"), path = "off.rs")]
mod switch;

#[allow(unused_imports, unreachable_pub)] // Without the feature only what the runtime names.
pub use event::{
    Access, Cancelled, Dealing, Endpoint, Event, Kind, Member, MutexKind, MutexStep, SyncKind, TaskStatus,
    Work,
};
#[allow(unused_imports, unreachable_pub)] // The public part is there with the feature only.
pub use switch::*;
