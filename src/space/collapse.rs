//! OpenMP's `collapse(n)`: a rectangular nest of loops as one space (section 4.4.3 of version 5.2).

use std::ops::Range;

use super::{Axis, IntoSpace, Items, Space, check, too_long};

/// The index tuples of a nest of loops, the last index varying fastest. Made by [`collapse`] and
/// [`Collapse`].
#[derive(Clone, Copy, Debug)]
pub struct Collapsed<O, L> {
    /// All axes but the last, as a tuple.
    outer: O,
    last: L,
    len: u64,
}

/// Two nested loops as one space of pairs, the second index varying fastest.
///
/// # Panics
/// If there are more than 2⁶⁴−1 pairs.
///
/// ```
/// use ferromp::space::{Space, collapse};
/// let cells = collapse(0..2, 5..8_u8);
/// assert_eq!(cells.len(), 6);
/// // SAFETY: within the length, once.
/// let block: Vec<(i32, u8)> = unsafe { cells.block(1..5) }.collect();
/// assert_eq!(block, [(0, 6), (0, 7), (1, 5), (1, 6)]);
/// ```
pub fn collapse<A, B>(a: A, b: B) -> Collapsed<(A::Space,), B::Space>
where
    A: IntoSpace<Space: Axis>,
    B: IntoSpace<Space: Axis>,
{
    (a, b).collapse()
}

/// Three nested loops as one space of triples: [`collapse`] with one more. For more still, [`Collapse`].
///
/// # Panics
/// If there are more than 2⁶⁴−1 triples.
///
/// ```
/// use ferromp::space::{Space, collapse3};
/// assert_eq!(collapse3(0..2, 0..3, (0..8).step_by(2)).len(), 24);
/// ```
pub fn collapse3<A, B, C>(a: A, b: B, c: C) -> Collapsed<(A::Space, B::Space), C::Space>
where
    A: IntoSpace<Space: Axis>,
    B: IntoSpace<Space: Axis>,
    C: IntoSpace<Space: Axis>,
{
    (a, b, c).collapse()
}

/// Two to six nested loops as one space: a tuple of ranges that calls [`collapse`](Self::collapse).
pub trait Collapse {
    /// The space of index tuples.
    type Space: Space;

    /// All index tuples, the last index varying fastest.
    ///
    /// # Panics
    /// If there are more than 2⁶⁴−1 tuples.
    ///
    /// ```
    /// use ferromp::space::{Collapse, Space};
    /// assert_eq!((0..2, 0..3, 0..4, 0..=4).collapse().len(), 120);
    /// ```
    fn collapse(self) -> Self::Space;
}

/// A tuple of axes: the loops around the innermost one.
#[doc(hidden)]
pub trait Outer: Copy + Send + Sync {
    /// Their indices.
    type Index: Copy;

    /// The number of index tuples, `inner` of them for each; `None` beyond 64 bits.
    fn count(&self, inner: u64) -> Option<u64>;

    /// The indices in row `q`, for `q` below the number of rows, which is not zero.
    fn at(&self, q: u64) -> Self::Index;
}

/// Indices, with one more.
#[doc(hidden)]
pub trait Append<X> {
    /// The longer tuple.
    type Out;

    /// The longer tuple.
    fn append(self, x: X) -> Self::Out;
}

macro_rules! nest {
    ($($A:ident $i:tt),*; $($reverse:tt),*; $L:ident $l:tt) => {
        impl<$($A: Axis),*> Outer for ($($A,)*) {
            type Index = ($($A::Index,)*);

            #[inline]
            fn count(&self, inner: u64) -> Option<u64> {
                let extents = [inner, $(self.$i.extent()),*];
                if extents.contains(&0) {
                    return Some(0); // whatever the others are: their product need not fit
                }
                extents.into_iter().try_fold(1_u64, u64::checked_mul)
            }

            #[inline]
            #[allow(unused_assignments, reason = "the quotient of the outermost axis is nobody's row")]
            fn at(&self, mut q: u64) -> Self::Index {
                // Digit by digit from the last axis; the first has no axis around it and takes what is left.
                let mut index = [0; [$($i),*].len()];
                $(
                    if $reverse == 0 {
                        index[$reverse] = q;
                    } else {
                        index[$reverse] = q % self.$reverse.extent();
                        q /= self.$reverse.extent();
                    }
                )*
                ($(self.$i.at(index[$i]),)*)
            }
        }

        impl<$($A,)* $L> Append<$L> for ($($A,)*) {
            type Out = ($($A,)* $L);

            #[inline]
            fn append(self, x: $L) -> Self::Out {
                ($(self.$i,)* x)
            }
        }

        impl<$($A: IntoSpace<Space: Axis>,)* $L: IntoSpace<Space: Axis>> Collapse for ($($A,)* $L) {
            type Space = Collapsed<($($A::Space,)*), $L::Space>;

            #[inline]
            fn collapse(self) -> Self::Space {
                let outer = ($(self.$i.into_space(),)*);
                let last = self.$l.into_space();
                let len = outer.count(last.extent()).unwrap_or_else(|| too_long());
                Collapsed { outer, last, len }
            }
        }
    };
}

nest!(A 0; 0; L 1);
nest!(A 0, B 1; 1, 0; L 2);
nest!(A 0, B 1, C 2; 2, 1, 0; L 3);
nest!(A 0, B 1, C 2, D 3; 3, 2, 1, 0; L 4);
nest!(A 0, B 1, C 2, D 3, E 4; 4, 3, 2, 1, 0; L 5);

impl<O: Copy, L: Copy> Collapsed<O, L> {
    /// The loops around the innermost, and that.
    #[inline]
    pub(super) fn axes(&self) -> (O, L) {
        (self.outer, self.last)
    }
}

type Tuple<O, L> = <<O as Outer>::Index as Append<<L as Axis>::Index>>::Out;

impl<'i, O: Outer<Index: Append<L::Index>>, L: Axis> Items<'i> for Collapsed<O, L> {
    type Item = Tuple<O, L>;
    type Block = CollapsedBlock<O, L>;
}

impl<O: Outer<Index: Append<L::Index>>, L: Axis> Space for Collapsed<O, L> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> CollapsedBlock<O, L> {
        check(&range, self.len);
        let (outer, last) = (self.outer, self.last);
        let extent = last.extent();
        // An empty space may have an extent of 0: then there is no row to begin in.
        let mut block = CollapsedBlock { outer, last, row: None, next: 0, left: range.end - range.start };
        if block.left > 0 {
            let at = range.start % extent;
            block.next = range.start / extent;
            block.begin_row(at);
        }
        block
    }
}

/// A block of [`Collapsed`]: the end of a row, whole rows, and the beginning of one.
#[derive(Clone, Debug)]
pub struct CollapsedBlock<O: Outer, L: Axis> {
    outer: O,
    last: L,
    /// The row it is in: the outer indices, and what is left of the last axis.
    row: Option<(O::Index, L::Row)>,
    /// The number of the row after that.
    next: u64,
    /// How many tuples come from there on.
    left: u64,
}

impl<O: Outer, L: Axis> CollapsedBlock<O, L> {
    /// Enters the next row at its item `at`. There is one: `left > 0`.
    #[inline]
    fn begin_row(&mut self, at: u64) {
        let n = self.left.min(self.last.extent() - at);
        self.row = Some((self.outer.at(self.next), self.last.row(at..at + n)));
        self.next += 1;
        self.left -= n;
    }
}

impl<O: Outer<Index: Append<L::Index>>, L: Axis> Iterator for CollapsedBlock<O, L> {
    type Item = Tuple<O, L>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (index, row) = self.row.as_mut()?;
            if let Some(x) = row.next() {
                return Some(index.append(x));
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

    /// A loop over the last axis within a loop over rows: the inner one knows its length, so it vectorises.
    #[inline]
    fn fold<Acc, F: FnMut(Acc, Self::Item) -> Acc>(mut self, init: Acc, mut f: F) -> Acc {
        let mut acc = init;
        while let Some((index, row)) = self.row.take() {
            acc = row.fold(acc, |acc, x| f(acc, index.append(x)));
            if self.left > 0 {
                self.begin_row(0);
            }
        }
        acc
    }
}
