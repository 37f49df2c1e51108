use std::ops::Range;

use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension};

use super::{Lending, Lent, Shared, Unique};
use crate::space::{Items, Space, check};

/// The elements of an array in logical order, whatever its strides. Made by [`elements`] and [`elements_mut`].
#[derive(Debug)]
pub struct Elements<'a, A, L: Lending<'a, A>> {
    /// Along the last axis.
    rows: Lent<'a, A, L>,
    len: u64,
}

/// All elements of an array: `view.iter()` as an iteration space. Arrays of the same shape run in step as a tuple, as in
/// `ndarray::Zip`.
///
/// ```
/// use ferromp::parallel_for;
/// use ferromp::space::{elements, elements_mut};
/// use ndarray::Array2;
/// let a = Array2::from_shape_fn((30, 40), |(i, j)| (i + j) as f64);
/// let mut b = Array2::ones((40, 30));
/// // Transposed: the strides need not agree.
/// parallel_for((elements_mut(b.view_mut()), elements(a.t()))).for_each(|(b, a)| *b += 2.0 * a);
/// assert_eq!(b[[39, 29]], 1.0 + 2.0 * 68.0);
/// ```
pub fn elements<A, D: Dimension>(view: ArrayView<'_, A, D>) -> Elements<'_, A, Shared> {
    let (len, view) = (view.len() as u64, view.into_dyn());
    let view = if view.ndim() == 0 { view.insert_axis(Axis(0)) } else { view };
    let last = view.ndim() - 1;
    Elements { rows: Lent::shared(view, last), len }
}

/// All elements of an array, mutably: `view.iter_mut()` as an iteration space. See [`elements`].
pub fn elements_mut<A, D: Dimension>(view: ArrayViewMut<'_, A, D>) -> Elements<'_, A, Unique> {
    let (len, view) = (view.len() as u64, view.into_dyn());
    let view = if view.ndim() == 0 { view.insert_axis(Axis(0)) } else { view };
    let last = view.ndim() - 1;
    Elements { rows: Lent::unique(view, last), len }
}

impl<'i, 'a, A, L: Lending<'a, A>> Items<'i> for Elements<'a, A, L> {
    type Item = L::Element;
    type Block = ElementsBlock<'i, 'a, A, L>;
}

impl<'a, A, L: Lending<'a, A>> Space for Elements<'a, A, L> {
    fn len(&self) -> u64 {
        self.len
    }

    unsafe fn block<'i>(&'i self, range: Range<u64>) -> ElementsBlock<'i, 'a, A, L> {
        check(&range, self.len);
        ElementsBlock { rows: &self.rows, range, row: None }
    }
}

/// Some of the elements of an array.
pub struct ElementsBlock<'i, 'a, A, L: Lending<'a, A>> {
    rows: &'i Lent<'a, A, L>,
    /// What is left beyond `row`.
    range: Range<u64>,
    row: Option<L::Elements>,
}

impl<'a, A, L: Lending<'a, A>> ElementsBlock<'_, 'a, A, L> {
    /// What the range has of its first row, which it loses.
    fn next_row(&mut self) -> Option<L::Elements> {
        if self.range.is_empty() {
            return None;
        }
        let n = self.rows.lane_len() as u64;
        let (row, first) = (self.range.start / n, self.range.start % n);
        let last = n.min(first + (self.range.end - self.range.start));
        self.range.start += last - first;
        // SAFETY: the range was checked in `block`, so the row is there. Each iteration is asked for at most once (contract of
        // `block`), and the range never comes back to where it has been, so no element is in two parts.
        Some(L::elements(unsafe { self.rows.lane(row, first as usize..last as usize) }))
    }
}

impl<'a, A, L: Lending<'a, A>> Iterator for ElementsBlock<'_, 'a, A, L> {
    type Item = L::Element;

    #[inline]
    fn next(&mut self) -> Option<L::Element> {
        loop {
            if let Some(element) = self.row.as_mut().and_then(Iterator::next) {
                return Some(element);
            }
            self.row = Some(self.next_row()?);
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (row, _) = self.row.as_ref().map_or((0, None), Iterator::size_hint);
        let left = usize::try_from(self.range.end - self.range.start).ok();
        let left = left.and_then(|left| left.checked_add(row));
        (left.unwrap_or(usize::MAX), left)
    }

    #[inline]
    fn fold<B, F: FnMut(B, L::Element) -> B>(mut self, init: B, mut f: F) -> B {
        let mut state = init;
        if let Some(row) = self.row.take() {
            state = row.fold(state, &mut f);
        }
        while let Some(row) = self.next_row() {
            state = row.fold(state, &mut f);
        }
        state
    }
}
