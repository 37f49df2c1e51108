//! Which indices a loop goes through.

use std::marker::PhantomData;
use std::ops::Range;

use super::known::{Int, Known, Position, Unknown};
use crate::space::Axis;

/// Consecutive integers, each the index of one iteration: the first and the last, if there are any.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<T>(Option<(T, T)>);

/// Indices of which nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct Unmeasured<T>(pub(super) PhantomData<fn() -> T>);

/// The indices of a stretch of iterations.
#[inline]
pub fn stretch<A: Axis>(indices: &A, iterations: &Range<u64>) -> Stretch<A::Index> {
    Stretch(indices.consecutive(iterations))
}

/// The range of an inner loop.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a, R>(pub &'a R);

impl<T: Int> Counted<'_, Range<T>> {
    /// Its indices.
    #[inline]
    pub fn stretch(self) -> Stretch<T> {
        let Range { start, end } = *self.0;
        let last = if start < end { end.minus(T::ONE) } else { None };
        Stretch(last.map(|last| (start, last)))
    }
}

/// The indices of a loop, and where the elements are that they reach.
pub trait Along {
    /// The loop's variable.
    type Index;
    /// The same, for arithmetic.
    type Number;

    /// The positions that `at` has for these indices. It is a sum with the index as one of its terms, so they are
    /// consecutive as well; and since each step of the sum grows with the index, none overflows if none does at the ends.
    fn positions<P: Position>(&self, at: impl Fn(Self::Number) -> P) -> Option<Range<usize>>;
}

impl<T: Copy> Along for Stretch<T> {
    type Index = T;
    type Number = Known<T>;

    #[inline]
    fn positions<P: Position>(&self, at: impl Fn(Known<T>) -> P) -> Option<Range<usize>> {
        let (first, last) = self.0?;
        let (first, last) = (at(Known(Some(first))).position()?, at(Known(Some(last))).position()?);
        Some(first..last.checked_add(1)?)
    }
}

impl<T> Along for Unmeasured<T> {
    type Index = T;
    type Number = Unknown;

    #[inline]
    fn positions<P: Position>(&self, _: impl Fn(Unknown) -> P) -> Option<Range<usize>> {
        None
    }
}
