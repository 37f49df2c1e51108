//! Iteration spaces: what a worksharing loop runs over.
//!
//! A [`Space`] is a number of *logical iterations* and a way to turn any stretch of them, a *block*, into an
//! ordinary iterator. The runtime deals the numbers `0..len` out to the members of a team and asks for the
//! blocks; the body's inner loop is then a plain Rust loop over a std iterator, which the compiler vectorises
//! as it would a serial one. This is OpenMP's canonical loop nest (section 4.4.1 of version 5.2): the number
//! of iterations is known on entry.
//!
//! | what you write | one iteration receives |
//! |---|---|
//! | `0..n`, `a..=b`, `.rev()`, `.step_by(k)` of them, any integer type up to 64 bits | the integer |
//! | `&x[..]`, `&vec`, `&array`, `x.iter()` | `&T` |
//! | `&mut y[..]`, `&mut vec`, `&mut array`, `y.iter_mut()` | `&mut T` |
//! | `vec` | `T`, moved out |
//! | `x.chunks(n)`, `x.chunks_exact(n)`, `x.windows(n)` | `&[T]` |
//! | [`chunks_mut(&mut y, n)`](chunks_mut), [`chunks_exact_mut`] | `&mut [T]` |
//! | `(a, b)` up to six spaces, run in step | a tuple |
//! | [`enumerate(a)`](enumerate) | `(usize, item)` |
//! | [`collapse(a, b)`](collapse()), [`collapse3`], [`Collapse`] | a tuple of integers, row by row |
//! | [`lower_triangle(n)`](lower_triangle) and kin | `(usize, usize)` |
//! | [`collapse_with(a, f)`](collapse_with), the inner loop `f(i)` | a pair of integers |
//! | [`SharedMut::iter_mut`], [`SharedMut::chunks_mut`] | `&mut T`, `&mut [T]`, for that iteration only |
//!
//! With the feature `ndarray`: `a.outer_iter()`, `a.axis_iter(axis)`, `axis_iter_mut(a.view_mut(), axis)`; `lanes`, `elements` and
//! their mutable kin. Tuples of them take the place of `ndarray::Zip`.
//!
//! # A space of one's own
//! ```
//! use ferromp::space::{Items, Space};
//! use std::ops::Range;
//!
//! /// The squares below `n²`.
//! struct Squares(u64);
//! impl<'i> Items<'i> for Squares {
//!     type Item = u64;
//!     type Block = std::iter::Map<Range<u64>, fn(u64) -> u64>;
//! }
//! impl Space for Squares {
//!     fn len(&self) -> u64 {
//!         self.0
//!     }
//!     unsafe fn block<'i>(&'i self, range: Range<u64>) -> <Self as Items<'i>>::Block {
//!         range.map(|k| k * k)
//!     }
//! }
//! ```

#[cfg(feature = "ndarray")]
mod array;
mod axis;
mod blocks;
mod chunks;
mod collapse;
mod enumerate;
mod int;
#[doc(hidden)]
pub mod lend;
mod marks;
mod nest;
mod ragged;
mod range;
mod shared;
mod slice;
mod steps;
mod triangle;
mod vec;
mod zip;

#[cfg(all(test, not(loom)))]
mod tests;

use std::ops::Range;

#[cfg(feature = "ndarray")]
pub use array::{
    AxisBlockMut, AxisSpace, AxisSpaceMut, Elements, ElementsBlock, Lanes, LanesBlock, Lending, Shared,
    Unique, axis_iter_mut, elements, elements_mut, lanes, lanes_mut,
};
pub use axis::Axis;
#[doc(hidden)]
pub use blocks::{Blocks, IntoBlocks, blocks};
pub use chunks::{ChunksExactMutSpace, ChunksMutSpace, Splits, chunks_exact_mut, chunks_mut};
#[doc(hidden)]
pub use collapse::{Append, Outer};
pub use collapse::{Collapse, Collapsed, CollapsedBlock, collapse, collapse3};
pub use enumerate::{Enumerated, enumerate};
pub use int::Integer;
pub(crate) use marks::Marks;
pub use nest::Nest;
#[doc(hidden)]
pub use nest::Stand;
pub use ragged::{Ragged, RaggedBlock, collapse_with};
pub use range::Span;
#[doc(hidden)]
pub use shared::{Admission, SharedLent, SharedReading, Ticket};
pub use shared::{SharedChunks, SharedItems, SharedIter, SharedMut, SharedRef};
pub use slice::{Slice, SliceMut};
pub use steps::{Arithmetic, Steps, StepsBlock};
pub use triangle::{
    Triangle, TriangleBlock, lower_triangle, strict_lower_triangle, strict_upper_triangle, upper_triangle,
};
pub use vec::{VecBlock, VecSpace};
pub use zip::{Flat3, Flat4, Flat5, Flat6, Zip};

/// What one iteration of a [`Space`] receives when the space is lent for `'i`.
///
/// It is a trait of its own because an item may borrow from the space; the parameter `Implied`, never given
/// by hand, is how the compiler learns that `'i` does not outlive the space.
pub trait Items<'i, Implied = &'i Self> {
    /// What the loop's body is called with.
    type Item;
    /// A stretch of iterations, as an ordinary iterator.
    ///
    /// The runtime drives it with [`fold`](Iterator::fold) or [`for_each`](Iterator::for_each): override
    /// `fold` where a nested loop is faster than `next`.
    type Block: Iterator<Item = Self::Item>;
}

/// An iteration space: a length, and a block for any stretch of it.
///
/// Implementing it asks for no unsafe code and carries no obligation: an implementation that lies, panics or
/// re-enters the runtime gives wrong iterations, never undefined behaviour. *Calling* [`block`](Self::block)
/// is what has conditions.
///
/// A loop needs its space to be [`Sync`]: every member of the team asks the same space for its blocks.
pub trait Space: for<'i> Items<'i> {
    /// The number of logical iterations.
    fn len(&self) -> u64;

    /// Whether there are no iterations.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The iterations `range`, in order.
    ///
    /// # Safety
    /// - `range` lies within `0..len`, for a `len` this space returned.
    /// - Over the life of the space no iteration is asked for twice: items may own or mutably borrow what
    ///   they stand for, and move to another thread.
    /// - The caller, if it is a member of a team, holds the [`Admission`] that [`admit`](Self::admit) filled
    ///   for the construct the block belongs to, and no item outlives it.
    ///
    /// # Panics
    /// The crate's own spaces panic if `range` is not within `0..len`.
    unsafe fn block<'i>(&'i self, range: Range<u64>) -> <Self as Items<'i>>::Block;

    /// Enters the claims of this space for one member and one construct; the member leaves when `admission`
    /// drops. A space made of others forwards to each of them.
    #[doc(hidden)]
    fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
        let _ = admission;
    }
}

/// What can be turned into a [`Space`]: the argument of every worksharing loop.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an iteration space",
    label = "not an iteration space",
    note = "a worksharing loop runs over integer ranges, slices, `Vec`, tuples of these, `collapse(a, b)`, …",
    note = "for `x.chunks_mut(n)` write `chunks_mut(&mut x, n)`",
    note = "for `x.iter().enumerate()` write `enumerate(&x)`"
)]
pub trait IntoSpace {
    /// The space it becomes.
    type Space: Space;

    /// Becomes a space.
    ///
    /// # Panics
    /// If it has more than 2⁶⁴−1 iterations.
    fn into_space(self) -> Self::Space;
}

impl<S: Space> IntoSpace for S {
    type Space = S;

    fn into_space(self) -> S {
        self
    }
}

/// Checks that a block lies within a space of `len` iterations: once per block, never per item.
#[inline]
fn check(range: &Range<u64>, len: u64) {
    #[cold]
    #[inline(never)]
    #[track_caller]
    fn refuse(range: Range<u64>, len: u64) -> ! {
        panic!("iterations {range:?} were asked of an iteration space that has {len}")
    }
    if range.start > range.end || range.end > len {
        refuse(range.clone(), len);
    }
}

/// Refuses a space whose number of iterations does not fit in 64 bits.
#[cold]
#[inline(never)]
#[track_caller]
fn too_long() -> ! {
    panic!("an iteration space may have at most 2^64-1 = 18446744073709551615 iterations; this one has more")
}

/// Like [`check`], in the index type of slices.
#[inline]
fn indices(range: Range<u64>, len: usize) -> Range<usize> {
    check(&range, len as u64);
    // Both ends are at most `len`, a usize.
    range.start as usize..range.end as usize
}
