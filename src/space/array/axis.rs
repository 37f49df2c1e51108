//! Subviews of an array along an axis.

use std::marker::PhantomData;
use std::ops::Range;

use ndarray::iter::AxisIter;
use ndarray::{ArrayViewMut, Axis, Dimension, RawArrayViewMut, RemoveAxis};

use crate::space::{IntoSpace, Items, Space, indices};

/// The subviews of an array along an axis: `array.outer_iter()`, `array.axis_iter(axis)`.
#[derive(Clone, Debug)]
pub struct AxisSpace<'a, A, D>(AxisIter<'a, A, D>);

impl<'a, A, D: Dimension> IntoSpace for AxisIter<'a, A, D> {
    type Space = AxisSpace<'a, A, D>;

    fn into_space(self) -> AxisSpace<'a, A, D> {
        AxisSpace(self)
    }
}

impl<'i, 'a, A, D: Dimension> Items<'i> for AxisSpace<'a, A, D> {
    type Item = ndarray::ArrayView<'a, A, D>;
    type Block = AxisIter<'a, A, D>;
}

impl<'a, A, D: Dimension> Space for AxisSpace<'a, A, D> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    unsafe fn block(&self, range: Range<u64>) -> AxisIter<'a, A, D> {
        let Range { start, end } = indices(range, self.0.len());
        self.0.clone().split_at(end).0.split_at(start).1
    }
}

/// The mutable subviews of an array along an axis. Made by [`axis_iter_mut`].
pub struct AxisSpaceMut<'a, A, D: Dimension> {
    view: RawArrayViewMut<A, D>,
    axis: Axis,
    lent: PhantomData<&'a mut A>,
}

// SAFETY: it is an `ArrayViewMut` with its lifetime kept beside it; that is Send if A is.
unsafe impl<A: Send, D: Dimension> Send for AxisSpaceMut<'_, A, D> {}
// SAFETY: through `&AxisSpaceMut` one can read the shape, and, under the contract of `block`, take subviews,
// each at most once. Threads never share an element, they only receive it: A: Send is enough.
unsafe impl<A: Send, D: Dimension> Sync for AxisSpaceMut<'_, A, D> {}

/// `view.axis_iter_mut(axis)` as an iteration space: each iteration receives one subview.
///
/// # Panics
/// If the array has no such axis.
///
/// ```
/// use ferromp::space::{Space, axis_iter_mut};
/// use ndarray::{Array2, Axis};
/// let mut a = Array2::zeros((3, 2));
/// let columns = axis_iter_mut(a.view_mut(), Axis(1));
/// // SAFETY: all iterations, once.
/// unsafe { columns.block(0..columns.len()) }.for_each(|mut column| column.fill(1.0));
/// assert_eq!(a.sum(), 6.0);
/// ```
pub fn axis_iter_mut<A, D: RemoveAxis>(
    mut view: ArrayViewMut<'_, A, D>,
    axis: Axis,
) -> AxisSpaceMut<'_, A, D> {
    assert!(axis.index() < view.ndim(), "an array of {} dimensions has no {axis:?}", view.ndim());
    AxisSpaceMut { view: view.raw_view_mut(), axis, lent: PhantomData }
}

impl<'i, 'a, A, D: RemoveAxis> Items<'i> for AxisSpaceMut<'a, A, D> {
    type Item = ArrayViewMut<'a, A, D::Smaller>;
    type Block = AxisBlockMut<'a, A, D>;
}

impl<'a, A, D: RemoveAxis> Space for AxisSpaceMut<'a, A, D> {
    fn len(&self) -> u64 {
        self.view.len_of(self.axis) as u64
    }

    unsafe fn block(&self, range: Range<u64>) -> AxisBlockMut<'a, A, D> {
        let Range { start, end } = indices(range, self.view.len_of(self.axis));
        let part = self.view.clone().split_at(self.axis, end).0.split_at(self.axis, start).1;
        // SAFETY:
        // - the raw view was made of an `ArrayViewMut<'a>`, so its elements are valid, aligned and lent for
        //   'a, and no two of its indices are the same element;
        // - iteration k is index k of the axis, different indices have no element in common, and each
        //   iteration is asked for at most once (contract of `block`).
        let rest = unsafe { part.deref_into_view_mut() };
        AxisBlockMut { rest: Some(rest), axis: self.axis }
    }
}

/// A block of an [`AxisSpaceMut`].
pub struct AxisBlockMut<'a, A, D> {
    /// `None` only while a subview is being split off, or after a panic then.
    rest: Option<ArrayViewMut<'a, A, D>>,
    axis: Axis,
}

impl<'a, A, D: RemoveAxis> Iterator for AxisBlockMut<'a, A, D> {
    type Item = ArrayViewMut<'a, A, D::Smaller>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        if rest.len_of(self.axis) == 0 {
            return None;
        }
        let (first, rest) = rest.split_at(self.axis, 1);
        self.rest = Some(rest);
        Some(first.index_axis_move(self.axis, 0))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.rest.as_ref().map_or(0, |rest| rest.len_of(self.axis));
        (len, Some(len))
    }
}
