//! `task`, `taskgroup`, `taskwait`, and the statements that they are about.

pub(super) mod depend;
pub(super) mod group;
pub(super) mod reduction;
pub(super) mod scope;
pub(super) mod task;
