//! OpenMP's own operators, `+ * min max & | ^ && ||`, as unit structs.

use super::Reduction;
use std::num::Wrapping;
use std::time::Duration;

macro_rules! operators {
    ($($(#[$doc:meta])* $Op:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $Op;
    )+};
}

operators! {
    /// `+`: the sum. Identity `0`; overflow is Rust's (a panic in debug builds, wrapping in release builds), a
    /// [`Duration`](std::time::Duration) panics.
    ///
    /// Floats are summed in four interleaved partial sums for each chunk: up to three times as fast as one, no less
    /// accurate, and not the bits of a serial loop. If those are wanted, `reduction(|| 0.0, |a, b| a + b)` adds
    /// strictly from left to right within each share.
    ///
    /// ```
    /// use ferromp::{Reduction, Sum};
    /// assert_eq!([1.5, 2.0].into_iter().fold(Sum.identity(), |a, b| Sum.combine(a, b)), 3.5);
    /// ```
    Sum
    /// `*`: the product. Identity `1`; overflow is Rust's; floats are multiplied four at a time, as in [`Sum`].
    ///
    /// ```
    /// use ferromp::{Product, Reduction};
    /// assert_eq!(Product.combine(6u64, 7), 42);
    /// ```
    Product
    /// `min`: the smallest. Identity: the type's largest value, `+∞` for floats, `None` for an `Option`.
    ///
    /// Floats follow [`f64::min`]: a NaN loses against any number, so a loop of NaNs alone gives `+∞`; of two
    /// zeros of different sign either may win.
    ///
    /// ```
    /// use ferromp::{Min, Reduction};
    /// assert_eq!(Min.combine(f64::NAN, 2.0), 2.0);
    /// assert_eq!(Min.combine(None, Some(3)), Some(3));
    /// ```
    Min
    /// `max`: the largest. Identity: the type's smallest value, `-∞` for floats, `None` for an `Option`. NaN and
    /// zeros as in [`Min`].
    ///
    /// ```
    /// use ferromp::{Max, Reduction};
    /// assert_eq!(Max.combine(2, 3), 3);
    /// ```
    Max
    /// `&`: bitwise and, on integers and `bool`. Identity: all ones, `true`.
    ///
    /// ```
    /// use ferromp::{BitAnd, Reduction};
    /// assert_eq!(BitAnd.combine(0b110u8, 0b011), 0b010);
    /// ```
    BitAnd
    /// `|`: bitwise or, on integers and `bool`. Identity: zero, `false`.
    ///
    /// ```
    /// use ferromp::{BitOr, Reduction};
    /// assert_eq!(BitOr.combine(0b110u8, 0b011), 0b111);
    /// ```
    BitOr
    /// `^`: bitwise exclusive or, on integers and `bool`. Identity: zero, `false`.
    ///
    /// ```
    /// use ferromp::{BitXor, Reduction};
    /// assert_eq!(BitXor.combine(0b110u8, 0b011), 0b101);
    /// ```
    BitXor
    /// `&&`: do all hold? Identity `true`.
    ///
    /// ```
    /// use ferromp::{LogicalAnd, Reduction};
    /// assert!(!LogicalAnd.combine(true, false));
    /// ```
    LogicalAnd
    /// `||`: does any hold? Identity `false`.
    ///
    /// ```
    /// use ferromp::{LogicalOr, Reduction};
    /// assert!(LogicalOr.combine(true, false));
    /// ```
    LogicalOr
}

/// `reduce! { Op on types: identity, combiner }`; in both expressions `T` is the type at hand.
macro_rules! reduce {
    ($($Op:ident on $($type:ty)+: $identity:expr, $combine:expr;)+) => {$($(
        impl Reduction<$type> for $Op {
            #[inline(always)]
            fn identity(&self) -> $type {
                #[allow(dead_code)]
                type T = $type;
                $identity
            }

            #[inline(always)]
            fn combine(&self, a: $type, b: $type) -> $type {
                #[allow(dead_code)]
                type T = $type;
                let combine: fn(T, T) -> T = $combine;
                combine(a, b)
            }
        }
    )+)+};
}

/// The same for every integer type; what holds for them alone.
macro_rules! reduce_integers {
    ($($integer:ident)+) => {
        reduce! {
            Sum on $($integer)+: 0, |a, b| a + b;
            Product on $($integer)+: 1, |a, b| a * b;
            Min on $($integer)+: T::MAX, |a, b| a.min(b);
            Max on $($integer)+: T::MIN, |a, b| a.max(b);
            BitAnd on $($integer)+: !0, |a, b| a & b;
            BitOr on $($integer)+: 0, |a, b| a | b;
            BitXor on $($integer)+: 0, |a, b| a ^ b;
            Sum on $(Wrapping<$integer>)+: Wrapping(0), |a, b| a + b;
            Product on $(Wrapping<$integer>)+: Wrapping(1), |a, b| a * b;
        }
    };
}

reduce_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

reduce! {
    Min on f32 f64: T::INFINITY, T::min;
    Max on f32 f64: T::NEG_INFINITY, T::max;

    BitAnd on bool: true, |a, b| a & b;
    BitOr on bool: false, |a, b| a | b;
    BitXor on bool: false, |a, b| a ^ b;
    LogicalAnd on bool: true, |a, b| a && b;
    LogicalOr on bool: false, |a, b| a || b;

    Sum on Duration: T::ZERO, |a, b| a + b;
    Min on Duration: T::MAX, |a, b| a.min(b);
    Max on Duration: T::ZERO, |a, b| a.max(b);
}

/// Floats, where a serial chain would wait for the latency of every operation.
macro_rules! reduce_interleaved {
    ($($Op:ident on $($type:ty)+: $identity:expr, $combine:expr;)+) => {$($(
        impl Reduction<$type> for $Op {
            #[inline(always)]
            fn identity(&self) -> $type {
                $identity
            }

            #[inline(always)]
            fn combine(&self, a: $type, b: $type) -> $type {
                let combine: fn($type, $type) -> $type = $combine;
                combine(a, b)
            }

            #[inline(always)]
            fn fold<I: Iterator<Item = $type>>(&self, start: $type, items: I) -> $type {
                interleaved(self, start, items)
            }
        }
    )+)+};
}

reduce_interleaved! {
    Sum on f32 f64: 0.0, |a, b| a + b;
    Product on f32 f64: 1.0, |a, b| a * b;
}

/// Item `k` goes to accumulator `k % 4`. They rotate instead of being indexed: the compiler unrolls the
/// rotation away and makes vector code of it, over any iterator.
#[inline(always)]
fn interleaved<T: Copy, R: Reduction<T>>(op: &R, start: T, items: impl Iterator<Item = T>) -> T {
    let zero = op.identity();
    let (a, b, c, d) =
        items.fold((start, zero, zero, zero), |(a, b, c, d), item| (b, c, d, op.combine(a, item)));
    op.combine(op.combine(a, b), op.combine(c, d))
}
