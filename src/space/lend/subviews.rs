//! The `ndarray` feature: parts of an array along its first axis.

use ndarray::{ArrayViewMut, Axis, RemoveAxis, Slice};

use super::{Indices, in_bounds};
use crate::space::array::{AxisSpaceMut, axis_iter_mut};

/// Lends iteration `k` the part of the array whose first index is that of the iteration plus `offset`.
///
/// # Panics
/// If one of the parts does not exist, or if the loop goes downwards: ndarray's steps do, but only for whole arrays.
#[track_caller]
pub fn subviews<'a, A, D: RemoveAxis>(
    mut array: ArrayViewMut<'a, A, D>,
    indices: &impl Indices,
    offset: i128,
) -> AxisSpaceMut<'a, A, D> {
    let at = indices.progression();
    let len = array.len_of(Axis(0));
    let slice = match at.ends() {
        None => Slice::from(0..0),
        Some((low, high)) => {
            assert!(at.step > 0, "arrays are lent to loops that count upwards");
            let (low, high) = (in_bounds(low, offset, len), in_bounds(high, offset, len));
            // An axis has at most isize::MAX elements; a longer step is that of a single iteration.
            Slice::new(low as isize, Some(high as isize + 1), isize::try_from(at.step).unwrap_or(isize::MAX))
        }
    };
    array.slice_axis_inplace(Axis(0), slice);
    axis_iter_mut(array, Axis(0))
}
