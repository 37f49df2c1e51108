//! Reductions: what is combined, in which order, and where the partial results wait.
//!
//! A loop's share folds its items into one partial ([`chunk::fold`]), the partials wait in a table
//! ([`partials::Partials`]) until the team has joined, and one thread combines them in share order. Nothing
//! here knows a team: every file is a trait, a pure function or a piece of storage. See the room's README.

mod chunk;
mod closure;
mod compose;
mod operators;

pub use closure::{UserReduction, reduction};
pub use compose::Elementwise;
pub use operators::{BitAnd, BitOr, BitXor, LogicalAnd, LogicalOr, Max, Min, Product, Sum};

#[allow(unused_imports)]
pub(crate) use chunk::fold;

/// An operator with its identity: OpenMP's *reduction identifier* with its *initializer* and *combiner*
/// (OpenMP 5.2 §5.5).
///
/// # What is promised to an implementation
///
/// * Both methods are called from any thread of the team, several at once; loops therefore ask for
///   `Reduction<T> + Sync`.
/// * Partials are combined in a fixed order, that of the iterations they stand for: `a` always comes from earlier
///   iterations than `b`, unless the operator says that it [commutes](Reduction::commutes). The grouping, and
///   with it the bits of a rounded result, depends on the number of iterations and of threads, and never on timing.
/// * [`identity`](Reduction::identity) may be combined in any number of times, on either side.
/// * Either method may panic. The panic reaches the caller of the loop once the team has joined; every value
///   produced so far is dropped once.
///
/// # What an implementation promises
///
/// `combine` is associative, and `identity` is neutral in it. Nothing unsound follows from a broken promise: the
/// result is then merely meaningless.
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

    /// Whether `combine(a, b)` equals `combine(b, a)`. If so, the items of a chunk may be dealt to several
    /// accumulators in turn, which breaks the chain of additions that a serial sum waits for: two to
    /// four times the speed for a sum of floats. The default is `false`: strictly in order.
    #[inline(always)]
    fn commutes(&self) -> bool {
        false
    }
}

/// A borrowed operator is an operator.
impl<T, R: Reduction<T> + ?Sized> Reduction<T> for &R {
    #[inline(always)]
    fn identity(&self) -> T {
        (**self).identity()
    }

    #[inline(always)]
    fn combine(&self, a: T, b: T) -> T {
        (**self).combine(a, b)
    }

    #[inline(always)]
    fn commutes(&self) -> bool {
        (**self).commutes()
    }
}

#[cfg(test)]
mod tests;
