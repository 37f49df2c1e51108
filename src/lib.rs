//! OpenMP for Rust.
#![warn(missing_docs)]

mod prim;
pub mod space;
