//! Places: the sets of CPUs to which OpenMP binds threads, and which member of a team goes to which.
//!
//! All of it is pure: what the machine looks like and what the environment says comes in as values.

mod proc_bind;

pub use proc_bind::ProcBind;
