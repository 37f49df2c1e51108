//! Library routines.

mod team;

pub use team::*;
