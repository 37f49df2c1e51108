//! Kernels on regular grids.

pub mod cube;
pub mod square;
pub mod tiles;
