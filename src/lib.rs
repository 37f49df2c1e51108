//! OpenMP for Rust.
#![warn(missing_docs)]

mod prim;
mod reduce;

pub use reduce::{
    BitAnd, BitOr, BitXor, Elementwise, LogicalAnd, LogicalOr, Max, Min, Product, Reduction, Sum,
    UserReduction, reduction,
};
