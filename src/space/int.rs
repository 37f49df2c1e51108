//! The integer types a space may count in.

use std::fmt::Debug;
use std::ops::Range;

mod sealed {
    pub trait Sealed {}
}

/// The primitive integers of up to 64 bits. Sealed.
pub trait Integer: Copy + PartialOrd + Debug + Send + Sync + sealed::Sealed + 'static {
    /// `Range<Self>`, known to be an iterator: the plainest loop the compiler can be given.
    #[doc(hidden)]
    type Range: Iterator<Item = Self> + Clone + Debug;

    /// The std range `self..end`.
    #[doc(hidden)]
    fn to(self, end: Self) -> Self::Range;

    /// `self + k·step`, modulo two to the width of the type.
    #[doc(hidden)]
    fn offset(self, k: u64, step: Self) -> Self;

    /// `end − self`, for `self ≤ end`.
    #[doc(hidden)]
    fn distance(self, end: Self) -> u64;

    /// `end − self`, modulo two to the width of the type.
    #[doc(hidden)]
    fn difference(self, end: Self) -> Self;

    /// The same number, in a type that holds the indices of every loop and sums of them.
    #[doc(hidden)]
    fn widen(self) -> i128;

    /// One.
    #[doc(hidden)]
    const ONE: Self;
}

macro_rules! integer {
    ($($int:ty as $unsigned:ty),*) => {$(
        impl sealed::Sealed for $int {}
        impl Integer for $int {
            type Range = Range<$int>;
            const ONE: $int = 1;

            #[inline]
            fn to(self, end: $int) -> Range<$int> {
                self..end
            }

            // The casts truncate, and that is meant: arithmetic modulo the width is exact whenever the true
            // value is representable, also across zero and for spans wider than the signed type's positive
            // half.
            #[inline]
            fn offset(self, k: u64, step: $int) -> $int {
                self.wrapping_add((k as $int).wrapping_mul(step))
            }

            #[inline]
            fn distance(self, end: $int) -> u64 {
                end.wrapping_sub(self) as $unsigned as u64
            }

            #[inline]
            fn difference(self, end: $int) -> $int {
                end.wrapping_sub(self)
            }

            #[inline]
            fn widen(self) -> i128 {
                self as i128
            }
        }
    )*};
}

integer!(u8 as u8, u16 as u16, u32 as u32, u64 as u64, usize as usize);
integer!(i8 as u8, i16 as u16, i32 as u32, i64 as u64, isize as usize);
