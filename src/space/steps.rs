//! Arithmetic progressions, and how `.rev()` and `.step_by(k)` of ranges are recovered as such.

use std::iter::{Rev, StepBy};
use std::ops::{Range, RangeInclusive};

use super::{Axis, Integer, IntoSpace, Items, Space, check, too_long};

/// The integers `first`, `first + step`, `first + 2·step`, …
#[derive(Clone, Copy, Debug)]
pub struct Steps<T> {
    first: T,
    /// Modulo the width of the type: a descending progression of an unsigned type steps by `T::MAX`, that is
    /// by −1.
    step: T,
    len: u64,
}

impl<T: Integer> Steps<T> {
    #[inline]
    pub(super) fn new(first: T, step: T, len: u64) -> Self {
        Steps { first, step, len }
    }

    /// Recovers the progression from an iterator over it: its fields are private, its first two items are
    /// not.
    fn of<I: Iterator<Item = T> + Clone>(iter: I) -> Self {
        let mut head = iter.clone();
        match (head.next(), head.next()) {
            (None, _) => Steps::new(T::ONE, T::ONE, 0),
            (Some(first), None) => Steps::new(first, T::ONE, 1),
            (Some(first), Some(second)) => Steps::new(first, first.difference(second), count(iter)),
        }
    }
}

/// The number of items left in `iter`. One look at the size hint, unless there are more than a `usize` can
/// say: then the hint is a lower bound, and skipping that many items leaves a rest whose hint is exact, or at
/// least closer.
fn count<I: Iterator>(mut iter: I) -> u64 {
    let mut counted = 0_u64;
    loop {
        let (low, high) = iter.size_hint();
        counted = counted.checked_add(low as u64).unwrap_or_else(|| too_long());
        if high == Some(low) {
            return counted;
        }
        match low.checked_sub(1) {
            Some(skip) => drop(iter.nth(skip)),
            None if iter.next().is_some() => counted = counted.checked_add(1).unwrap_or_else(|| too_long()),
            None => return counted,
        }
    }
}

impl<T: Integer> Axis for Steps<T> {
    type Index = T;
    type Row = StepsBlock<T>;

    #[inline]
    fn extent(&self) -> u64 {
        self.len
    }

    #[inline]
    fn at(&self, k: u64) -> T {
        self.first.offset(k, self.step)
    }

    #[inline]
    fn consecutive(&self, range: &Range<u64>) -> Option<(T, T)> {
        let ends = || (self.at(range.start), self.at(range.end - 1));
        (self.step == T::ONE && range.start < range.end).then(ends)
    }

    #[inline]
    fn position(&self, index: T) -> Option<u64> {
        let second = self.at(1);
        let (way, stride) = if self.first < second {
            (self.first.distance(index), self.first.distance(second))
        } else {
            (index.distance(self.first), second.distance(self.first))
        };
        let k = way.checked_div(stride)?;
        (k < self.len && self.at(k).distance(index) == 0).then_some(k)
    }

    #[inline]
    fn row(&self, range: Range<u64>) -> StepsBlock<T> {
        StepsBlock { first: self.first, step: self.step, range }
    }
}

impl<'i, T: Integer> Items<'i> for Steps<T> {
    type Item = T;
    type Block = StepsBlock<T>;
}

impl<T: Integer> Space for Steps<T> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> StepsBlock<T> {
        check(&range, self.len);
        self.row(range)
    }
}

/// A block of [`Steps`].
#[derive(Clone, Debug)]
pub struct StepsBlock<T> {
    first: T,
    step: T,
    range: Range<u64>,
}

impl<T: Integer> Iterator for StepsBlock<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.range.next().map(|k| self.first.offset(k, self.step))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }

    #[inline]
    fn fold<B, F: FnMut(B, T) -> B>(self, init: B, mut f: F) -> B {
        let StepsBlock { first, step, range } = self;
        range.fold(init, |acc, k| f(acc, first.offset(k, step)))
    }
}

mod sealed {
    pub trait Sealed {}
}

/// The std iterators that are arithmetic progressions: ranges, and `rev` and `step_by` of these, to any
/// depth. Sealed: [`Steps`] is recovered from the first two items, which says nothing about an iterator in
/// general.
pub trait Arithmetic: Iterator<Item: Integer> + Clone + sealed::Sealed {}

impl<T: Integer> sealed::Sealed for Range<T> {}
impl<T: Integer> sealed::Sealed for RangeInclusive<T> {}
impl<I: sealed::Sealed> sealed::Sealed for Rev<I> {}
impl<I: sealed::Sealed> sealed::Sealed for StepBy<I> {}

impl<T: Integer> Arithmetic for Range<T> where Range<T>: Iterator<Item = T> {}
impl<T: Integer> Arithmetic for RangeInclusive<T> where RangeInclusive<T>: Iterator<Item = T> {}
impl<I: Arithmetic + DoubleEndedIterator> Arithmetic for Rev<I> {}
impl<I: Arithmetic> Arithmetic for StepBy<I> {}

impl<I: Arithmetic + DoubleEndedIterator> IntoSpace for Rev<I> {
    type Space = Steps<I::Item>;

    fn into_space(self) -> Steps<I::Item> {
        Steps::of(self)
    }
}

impl<I: Arithmetic> IntoSpace for StepBy<I> {
    type Space = Steps<I::Item>;

    fn into_space(self) -> Steps<I::Item> {
        Steps::of(self)
    }
}
