//! Arrays that a loop only reads, or writes row by row, as iterators that run in step with it.
//!
//! `y[i] = x[i - 1] + x[i + 1]` is checked twice in every iteration, and checks keep a loop from becoming vector code. So a
//! loop that walks along an array has two versions. If all its indices exist, which is asked once ([`Stretch`], [`Known`]),
//! it runs over iterators of the elements ([`Indexed`], [`IndexedMut`]). If not, or if the array is not one of std's,
//! it runs as it was written, and fails where it would have failed.
//!
//! Which of the two answers a method gives is found by the compiler: those of an `impl` come before those of the traits
//! of [`otherwise`], which know nothing. So a user's type, or a type parameter, is indexed as it was.

mod indexed;
mod indexed_mut;
mod known;
pub mod otherwise;
mod stretch;

#[cfg(all(test, not(loom)))]
mod tests;

pub use indexed::{Indexed, constant};
pub use indexed_mut::{Elements, IndexedMut};
pub use known::{Int, Known, Leaf, Position, Unknown, known};
pub use stretch::{Along, Counted, Stretch, Unmeasured, stretch};
