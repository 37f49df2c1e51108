//! Triangular nests of loops (OpenMP's non-rectangular loops, section 4.4.1 of version 5.2) as one space, so
//! that a static schedule deals out equal numbers of pairs rather than equal numbers of rows.

use std::ops::Range;

use super::{Items, Space, check, too_long};

/// The pairs on one side of the diagonal of an `n`×`n` square, row by row. Made by [`lower_triangle`] and
/// kin.
#[derive(Clone, Copy, Debug)]
pub struct Triangle {
    side: Side,
    n: usize,
    /// The number of rows that hold a pair; the longest has as many pairs as there are rows.
    rows: u64,
    len: u64,
}

#[derive(Clone, Copy, Debug)]
enum Side {
    /// `j ≤ i`
    Lower,
    /// `j < i`
    StrictLower,
    /// `j ≥ i`
    Upper,
    /// `j > i`
    StrictUpper,
}

/// The pairs `(i, j)` with `j ≤ i < n`: `for i in 0..n { for j in 0..=i { … } }`.
///
/// # Panics
/// If there are more than 2⁶⁴−1 pairs.
///
/// ```
/// use ferromp::space::{Space, lower_triangle};
/// let pairs = lower_triangle(3);
/// // SAFETY: all iterations, once.
/// let all: Vec<_> = unsafe { pairs.block(0..pairs.len()) }.collect();
/// assert_eq!(all, [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]);
/// ```
pub fn lower_triangle(n: usize) -> Triangle {
    Triangle::new(Side::Lower, n)
}

/// The pairs `(i, j)` with `j < i < n`: `for i in 0..n { for j in 0..i { … } }`. Each unordered pair once.
///
/// # Panics
/// If there are more than 2⁶⁴−1 pairs.
pub fn strict_lower_triangle(n: usize) -> Triangle {
    Triangle::new(Side::StrictLower, n)
}

/// The pairs `(i, j)` with `i ≤ j < n`: `for i in 0..n { for j in i..n { … } }`.
///
/// # Panics
/// If there are more than 2⁶⁴−1 pairs.
pub fn upper_triangle(n: usize) -> Triangle {
    Triangle::new(Side::Upper, n)
}

/// The pairs `(i, j)` with `i < j < n`: `for i in 0..n { for j in i + 1..n { … } }`. Each unordered pair
/// once.
///
/// # Panics
/// If there are more than 2⁶⁴−1 pairs.
pub fn strict_upper_triangle(n: usize) -> Triangle {
    Triangle::new(Side::StrictUpper, n)
}

/// `1 + 2 + … + rows`: where row `rows` begins in a triangle whose row r has r+1 pairs.
fn pairs(rows: u64) -> Option<u64> {
    let rows = u128::from(rows);
    u64::try_from(rows * (rows + 1) / 2).ok()
}

/// The greatest `r` with `pairs(r) <= k`, by integers throughout: a float's square root misses by one near
/// 2⁵³.
fn row_of(k: u64) -> u64 {
    // r(r+1)/2 ≤ k  ⟺  2r+1 ≤ √(8k+1)
    let root = match k.checked_mul(8) {
        Some(eightfold) => (eightfold + 1).isqrt(),
        None => (u128::from(k) * 8 + 1).isqrt() as u64, // below 2^34
    };
    (root - 1) / 2
}

impl Triangle {
    fn new(side: Side, n: usize) -> Self {
        let rows = match side {
            Side::Lower | Side::Upper => n as u64,
            Side::StrictLower | Side::StrictUpper => (n as u64).saturating_sub(1),
        };
        Triangle { side, n, rows, len: pairs(rows).unwrap_or_else(|| too_long()) }
    }

    /// The row of pair `k`, and how many pairs of that row come before it.
    fn unrank(&self, k: u64) -> (usize, usize) {
        let begin_of = |r| pairs(r).expect("no row begins after the last pair");
        match self.side {
            Side::Lower | Side::StrictLower => {
                let r = row_of(k);
                let before = (k - begin_of(r)) as usize;
                (r as usize + usize::from(matches!(self.side, Side::StrictLower)), before)
            }
            // The rows of an upper triangle are those of a lower one read from its last pair backwards.
            Side::Upper | Side::StrictUpper => {
                let r = row_of(self.len - 1 - k);
                let begin = self.len - begin_of(r + 1);
                ((self.rows - 1 - r) as usize, (k - begin) as usize)
            }
        }
    }

    /// The columns of row `i`.
    #[inline]
    fn columns(&self, i: usize) -> Range<usize> {
        match self.side {
            Side::Lower => 0..i + 1,
            Side::StrictLower => 0..i,
            Side::Upper => i..self.n,
            Side::StrictUpper => i + 1..self.n,
        }
    }
}

impl<'i> Items<'i> for Triangle {
    type Item = (usize, usize);
    type Block = TriangleBlock;
}

impl Space for Triangle {
    fn len(&self) -> u64 {
        self.len
    }

    unsafe fn block(&self, range: Range<u64>) -> TriangleBlock {
        check(&range, self.len);
        let mut block = TriangleBlock { triangle: *self, i: 0, columns: 0..0, left: range.end - range.start };
        if block.left > 0 {
            let (i, before) = self.unrank(range.start);
            block.begin_row(i, before);
        }
        block
    }
}

/// A block of a [`Triangle`].
#[derive(Clone, Debug)]
pub struct TriangleBlock {
    triangle: Triangle,
    /// The row it is in, and what is left of it for this block.
    i: usize,
    columns: Range<usize>,
    /// How many pairs come in later rows.
    left: u64,
}

impl TriangleBlock {
    /// Enters row `i`, skipping its first `before` columns.
    #[inline]
    fn begin_row(&mut self, i: usize, before: usize) {
        let columns = self.triangle.columns(i);
        let start = columns.start + before;
        let n = self.left.min((columns.end - start) as u64);
        self.i = i;
        self.columns = start..start + n as usize;
        self.left -= n;
    }
}

impl Iterator for TriangleBlock {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            if let Some(j) = self.columns.next() {
                return Some((self.i, j));
            }
            if self.left == 0 {
                return None;
            }
            self.begin_row(self.i + 1, 0);
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match usize::try_from(self.left).ok().and_then(|left| left.checked_add(self.columns.len())) {
            Some(n) => (n, Some(n)),
            None => (usize::MAX, None),
        }
    }

    /// A loop over columns within a loop over rows, as one would write it by hand.
    #[inline]
    fn fold<Acc, F: FnMut(Acc, (usize, usize)) -> Acc>(mut self, init: Acc, mut f: F) -> Acc {
        let mut acc = init;
        loop {
            let i = self.i;
            acc = self.columns.clone().fold(acc, |acc, j| f(acc, (i, j)));
            if self.left == 0 {
                return acc;
            }
            self.begin_row(i + 1, 0);
        }
    }
}
