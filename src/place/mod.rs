//! Places: the sets of CPUs to which OpenMP binds threads, and which member of a team goes to which.
//!
//! All of it but `anchor` and `home` is pure: what the machine looks like and what the environment says comes in as values.

mod anchor;
mod assign;
mod binding;
mod grammar;
mod home;
mod places;
mod proc_bind;
#[cfg(test)]
mod tests;

pub(crate) use anchor::Anchor;
pub(crate) use assign::{Partition, Position, assign};
pub(crate) use binding::Binding;
pub(crate) use grammar::PlaceSpec;
pub(crate) use home::Home;
pub(crate) use places::Places;
pub use proc_bind::ProcBind;
