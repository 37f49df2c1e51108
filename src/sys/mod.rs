//! What the operating system knows and does: CPUs and masks, quotas, topology, clocks, identities, forks.
//!
//! `cfg` chooses files, never lines: where platforms differ, a folder holds one file per platform with the same
//! functions (`linux.rs` or `unix.rs`, and `other.rs`, which answers truthfully that it does not know). Whatever
//! is read from a file system is read below a root that the caller gives, so that tests can hand in a tree of
//! their own.

pub(crate) mod affinity;
pub(crate) mod cgroup;
pub(crate) mod clock;
pub(crate) mod cpu;
mod cpu_set;
pub(crate) mod fence;
pub(crate) mod foreign;
pub(crate) mod fork;
pub(crate) mod host;
pub(crate) mod once;
#[cfg(test)]
pub(crate) mod scratch;
pub(crate) mod thread_id;
pub(crate) mod thread_word;
pub(crate) mod topology;
pub(crate) mod width;

pub(crate) use cpu_set::CpuSet;
