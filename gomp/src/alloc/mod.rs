//! Allocators (OpenMP 5.2, sections 6.1 and 18.13).
//!
//! All memory spaces are the memory of the process; what makes allocators differ is alignment, how much they may hand out,
//! and what they do when that is used up.
//!
//! | file | what |
//! |---|---|
//! | `traits.rs` | what an allocator is asked to be |
//! | `allocator.rs` | allocators, their pools and handles |
//! | `block.rs` | what they hand out |
//! | `allocate.rs` | allocating and freeing |
//! | `routines.rs` | the names |
//! | `environment.rs` | `OMP_ALLOCATOR` |

mod allocate;
mod allocator;
mod block;
mod environment;
mod routines;
#[cfg(test)]
mod tests;
mod traits;

pub(crate) use environment::{GRAMMAR, parse, shown};
pub use routines::*;
pub use traits::Trait;
