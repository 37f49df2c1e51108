//! OpenMP for Rust.
#![warn(missing_docs)]

mod prim;
#[allow(dead_code, unused_imports)] // until the worksharing layer calls it
mod schedule;

pub use schedule::{ChunkPolicy, LoopState, Modified, Modifier, ParseScheduleError, Schedule};
