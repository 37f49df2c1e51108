use std::ops::Range;

use super::{Indices, Progression};
use crate::space::{Items, SliceMut, Space, check};

/// Rows of a matrix that is kept as one slice. Made by [`rows`].
#[derive(Debug)]
pub struct Rows<'a, T> {
    slice: SliceMut<'a, T>,
    at: Place,
    n: usize,
    len: u64,
}

/// Where the rows begin.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// All of them lie in the slice: row `k` begins at `first + k·step`, a multiple of `n`.
    Whole { first: usize, step: isize },
    /// Some do not.
    Cut(Progression),
}

/// Lends iteration `k` the elements `index·n .. index·n + n`: less of them where the slice ends before, so that
/// an index beyond its end is out of the row's bounds as well.
#[inline]
pub fn rows<'a, T>(slice: &'a mut [T], indices: &impl Indices, n: usize) -> Rows<'a, T> {
    Rows::new(SliceMut::new(slice), indices.progression(), n)
}

impl<'a, T> Rows<'a, T> {
    pub(in crate::space) fn new(slice: SliceMut<'a, T>, at: Progression, n: usize) -> Self {
        let place = at.ends().and_then(|(low, high)| {
            let end = high.checked_add(1)?.checked_mul(n as i128)?;
            let exist = low >= 0 && end <= slice.len() as i128;
            let step = isize::try_from(at.step.checked_mul(n as i128)?).ok()?;
            // Within the slice, so it fits.
            exist.then_some(Place::Whole { first: (at.at(0) * n as i128) as usize, step })
        });
        Rows { slice, at: place.unwrap_or(Place::Cut(at)), n, len: at.len }
    }
}

impl Place {
    /// The elements of row `k` of those that have `n`, cut to a slice of `len`.
    #[inline]
    fn row(self, k: u64, n: usize, len: usize) -> Range<usize> {
        match self {
            Place::Whole { first, step } => {
                // Exact: `k` is below the length of the space, so the row lies in the slice.
                let start = first.wrapping_add_signed((k as isize).wrapping_mul(step));
                start..start + n
            }
            Place::Cut(at) => cut(at, k, n, len),
        }
    }
}

#[cold]
fn cut(at: Progression, k: u64, n: usize, len: usize) -> Range<usize> {
    // An index has at most 65 bits with its sign, and `n` 64: saturating for the product alone.
    let start = at.at(k).saturating_mul(n as i128);
    let bound = |at: i128| at.clamp(0, len as i128) as usize;
    bound(start)..bound(start.saturating_add(n as i128))
}

impl<'i, 'a, T> Items<'i> for Rows<'a, T> {
    type Item = &'a mut [T];
    type Block = RowsBlock<'a, T>;
}

impl<'a, T> Space for Rows<'a, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> RowsBlock<'a, T> {
        check(&range, self.len);
        RowsBlock { slice: self.slice.again(), at: self.at, n: self.n, range }
    }
}

/// Some [`Rows`].
#[derive(Debug)]
pub struct RowsBlock<'a, T> {
    slice: SliceMut<'a, T>,
    at: Place,
    n: usize,
    range: Range<u64>,
}

impl<'a, T> Iterator for RowsBlock<'a, T> {
    type Item = &'a mut [T];

    #[inline]
    fn next(&mut self) -> Option<&'a mut [T]> {
        let k = self.range.next()?;
        let row = self.at.row(k, self.n, self.slice.len());
        // SAFETY: different iterations have different indices, and rows of
        // `n` elements at different multiples of `n` have none in common, nor have their parts within the slice.
        // Each iteration is asked for at most once (contract of `block`; the range gives each number once).
        Some(unsafe { self.slice.part(row) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}
