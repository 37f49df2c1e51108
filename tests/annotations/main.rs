//! Annotated programs against their serial form.
#![cfg(feature = "macros")]

mod basics;
mod constructs;
mod loops;
mod tasks;
