//! Loops with everything: task reductions, memory for `lastprivate(conditional)` and `scan`.

use std::ffi::{c_long, c_ulonglong, c_void};

use ferromp::__raw::{Loop, Member, Sharing};

use super::{Word, chunk, next_of};
use crate::memory::share_memory;
use crate::reductions;
use crate::truth::Truth;

/// A schedule as a number: its kind, and in the top bit whether it is monotonic.
#[inline]
pub(crate) fn sharing(kind: c_long, chunk: u64) -> Sharing {
    const MONOTONIC: c_long = 0x8000_0000;
    let monotonic = kind & MONOTONIC != 0;
    match kind & !MONOTONIC {
        0 => Sharing::Runtime(monotonic),
        2 => Sharing::Dynamic(chunk, monotonic),
        3 => Sharing::Guided(chunk),
        4 => Sharing::Static(0),
        _ => Sharing::Static(chunk),
    }
}

/// The loop itself; without `first` it is shared out by the caller, and only the rest is done here.
///
/// # Safety
/// What is not null may be read and written: `first` and `end`; the descriptor; `memory`, which holds a size.
unsafe fn begin<T: Word>(
    (shape, sharing, ordered): (Loop, Sharing, bool),
    first: *mut T,
    end: *mut T,
    descriptor: *mut usize,
    memory: *mut *mut c_void,
) -> bool {
    Member::with(|member| {
        member.begin_loop(&shape, sharing, ordered);
        // SAFETY: passed on.
        unsafe {
            if !descriptor.is_null() {
                reductions::register_work(member, descriptor);
            }
            if !memory.is_null() {
                share_memory(member, memory);
            }
            !first.is_null() && next_of(member, first, end)
        }
    })
}

macro_rules! general {
    ($($start:ident: $ordered:literal;)*) => {$(
        /// Begins a loop with the schedule of number `kind`. Goes on with a `_next`.
        ///
        /// # Safety
        /// What is not null may be read and written: `first` and `end`, the descriptor, and `memory`, which holds a size.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $start(
            from: c_long,
            to: c_long,
            incr: c_long,
            kind: c_long,
            size: c_long,
            first: *mut c_long,
            end: *mut c_long,
            descriptor: *mut usize,
            memory: *mut *mut c_void,
        ) -> bool {
            let shape = Loop::signed(from, to, incr);
            // SAFETY: passed on.
            unsafe { begin((shape, sharing(kind, chunk(size)), $ordered), first, end, descriptor, memory) }
        }
    )*};
}

macro_rules! general_unsigned {
    ($($start:ident: $ordered:literal;)*) => {$(
        /// Begins a loop with the schedule of number `kind`. Goes on with a `_next`.
        ///
        /// # Safety
        /// What is not null may be read and written: `first` and `end`, the descriptor, and `memory`, which holds a size.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $start(
            up: Truth,
            from: c_ulonglong,
            to: c_ulonglong,
            incr: c_ulonglong,
            kind: c_long,
            size: c_ulonglong,
            first: *mut c_ulonglong,
            end: *mut c_ulonglong,
            descriptor: *mut usize,
            memory: *mut *mut c_void,
        ) -> bool {
            let shape = Loop::unsigned(up.holds(), from, to, incr);
            // SAFETY: passed on.
            unsafe { begin((shape, sharing(kind, size), $ordered), first, end, descriptor, memory) }
        }
    )*};
}

general! {
    GOMP_loop_start: false;
    GOMP_loop_ordered_start: true;
}

general_unsigned! {
    GOMP_loop_ull_start: false;
    GOMP_loop_ull_ordered_start: true;
}
