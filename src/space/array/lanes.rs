use std::ops::Range;

use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension};

use super::{Lending, Lent, Shared, Unique};
use crate::space::{Items, Space, check};

/// The lanes of an array along an axis. Made by [`lanes`] and [`lanes_mut`].
#[derive(Debug)]
pub struct Lanes<'a, A, L: Lending<'a, A>>(Lent<'a, A, L>);

/// `view.lanes(axis)` as an iteration space: each iteration receives a one-dimensional view along `axis`.
///
/// # Panics
/// If the array has no such axis.
///
/// ```
/// use ferromp::{Max, parallel_for, space::lanes};
/// use ndarray::{Array3, Axis};
/// let a = Array3::from_shape_fn((4, 5, 6), |(i, j, k)| i * j * k);
/// let longest = parallel_for(lanes(a.view(), Axis(1))).reduce(Max, |lane| lane.sum());
/// assert_eq!(longest, 3 * (1 + 2 + 3 + 4) * 5);
/// ```
pub fn lanes<A, D: Dimension>(view: ArrayView<'_, A, D>, axis: Axis) -> Lanes<'_, A, Shared> {
    let axis = checked(axis, view.ndim());
    Lanes(Lent::shared(view, axis))
}

/// `view.lanes_mut(axis)` as an iteration space: each iteration receives a one-dimensional mutable view along `axis`.
///
/// # Panics
/// If the array has no such axis.
///
/// ```
/// use ferromp::{parallel_for, space::lanes_mut};
/// use ndarray::{Array3, Axis};
/// let mut a = Array3::from_elem((4, 5, 6), 1.0);
/// parallel_for(lanes_mut(a.view_mut(), Axis(0))).for_each(|mut lane| {
///     for k in 1..lane.len() {
///         lane[k] += lane[k - 1];
///     }
/// });
/// assert_eq!(a[[3, 4, 5]], 4.0);
/// ```
pub fn lanes_mut<A, D: Dimension>(view: ArrayViewMut<'_, A, D>, axis: Axis) -> Lanes<'_, A, Unique> {
    let axis = checked(axis, view.ndim());
    Lanes(Lent::unique(view, axis))
}

fn checked(axis: Axis, dimensions: usize) -> usize {
    assert!(axis.index() < dimensions, "an array of {dimensions} dimensions has no {axis:?}");
    axis.index()
}

impl<'i, 'a, A, L: Lending<'a, A>> Items<'i> for Lanes<'a, A, L> {
    type Item = L::Lane;
    type Block = LanesBlock<'i, 'a, A, L>;
}

impl<'a, A, L: Lending<'a, A>> Space for Lanes<'a, A, L> {
    fn len(&self) -> u64 {
        self.0.count()
    }

    unsafe fn block<'i>(&'i self, range: Range<u64>) -> LanesBlock<'i, 'a, A, L> {
        check(&range, self.len());
        LanesBlock { lent: &self.0, range }
    }
}

/// Some of the lanes of an array.
#[derive(Debug)]
pub struct LanesBlock<'i, 'a, A, L: Lending<'a, A>> {
    lent: &'i Lent<'a, A, L>,
    range: Range<u64>,
}

impl<'a, A, L: Lending<'a, A>> Iterator for LanesBlock<'_, 'a, A, L> {
    type Item = L::Lane;

    fn next(&mut self) -> Option<L::Lane> {
        let k = self.range.next()?;
        // SAFETY: `k` was checked in `block`. Each iteration is asked for at most once (contract of `block`; the range
        // gives each once), and gives one whole lane.
        Some(unsafe { self.lent.lane(k, 0..self.lent.lane_len()) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}
