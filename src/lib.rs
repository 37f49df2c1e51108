//! OpenMP for Rust.
#![warn(missing_docs)]

#[allow(dead_code, unused_imports)] // until the rooms above call it
mod icv;
#[allow(dead_code, unused_imports)] // until the rooms above call it
mod place;
mod prim;
mod reduce;

pub use reduce::{
    BitAnd, BitOr, BitXor, Elementwise, LogicalAnd, LogicalOr, Max, Min, Product, Reduction, Sum,
    UserReduction, reduction,
};
#[allow(dead_code, unused_imports)] // until the rooms above call it
mod syntax;
#[allow(dead_code, unused_imports)] // until the rooms above call it
mod sys;

pub use place::ProcBind;
