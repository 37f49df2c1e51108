//! The construct `atomic`: its operations on std's atomics and ours.

use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};

use crate::sync::{AtomicF32, AtomicF64};

/// What can be changed atomically. Each operation returns the value before it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be changed atomically",
    label = "not an atomic variable",
    note = "declare it as one of `std::sync::atomic`, or as `ferromp::AtomicF64`",
    note = "a plain `let mut` number is atomic in a region whose every mention of it is in an `atomic` statement"
)]
pub trait Atomic {
    /// What is in it.
    type Value: Copy;

    /// `v = x`.
    fn read(&self, order: Ordering) -> Self::Value;

    /// `{ v = x; x = e; }`.
    fn exchange(&self, value: Self::Value, order: Ordering) -> Self::Value;

    /// `{ v = x; x = f(x); }`, with `f` called as often as it takes.
    fn update(&self, order: Ordering, f: impl FnMut(Self::Value) -> Self::Value) -> Self::Value;
}

/// Atomics that add by themselves. Integers wrap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be changed atomically",
    label = "not an atomic number"
)]
pub trait Arithmetic: Atomic {
    /// `{ v = x; x += e; }`.
    fn add(&self, e: Self::Value, order: Ordering) -> Self::Value;

    /// `{ v = x; x -= e; }`.
    fn sub(&self, e: Self::Value, order: Ordering) -> Self::Value;
}

/// Atomics that change bits by themselves.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be changed atomically",
    label = "not an atomic integer"
)]
pub trait Bits: Atomic {
    /// `{ v = x; x &= e; }`.
    fn and(&self, e: Self::Value, order: Ordering) -> Self::Value;

    /// `{ v = x; x |= e; }`.
    fn or(&self, e: Self::Value, order: Ordering) -> Self::Value;

    /// `{ v = x; x ^= e; }`.
    fn xor(&self, e: Self::Value, order: Ordering) -> Self::Value;
}

/// The part of an ordering that a read may have.
fn of_read(order: Ordering) -> Ordering {
    match order {
        Release => Relaxed,
        AcqRel => Acquire,
        order => order,
    }
}

macro_rules! atomic {
    ($($Atomic:ident of $value:ty: $($kind:ident)*;)+) => {$(
        impl Atomic for $Atomic {
            type Value = $value;

            #[inline]
            fn read(&self, order: Ordering) -> $value {
                self.load(of_read(order))
            }

            #[inline]
            fn exchange(&self, value: $value, order: Ordering) -> $value {
                self.swap(value, order)
            }

            #[inline]
            fn update(&self, order: Ordering, mut f: impl FnMut($value) -> $value) -> $value {
                match self.fetch_update(order, of_read(order), |value| Some(f(value))) {
                    Ok(before) | Err(before) => before,
                }
            }
        }

        $($kind!($Atomic of $value);)*
    )+};
}

macro_rules! arithmetic {
    ($Atomic:ident of $value:ty) => {
        impl Arithmetic for $Atomic {
            #[inline]
            fn add(&self, e: $value, order: Ordering) -> $value {
                self.fetch_add(e, order)
            }

            #[inline]
            fn sub(&self, e: $value, order: Ordering) -> $value {
                self.fetch_sub(e, order)
            }
        }
    };
}

macro_rules! bits {
    ($Atomic:ident of $value:ty) => {
        impl Bits for $Atomic {
            #[inline]
            fn and(&self, e: $value, order: Ordering) -> $value {
                self.fetch_and(e, order)
            }

            #[inline]
            fn or(&self, e: $value, order: Ordering) -> $value {
                self.fetch_or(e, order)
            }

            #[inline]
            fn xor(&self, e: $value, order: Ordering) -> $value {
                self.fetch_xor(e, order)
            }
        }
    };
}

atomic! {
    AtomicI8 of i8: arithmetic bits;
    AtomicI16 of i16: arithmetic bits;
    AtomicI32 of i32: arithmetic bits;
    AtomicI64 of i64: arithmetic bits;
    AtomicIsize of isize: arithmetic bits;
    AtomicU8 of u8: arithmetic bits;
    AtomicU16 of u16: arithmetic bits;
    AtomicU32 of u32: arithmetic bits;
    AtomicU64 of u64: arithmetic bits;
    AtomicUsize of usize: arithmetic bits;
    AtomicBool of bool: bits;
    AtomicF32 of f32: arithmetic;
    AtomicF64 of f64: arithmetic;
}
