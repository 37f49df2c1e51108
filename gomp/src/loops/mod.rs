//! Worksharing loops: `long` and `unsigned long long`, in every schedule, with and without `ordered`.
//!
//! A loop is begun by `_start`, which also answers the first chunk, goes on with `_next`, and is ended by one of the
//! `_end`s. `_next` of any schedule continues the loop that was begun: there is one.

mod doacross;
mod end;
mod general;
mod long;
mod unsigned;

pub use doacross::*;
pub use end::*;
pub use general::*;
pub use long::*;
pub use unsigned::*;

use ferromp::__raw::{Loop, Member, Sharing};

/// Chunks as the caller takes them: `long` or `unsigned long long`, both of 64 bits.
pub(crate) trait Word: Copy {
    fn of(bits: u64) -> Self;
}

impl Word for i64 {
    #[inline]
    fn of(bits: u64) -> Self {
        bits.cast_signed()
    }
}

impl Word for u64 {
    #[inline]
    fn of(bits: u64) -> Self {
        bits
    }
}

/// Hands the caller's next chunk to it; false if there is none.
///
/// # Safety
/// Both may be written to.
#[inline(always)]
pub(crate) unsafe fn next<T: Word>(first: *mut T, end: *mut T) -> bool {
    // SAFETY: passed on.
    Member::with(|member| unsafe { next_of(member, first, end) })
}

/// # Safety
/// As for [`next`].
#[inline(always)]
unsafe fn next_of<T: Word>(member: &Member, first: *mut T, end: *mut T) -> bool {
    let Some(chunk) = member.next_chunk() else { return false };
    // SAFETY: contract of this function.
    unsafe {
        *first = T::of(chunk.0);
        *end = T::of(chunk.1);
    }
    true
}

/// Begins a loop and hands the caller its first chunk.
///
/// # Safety
/// As for [`next`].
#[inline]
pub(crate) unsafe fn start<T: Word>(
    shape: &Loop,
    sharing: Sharing,
    ordered: bool,
    first: *mut T,
    end: *mut T,
) -> bool {
    Member::with(|member| {
        member.begin_loop(shape, sharing, ordered);
        // SAFETY: passed on.
        unsafe { next_of(member, first, end) }
    })
}

/// A chunk size as the compiler passes it: what is not positive is taken as the least.
#[inline]
pub(crate) fn chunk(chunk: i64) -> u64 {
    chunk.max(0).cast_unsigned()
}
