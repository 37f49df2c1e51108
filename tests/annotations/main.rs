//! Annotated programs against their serial form.
#![cfg(feature = "macros")]

mod basics;
mod constructs;
mod hygiene;
mod loops;
mod scan;
mod schedules;
mod shared;
mod tasks;
mod transforms;
