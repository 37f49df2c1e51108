//! The arithmetic of an index, done beforehand.

use std::fmt::Debug;
use std::ops::{Add, Mul, Sub};

/// An integer as the loop would compute it, or nothing where it would have overflowed: what follows from nothing is
/// nothing.
#[derive(Clone, Copy, Debug)]
pub struct Known<T>(pub(super) Option<T>);

/// What is not an integer of std's: nobody knows what its operators do.
#[derive(Clone, Copy, Debug)]
pub struct Unknown;

/// A literal.
#[inline]
pub fn known<T: Int>(value: T) -> Known<T> {
    Known(Some(value))
}

/// A variable of an index.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a, X: ?Sized>(pub &'a X);

impl<T: Int> Leaf<'_, T> {
    /// Its value.
    #[inline]
    pub fn known(self) -> Known<T> {
        Known(Some(*self.0))
    }
}

/// std's integers.
pub trait Int: Copy + Debug + PartialOrd {
    /// The difference to the one below.
    const ONE: Self;

    /// `a + b`, as far as it does not overflow.
    fn plus(self, other: Self) -> Option<Self>;
    /// `a - b`, in the same way.
    fn minus(self, other: Self) -> Option<Self>;
    /// `a * b`, in the same way.
    fn times(self, other: Self) -> Option<Self>;
    /// `as usize`, as far as it is the same number.
    fn to_usize(self) -> Option<usize>;
    /// The number, if its type is `usize`.
    fn index(self) -> Option<usize>;
}

macro_rules! int {
    ($($T:ident: |$value:ident| $index:expr;)*) => {$(
        impl Int for $T {
            const ONE: Self = 1;

            #[inline]
            fn plus(self, other: Self) -> Option<Self> {
                self.checked_add(other)
            }

            #[inline]
            fn minus(self, other: Self) -> Option<Self> {
                self.checked_sub(other)
            }

            #[inline]
            fn times(self, other: Self) -> Option<Self> {
                self.checked_mul(other)
            }

            #[inline]
            fn to_usize(self) -> Option<usize> {
                usize::try_from(self).ok()
            }

            #[inline]
            fn index(self) -> Option<usize> {
                let $value = self;
                $index
            }
        }
    )*};
}

int! {
    usize: |value| Some(value);
    isize: |_value| None;
    u8: |_value| None;
    u16: |_value| None;
    u32: |_value| None;
    u64: |_value| None;
    u128: |_value| None;
    i8: |_value| None;
    i16: |_value| None;
    i32: |_value| None;
    i64: |_value| None;
    i128: |_value| None;
}

macro_rules! operators {
    ($($Operator:ident $operator:ident $checked:ident;)*) => {$(
        impl<T: Int> $Operator for Known<T> {
            type Output = Self;

            #[inline]
            fn $operator(self, other: Self) -> Self {
                Known(match (self.0, other.0) {
                    (Some(a), Some(b)) => a.$checked(b),
                    _ => None,
                })
            }
        }

        impl<T> $Operator<Unknown> for Known<T> {
            type Output = Unknown;

            #[inline]
            fn $operator(self, _: Unknown) -> Unknown {
                Unknown
            }
        }

        impl<R> $Operator<R> for Unknown {
            type Output = Unknown;

            #[inline]
            fn $operator(self, _: R) -> Unknown {
                Unknown
            }
        }
    )*};
}

operators! {
    Add add plus;
    Sub sub minus;
    Mul mul times;
}

impl<T: Int> Known<T> {
    /// `as usize`: a negative number is no index, whatever the cast makes of it.
    #[inline]
    pub fn as_usize(self) -> Known<usize> {
        Known(self.0.and_then(Int::to_usize))
    }
}

impl Unknown {
    /// `as usize`
    #[inline]
    pub fn as_usize(self) -> Unknown {
        self
    }
}

/// What may come out as an index.
pub trait Position {
    /// The index into a slice, if it is one.
    fn position(self) -> Option<usize>;
}

impl<T: Int> Position for Known<T> {
    #[inline]
    fn position(self) -> Option<usize> {
        self.0.and_then(Int::index)
    }
}

impl Position for Unknown {
    #[inline]
    fn position(self) -> Option<usize> {
        None
    }
}
