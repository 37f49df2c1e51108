//! Annotated programs against their serial form.
#![cfg(feature = "macros")]

mod basics;
mod constructs;
mod doacross;
mod hygiene;
mod loops;
mod scan;
mod schedule_clause;
mod schedules;
mod shared;
mod spellings;
mod tasks;
mod transforms;
#[path = "../common/watchdog.rs"]
mod watchdog;
