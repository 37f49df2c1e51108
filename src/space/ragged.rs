//! Nests whose inner loop depends on the outer index, as one space.

use std::ops::Range;

use super::{Axis, IntoSpace, Items, Space, check, too_long};

/// The pairs of two nested loops, the inner one depending on the outer. Made by [`collapse_with`].
#[derive(Clone, Debug)]
pub struct Ragged<A, R> {
    outer: A,
    rows: Vec<Row<R>>,
}

#[derive(Clone, Debug)]
struct Row<R> {
    axis: R,
    /// How many pairs there are up to the end of this row.
    end: u64,
}

/// Two nested loops of which the inner one depends on the outer index, as one space of pairs, the second
/// index varying fastest: a static schedule then deals out equal numbers of pairs, however unequal the rows.
///
/// `inner` is called once for each outer index, in order, before the loop begins, and a table of the row
/// lengths is kept: about 24 bytes per row. For a triangle, [`lower_triangle`](super::lower_triangle) and kin
/// need no table.
///
/// # Panics
/// If there are more than 2⁶⁴−1 pairs.
///
/// ```
/// use ferromp::space::{Space, collapse_with};
/// let row_start = [0, 2, 2, 5]; // a sparse matrix: row i has the entries row_start[i]..row_start[i + 1]
/// let entries = collapse_with(0..3, |i: usize| row_start[i]..row_start[i + 1]);
/// // SAFETY: all iterations, once.
/// let all: Vec<_> = unsafe { entries.block(0..entries.len()) }.collect();
/// assert_eq!(all, [(0, 0), (0, 1), (2, 2), (2, 3), (2, 4)]);
/// ```
pub fn collapse_with<A, R, F>(outer: A, mut inner: F) -> Ragged<A::Space, R::Space>
where
    A: IntoSpace<Space: Axis>,
    R: IntoSpace<Space: Axis>,
    F: FnMut(<A::Space as Axis>::Index) -> R,
{
    let outer = outer.into_space();
    let mut end = 0_u64;
    let rows = outer
        .row(0..outer.extent())
        .map(|i| {
            let axis = inner(i).into_space();
            end = end.checked_add(axis.extent()).unwrap_or_else(|| too_long());
            Row { axis, end }
        })
        .collect();
    Ragged { outer, rows }
}

impl<'i, A: Axis, R: Axis> Items<'i> for Ragged<A, R> {
    type Item = (A::Index, R::Index);
    type Block = RaggedBlock<'i, A, R>;
}

impl<A: Axis, R: Axis> Space for Ragged<A, R> {
    fn len(&self) -> u64 {
        self.rows.last().map_or(0, |row| row.end)
    }

    unsafe fn block<'i>(&'i self, range: Range<u64>) -> RaggedBlock<'i, A, R> {
        check(&range, self.len());
        let mut block = RaggedBlock { space: self, row: None, next: 0, left: range.end - range.start };
        if block.left > 0 {
            // The first row that ends after the first pair holds it; rows without pairs do not come into
            // question.
            block.next = self.rows.partition_point(|row| row.end <= range.start);
            let row = &self.rows[block.next];
            block.begin_row(range.start - (row.end - row.axis.extent()));
        }
        block
    }
}

/// A block of a [`Ragged`].
#[derive(Clone, Debug)]
pub struct RaggedBlock<'i, A: Axis, R: Axis> {
    space: &'i Ragged<A, R>,
    /// The row it is in: the outer index, and what is left of the inner loop.
    row: Option<(A::Index, R::Row)>,
    /// The number of the row after that.
    next: usize,
    /// How many pairs come from there on.
    left: u64,
}

impl<A: Axis, R: Axis> RaggedBlock<'_, A, R> {
    /// Enters the next row at its item `at`. There is one: `left > 0`.
    #[inline]
    fn begin_row(&mut self, at: u64) {
        let axis = &self.space.rows[self.next].axis;
        let n = self.left.min(axis.extent() - at);
        self.row = Some((self.space.outer.at(self.next as u64), axis.row(at..at + n)));
        self.next += 1;
        self.left -= n;
    }
}

impl<A: Axis, R: Axis> Iterator for RaggedBlock<'_, A, R> {
    type Item = (A::Index, R::Index);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (i, row) = self.row.as_mut()?;
            if let Some(j) = row.next() {
                return Some((*i, j));
            }
            if self.left == 0 {
                return None;
            }
            self.begin_row(0);
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let (low, high) = self.row.as_ref().map_or((0, Some(0)), |(_, row)| row.size_hint());
        match usize::try_from(self.left) {
            Ok(left) => (low.saturating_add(left), high.and_then(|high| high.checked_add(left))),
            Err(_) => (usize::MAX, None),
        }
    }

    /// A loop over columns within a loop over rows, as one would write it by hand.
    #[inline]
    fn fold<Acc, F: FnMut(Acc, Self::Item) -> Acc>(mut self, init: Acc, mut f: F) -> Acc {
        let mut acc = init;
        while let Some((i, row)) = self.row.take() {
            acc = row.fold(acc, |acc, j| f(acc, (i, j)));
            if self.left > 0 {
                self.begin_row(0);
            }
        }
        acc
    }
}
