//! Plain numbers that are atomic for as long as they are borrowed.

use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};

use super::Atomic;
use crate::sync::{AtomicF32, AtomicF64};

mod sealed {
    pub trait Sealed {}
}

/// A number with an atomic of the same size and bits.
///
/// # Safety
/// `Atomic` has the size and bit validity of `Self`, and every access to it by a shared reference is atomic.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be changed atomically",
    label = "not a number that has an atomic",
    note = "`atomic` takes integers, `bool`, `f32` and `f64`; put other changes in a `critical` section"
)]
pub unsafe trait Plain: sealed::Sealed + Sized {
    /// That atomic.
    type Atomic: Atomic;
}

macro_rules! plain {
    ($($plain:ty as $Atomic:ident;)+) => {$(
        impl sealed::Sealed for $plain {}
        // SAFETY: std's atomics have the size and bit validity of their numbers, as their documentation says, and ours
        // are transparent wrappers of those that hold a float's bits.
        unsafe impl Plain for $plain {
            type Atomic = $Atomic;
        }

        impl sealed::Sealed for $Atomic {}
        // SAFETY: the same type.
        unsafe impl Plain for $Atomic {
            type Atomic = $Atomic;
        }
    )+};
}

plain! {
    i8 as AtomicI8;
    i16 as AtomicI16;
    i32 as AtomicI32;
    i64 as AtomicI64;
    isize as AtomicIsize;
    u8 as AtomicU8;
    u16 as AtomicU16;
    u32 as AtomicU32;
    u64 as AtomicU64;
    usize as AtomicUsize;
    bool as AtomicBool;
    f32 as AtomicF32;
    f64 as AtomicF64;
}

/// The variable as an atomic, until the borrow ends.
#[inline]
pub fn atomic<T: Plain>(variable: &mut T) -> &T::Atomic {
    &atomics(std::slice::from_mut(variable))[0]
}

/// The elements as atomics, until the borrow ends.
#[inline]
pub fn atomics<T: Plain>(elements: &mut [T]) -> &[T::Atomic] {
    const {
        assert!(size_of::<T>() == size_of::<T::Atomic>());
        assert!(
            align_of::<T>() == align_of::<T::Atomic>(),
            "on this machine numbers of this type are not aligned as their atomics are"
        );
    }
    // SAFETY:
    // - the pointer and the length come from a slice whose elements have the same size, alignment and bit validity;
    // - the slice is borrowed mutably for the life of the result, so that all accesses in this time are through it,
    //   and atomic.
    unsafe { std::slice::from_raw_parts(elements.as_mut_ptr().cast(), elements.len()) }
}
