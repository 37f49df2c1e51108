//! `a..b` and `a..=b`.

use std::ops::{Range, RangeInclusive};

use super::{Axis, Integer, IntoSpace, Items, Space, Steps, check, too_long};

/// The integers of a half-open range, in order.
#[derive(Clone, Copy, Debug)]
pub struct Span<T> {
    start: T,
    len: u64,
}

impl<T: Integer> Axis for Span<T> {
    type Index = T;
    type Row = T::Range;

    #[inline]
    fn extent(&self) -> u64 {
        self.len
    }

    #[inline]
    fn at(&self, k: u64) -> T {
        self.start.offset(k, T::ONE)
    }

    #[inline]
    fn consecutive(&self, range: &Range<u64>) -> Option<(T, T)> {
        (range.start < range.end).then(|| (self.at(range.start), self.at(range.end - 1)))
    }

    #[inline]
    fn position(&self, index: T) -> Option<u64> {
        // Modulo the width of the type; what lies before the start is further than the end.
        Some(self.start.distance(index)).filter(|k| *k < self.len)
    }

    #[inline]
    fn row(&self, range: Range<u64>) -> T::Range {
        // Hides from the optimiser that the length is known: it would count iterations down in a register of
        // their own, which costs tiny bodies half their speed on cores that run `i += 1` for nothing.
        let end = std::hint::black_box(self.at(range.end));
        self.at(range.start).to(end)
    }
}

impl<'i, T: Integer> Items<'i> for Span<T> {
    type Item = T;
    type Block = T::Range;
}

impl<T: Integer> Space for Span<T> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> T::Range {
        check(&range, self.len);
        self.row(range)
    }
}

/// A range that starts after its end is empty, as it is for `for`.
impl<T: Integer> IntoSpace for Range<T> {
    type Space = Span<T>;

    #[inline]
    fn into_space(self) -> Span<T> {
        let len = if self.start < self.end { self.start.distance(self.end) } else { 0 };
        Span { start: self.start, len }
    }
}

/// The full range of a 64-bit type has 2⁶⁴ iterations, one more than a space may have: it is refused with a
/// panic.
impl<T: Integer> IntoSpace for RangeInclusive<T> {
    type Space = Steps<T>;

    #[inline]
    fn into_space(self) -> Steps<T> {
        // `is_empty` rather than a comparison: it also knows of a range that was iterated to its end.
        let len = if self.is_empty() {
            0
        } else {
            self.start().distance(*self.end()).checked_add(1).unwrap_or_else(|| too_long())
        };
        Steps::new(*self.start(), T::ONE, len)
    }
}
