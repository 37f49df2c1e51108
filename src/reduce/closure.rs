//! A reduction from two closures: OpenMP's `declare reduction`.

use super::Reduction;
use std::fmt;

/// A user-defined reduction from an identity and a combiner, as OpenMP's `declare reduction` (OpenMP 5.2
/// §5.5.11) declares one from an *initializer* and a *combiner*. Partials are combined in iteration order.
///
/// ```
/// use ferromp::{Reduction, reduction};
///
/// // The largest value with its place; the earlier one wins a tie.
/// let arg_max = reduction(|| (f64::MIN, usize::MAX), |a, b| if b.0 > a.0 { b } else { a });
/// let values = [1.0, 5.0, 3.0, 5.0];
/// let best = values.into_iter().zip(0..).fold(arg_max.identity(), |a, b| arg_max.combine(a, b));
/// assert_eq!(best, (5.0, 1));
/// ```
pub fn reduction<T, I, C>(identity: I, combine: C) -> UserReduction<I, C>
where
    I: Fn() -> T,
    C: Fn(T, T) -> T,
{
    UserReduction { identity, combine }
}

/// What [`reduction`] returns.
#[derive(Clone, Copy)]
pub struct UserReduction<I, C> {
    identity: I,
    combine: C,
}

impl<T, I, C> Reduction<T> for UserReduction<I, C>
where
    I: Fn() -> T,
    C: Fn(T, T) -> T,
{
    #[inline(always)]
    fn identity(&self) -> T {
        (self.identity)()
    }

    #[inline(always)]
    fn combine(&self, a: T, b: T) -> T {
        (self.combine)(a, b)
    }
}

impl<I, C> fmt::Debug for UserReduction<I, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserReduction")
    }
}
