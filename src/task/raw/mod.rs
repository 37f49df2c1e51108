//! Tasks of callers that have no types for them: a function and a block of arguments, constructs that one call begins and
//! another ends, dependences by address. On the same nodes, deques and links as all tasks.
//!
//! What the types of `task` vouch for, callers vouch for here: a task's function may run as long as its region, and
//! whoever creates it sees to it that what it refers to lasts. Tasks are tied, also when they are called untied: what a
//! member begins it ends, and while it waits it runs nothing but what lies below. So the stack of a member is as deep as
//! the serial program's, and a task that waits with a lock held never meets one that wants it.

mod depend;
mod detach;
mod group;
mod loops;
mod spawn;
mod wait;

pub(crate) use crate::taskpool::raw_group::Purpose;
pub(crate) use depend::{spawn_linked, wait_for};
pub(crate) use detach::{Handle, fulfill};
pub(crate) use group::{begin_group, cancel_group, end_group, innermost_group, is_group_cancelled, notes};
pub use loops::Chunks;
pub(crate) use spawn::{is_final, run_undeferred, spawn};
pub(crate) use wait::{taskwait, taskyield};
