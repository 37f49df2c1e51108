//! OpenMP for Rust.
#![warn(missing_docs)]

mod prim;
