//! OpenMP for Rust.
#![warn(missing_docs)]

#[allow(dead_code, unused_imports)] // until the rooms above call it
mod icv;
pub mod omp;
#[allow(dead_code, unused_imports)] // until the rooms above call it
mod place;
mod prim;
#[allow(dead_code, unused_imports)] // until the worksharing layer calls it
mod schedule;
#[allow(dead_code, unused_imports)] // until the rooms above call it
mod syntax;
#[allow(dead_code, unused_imports)] // until the rooms above call it
mod sys;

pub use place::ProcBind;
pub use schedule::{ChunkPolicy, LoopState, Modified, Modifier, ParseScheduleError, Schedule};
