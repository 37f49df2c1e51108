//! Elements of a slice lent to the iterations of a loop by the loop's index: what `y[i] = …` in an annotated
//! loop becomes.
//!
//! A loop over integers has indices `first + k·step`, for iteration `k`. [`elements`] lends iteration `k` the
//! element at its index (with an offset), `perhaps` the same where the body may not ask for it, `rows` the
//! `n` elements at `index·n`. Different iterations have different indices, so no two are lent the same element.

mod grid;
mod perhaps;
mod progression;
mod rows;
mod strided;
#[cfg(feature = "ndarray")]
mod subviews;

#[cfg(all(test, not(loom)))]
mod tests;

pub use grid::{Grid, GridBlock, grid, rows_of};
pub use perhaps::{Perhaps, PerhapsBlock, PerhapsItem, perhaps};
pub use progression::{Indices, Progression};
pub use rows::{Rows, RowsBlock, rows};
pub use strided::{Strided, StridedBlock};
#[cfg(feature = "ndarray")]
pub use subviews::subviews;

use std::marker::PhantomData;

use super::{Axis, SliceMut};

/// Lends iteration `k` the element at its index plus `offset`.
///
/// # Panics
/// If one of the elements does not exist.
#[inline]
#[track_caller]
pub fn elements<'a, T, I: Indices>(slice: &'a mut [T], indices: &I, offset: i128) -> I::Elements<'a, T> {
    indices.elements_of(SliceMut::new(slice), offset)
}

/// A slice, or what dereferences to one, as it stands before the index in `y[i]`.
pub trait Lend {
    /// What `y[i]` is.
    type Element;

    /// All of it. The name is not one that a type of the user's would have.
    fn __ferromp_lend(&mut self) -> &mut [Self::Element];
}

impl<T> Lend for [T] {
    type Element = T;

    #[inline]
    fn __ferromp_lend(&mut self) -> &mut [T] {
        self
    }
}

/// The type of a loop's index.
#[derive(Debug)]
pub struct Kind<T>(PhantomData<fn() -> T>);

impl<T> Clone for Kind<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kind<T> {}

/// The type of the indices of `axis`.
#[inline]
pub fn kind_of<A: Axis>(axis: &A) -> Kind<A::Index> {
    let _ = axis;
    Kind(PhantomData)
}

impl<T> Kind<T> {
    /// The same index. A body's first use of it decides the type of a loop over `0..10`.
    #[inline]
    pub fn same(self, index: T) -> T {
        index
    }
}

/// The length that a slice had before its elements were lent, with a slice's own questions about it.
#[derive(Clone, Copy, Debug)]
pub struct Length(pub usize);

impl Length {
    /// The number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        self.0
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

/// The elements of a stretch of `indices`, contiguous ones.
#[cold]
#[track_caller]
fn window<T>(slice: SliceMut<'_, T>, at: Progression, offset: i128) -> SliceMut<'_, T> {
    let Some((first, last)) = at.ends() else { return slice.cut(0..0) };
    let (first, last) = (in_bounds(first, offset, slice.len()), in_bounds(last, offset, slice.len()));
    slice.cut(first..last + 1)
}

/// `index + offset`, which must be the index of one of `len` elements.
#[track_caller]
fn in_bounds(index: i128, offset: i128, len: usize) -> usize {
    let index = index.saturating_add(offset);
    match usize::try_from(index) {
        Ok(index) if index < len => index,
        _ => panic!("index out of bounds: the len is {len} but the index of an iteration is {index}"),
    }
}
