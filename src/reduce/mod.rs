//! Reductions: what is combined, in which order, and where the partial results wait.
//!
//! A share of a loop folds its items into one partial ([`Reduction::fold`]), the partials wait in a table
//! ([`Partials`]) until the team has joined, and one thread combines them in share order. Nothing here knows
//! a team: every file is a trait, a pure function or a piece of storage. See the room's README.

mod blocks;
mod closure;
mod compose;
mod operators;
mod partials;
mod scratch;

pub use closure::{UserReduction, reduction};
pub use compose::Elementwise;
pub use operators::{BitAnd, BitOr, BitXor, LogicalAnd, LogicalOr, Max, Min, Product, Sum};

pub(crate) use blocks::{Blocks, deterministic_blocks};
pub(crate) use scratch::with_scratch;

/// An operator with its identity: OpenMP's *reduction identifier* with its *initializer* and *combiner*
/// (OpenMP 5.2 §5.5).
///
/// # What is promised to an implementation
///
/// * Both methods are called from any thread of the team, several at once; loops therefore ask for
///   `Reduction<T> + Sync`.
/// * Partials are combined in a fixed order, that of the iterations they stand for: `a` always comes from
///   earlier iterations than `b`. The grouping, and with it the bits of a rounded result, depends on the
///   number of iterations and of threads, and never on timing. So an operator need not commute, unless its
///   own [`fold`](Reduction::fold) exchanges operands.
/// * [`identity`](Reduction::identity) may be combined in any number of times, on either side.
/// * Either method may panic. The panic reaches the caller of the loop once the team has joined; every value
///   produced so far is dropped once.
///
/// # What an implementation promises
///
/// `combine` is associative, and `identity` is neutral in it. Nothing unsound follows from a broken promise:
/// the result is then merely meaningless.
///
/// ```
/// use ferromp::Reduction;
///
/// /// The earliest item that is not empty.
/// struct First;
/// impl Reduction<Option<char>> for First {
///     fn identity(&self) -> Option<char> { None }
///     fn combine(&self, a: Option<char>, b: Option<char>) -> Option<char> { a.or(b) }
/// }
/// assert_eq!(First.combine(None, Some('x')), Some('x'));
/// ```
pub trait Reduction<T> {
    /// The value of an empty loop, neutral in [`combine`](Reduction::combine).
    fn identity(&self) -> T;

    /// One value for two neighbours; `a` stands for the earlier iterations.
    fn combine(&self, a: T, b: T) -> T;

    /// The identity for a variable like `original`, as the `initializer` of OpenMP's `declare reduction` makes one
    /// of `omp_orig`. Annotations begin private copies with it; where the identity has a length, as for
    /// [`Elementwise`], it has that of `original`.
    #[inline(always)]
    fn identity_like(&self, original: &T) -> T {
        let _ = original;
        self.identity()
    }

    /// `start` combined with the items of one chunk. The default goes from left to right.
    ///
    /// Override it where another grouping is faster: [`Sum`] and [`Product`] of floats deal the items to four
    /// accumulators in turn, which ends the wait of each addition for the one before it. Whatever it does
    /// must depend on the items alone, or the result's bits will not repeat.
    #[inline(always)]
    fn fold<I: Iterator<Item = T>>(&self, start: T, items: I) -> T
    where
        Self: Sized,
    {
        items.fold(start, |a, b| self.combine(a, b))
    }
}

/// A borrowed operator is an operator.
impl<T, R: Reduction<T>> Reduction<T> for &R {
    #[inline(always)]
    fn identity(&self) -> T {
        (**self).identity()
    }

    #[inline(always)]
    fn combine(&self, a: T, b: T) -> T {
        (**self).combine(a, b)
    }

    #[inline(always)]
    fn identity_like(&self, original: &T) -> T {
        (**self).identity_like(original)
    }

    #[inline(always)]
    fn fold<I: Iterator<Item = T>>(&self, start: T, items: I) -> T {
        (**self).fold(start, items)
    }
}

#[cfg(test)]
mod tests;
