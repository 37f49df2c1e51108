use std::ops::Range;

use super::{Indices, PerhapsItem, Progression};
use crate::space::{Items, SliceMut, Space, check};

/// The elements of rows, for a nest of two loops that is collapsed into one. Made by [`grid`].
#[derive(Debug)]
pub struct Grid<'a, T> {
    /// One for each iteration of the outer loop; an empty one where there is no such row.
    rows: Vec<SliceMut<'a, T>>,
    inner: Progression,
    len: u64,
}

/// Lends the iteration of indices `i` and `j` element `j` of row `i`, if there is one. As in
/// [`collapse`](crate::space::collapse()), the inner index varies fastest. Keeps a table of the rows.
pub fn grid<'a, T>(
    rows: impl Iterator<Item = &'a mut [T]>,
    outer: &impl Indices,
    inner: &impl Indices,
) -> Grid<'a, T> {
    let mut all: Vec<Option<&mut [T]>> = rows.map(Some).collect();
    let (outer, inner) = (outer.progression(), inner.progression());
    // Indices differ, so no row is taken twice; what is not there, or has been taken, is no row.
    let mut row = |k| all.get_mut(usize::try_from(outer.at(k)).ok()?)?.take();
    let rows = (0..outer.len).map(|k| SliceMut::new(row(k).unwrap_or_default())).collect();
    Grid { rows, inner, len: outer.len.saturating_mul(inner.len) }
}

/// The rows of `n` elements of a matrix that is kept as one slice; none if `n` is 0, where rows could not be told
/// apart.
pub fn rows_of<T>(slice: &mut [T], n: usize) -> impl Iterator<Item = &mut [T]> {
    let slice = if n == 0 { &mut [] } else { slice };
    slice.chunks_mut(n.max(1))
}

impl<'i, 'a, T> Items<'i> for Grid<'a, T> {
    type Item = PerhapsItem<'a, T>;
    type Block = GridBlock<'i, 'a, T>;
}

impl<'a, T> Space for Grid<'a, T> {
    fn len(&self) -> u64 {
        self.len
    }

    unsafe fn block<'i>(&'i self, range: Range<u64>) -> GridBlock<'i, 'a, T> {
        check(&range, self.len);
        let n = self.inner.len.max(1);
        GridBlock {
            grid: self,
            row: (range.start / n) as usize,
            column: range.start % n,
            left: range.end - range.start,
        }
    }
}

/// Some elements of a [`Grid`].
#[derive(Debug)]
pub struct GridBlock<'i, 'a, T> {
    grid: &'i Grid<'a, T>,
    row: usize,
    column: u64,
    left: u64,
}

impl<'a, T> Iterator for GridBlock<'_, 'a, T> {
    type Item = PerhapsItem<'a, T>;

    #[inline]
    fn next(&mut self) -> Option<PerhapsItem<'a, T>> {
        self.left = self.left.checked_sub(1)?;
        if self.column == self.grid.inner.len {
            (self.row, self.column) = (self.row + 1, 0);
        }
        let row = &self.grid.rows[self.row];
        let (first, step) = self.grid.inner.wrapped(0);
        let index = first.wrapping_add(self.column.wrapping_mul(step));
        self.column += 1;
        // SAFETY: rows have no element in common, and in a row different iterations have different indices. Each
        // iteration is asked for at most once (contract of `block`; the block gives each once).
        Some(unsafe { PerhapsItem::at(row, index) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left);
        (left.unwrap_or(usize::MAX), left.ok())
    }
}
