use crate::space::{Axis, Integer, SliceMut, Space, Span, Steps};

use super::{Strided, window};

/// Indices `first + k·step` for `k` in `0..len`.
///
/// What makes lending by index sound: the step is not zero where there is a second index, and the last index is
/// less than 2⁶⁴ away from the first. So they differ, also modulo 2⁶⁴.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progression {
    pub(super) first: i128,
    pub(super) step: i128,
    pub(super) len: u64,
}

impl Progression {
    fn new(first: i128, step: i128, len: u64) -> Self {
        let way = step.unsigned_abs().saturating_mul(u128::from(len.saturating_sub(1)));
        assert!(
            (step != 0 || len <= 1) && way <= u128::from(u64::MAX),
            "a loop's indices are integers that differ"
        );
        Progression { first, step, len }
    }

    /// The least and the greatest index.
    pub(super) fn ends(self) -> Option<(i128, i128)> {
        let last = self.at(self.len.checked_sub(1)?);
        Some((self.first.min(last), self.first.max(last)))
    }

    /// The first index plus `offset`, and the step, modulo 2⁶⁴.
    pub(in crate::space) fn wrapped(self, offset: i128) -> (u64, u64) {
        (self.first.wrapping_add(offset) as u64, self.step as u64)
    }

    /// Index `k`. Exact for every `k` below the length: indices are integers of at most 64 bits.
    #[inline]
    pub(super) fn at(self, k: u64) -> i128 {
        self.first + i128::from(k) * self.step
    }
}

/// The space of a loop over integers: iteration `k` has the index that [`Progression`] says.
#[diagnostic::on_unimplemented(
    message = "the indices of a loop over `{Self}` are not known to differ",
    label = "an array can be written by the index of a loop over a range",
    note = "write `for i in a..b`, or `for (i, item) in items.iter().enumerate()`"
)]
pub trait Indices: Axis {
    /// Elements of a slice at these indices.
    type Elements<'a, T: 'a>: Space;

    /// The indices.
    fn progression(&self) -> Progression;

    /// See [`elements`](super::elements).
    #[doc(hidden)]
    fn elements_of<'a, T>(&self, slice: SliceMut<'a, T>, offset: i128) -> Self::Elements<'a, T>;
}

impl<T: Integer> Indices for Span<T> {
    type Elements<'a, E: 'a> = SliceMut<'a, E>;

    #[inline]
    fn progression(&self) -> Progression {
        Progression::new(self.at(0).widen(), 1, self.extent())
    }

    #[inline]
    #[track_caller]
    fn elements_of<'a, E>(&self, slice: SliceMut<'a, E>, offset: i128) -> SliceMut<'a, E> {
        // Once for each loop, and loops may be short: in the common case a comparison or two.
        let first = usize::try_from(self.at(0).widen().wrapping_add(offset)).unwrap_or(usize::MAX);
        let fits = slice.len().checked_sub(first).is_some_and(|left| self.extent() <= left as u64);
        if fits && self.extent() > 0 {
            // Below the length of the slice, a usize.
            return slice.cut(first..first + self.extent() as usize);
        }
        window(slice, self.progression(), offset)
    }
}

impl<T: Integer> Indices for Steps<T> {
    type Elements<'a, E: 'a> = Strided<'a, E>;

    #[inline]
    fn progression(&self) -> Progression {
        let len = self.extent();
        let first = self.at(0).widen();
        // The step as the indices have it: an unsigned loop that counts down has a step modulo its width.
        let step = if len > 1 { self.at(1).widen() - first } else { 1 };
        Progression::new(first, step, len)
    }

    #[inline]
    #[track_caller]
    fn elements_of<'a, E>(&self, slice: SliceMut<'a, E>, offset: i128) -> Strided<'a, E> {
        Strided::new(slice, self.progression(), offset)
    }
}
