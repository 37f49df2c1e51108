//! Loops over `unsigned long long`. `up` says where `incr`, which has no sign, leads.

use std::ffi::c_ulonglong;

use ferromp::__raw::{Loop, Sharing};

use super::{next, start};
use crate::truth::Truth;

/// `$start(up, start, end, incr, chunk, &first, &end)` and `$next(&first, &end)`.
macro_rules! chunked {
    ($($start:ident, $next:ident: $sharing:expr, $ordered:literal;)*) => {$(
        #[doc = concat!("Begins a loop; see [`", stringify!($next), "`].")]
        ///
        /// # Safety
        /// The last two may be written to.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $start(
            up: Truth,
            from: c_ulonglong,
            to: c_ulonglong,
            incr: c_ulonglong,
            size: c_ulonglong,
            first: *mut c_ulonglong,
            end: *mut c_ulonglong,
        ) -> bool {
            let sharing: fn(u64) -> Sharing = $sharing;
            // SAFETY: passed on.
            unsafe { start(&Loop::unsigned(up.holds(), from, to, incr), sharing(size), $ordered, first, end) }
        }

        following!($next);
    )*};
}

/// The same without a chunk.
macro_rules! unchunked {
    ($($start:ident, $next:ident: $sharing:expr, $ordered:literal;)*) => {$(
        #[doc = concat!("Begins a loop; see [`", stringify!($next), "`].")]
        ///
        /// # Safety
        /// The last two may be written to.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $start(
            up: Truth,
            from: c_ulonglong,
            to: c_ulonglong,
            incr: c_ulonglong,
            first: *mut c_ulonglong,
            end: *mut c_ulonglong,
        ) -> bool {
            // SAFETY: passed on.
            unsafe { start(&Loop::unsigned(up.holds(), from, to, incr), $sharing, $ordered, first, end) }
        }

        following!($next);
    )*};
}

macro_rules! following {
    ($next:ident) => {
        /// The next chunk of the loop; false if none is left for the caller.
        ///
        /// # Safety
        /// Both may be written to.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $next(first: *mut c_ulonglong, end: *mut c_ulonglong) -> bool {
            // SAFETY: passed on.
            unsafe { next(first, end) }
        }
    };
}

chunked! {
    GOMP_loop_ull_static_start, GOMP_loop_ull_static_next: Sharing::Static, false;
    GOMP_loop_ull_dynamic_start, GOMP_loop_ull_dynamic_next: |chunk| Sharing::Dynamic(chunk, true), false;
    GOMP_loop_ull_guided_start, GOMP_loop_ull_guided_next: Sharing::Guided, false;
    GOMP_loop_ull_nonmonotonic_dynamic_start, GOMP_loop_ull_nonmonotonic_dynamic_next:
        |chunk| Sharing::Dynamic(chunk, false), false;
    GOMP_loop_ull_nonmonotonic_guided_start, GOMP_loop_ull_nonmonotonic_guided_next: Sharing::Guided, false;
    GOMP_loop_ull_ordered_static_start, GOMP_loop_ull_ordered_static_next: Sharing::Static, true;
    GOMP_loop_ull_ordered_dynamic_start, GOMP_loop_ull_ordered_dynamic_next: |chunk| Sharing::Dynamic(chunk, true), true;
    GOMP_loop_ull_ordered_guided_start, GOMP_loop_ull_ordered_guided_next: Sharing::Guided, true;
}

unchunked! {
    GOMP_loop_ull_runtime_start, GOMP_loop_ull_runtime_next: Sharing::Runtime(true), false;
    GOMP_loop_ull_nonmonotonic_runtime_start, GOMP_loop_ull_nonmonotonic_runtime_next: Sharing::Runtime(false), false;
    GOMP_loop_ull_maybe_nonmonotonic_runtime_start, GOMP_loop_ull_maybe_nonmonotonic_runtime_next:
        Sharing::Runtime(false), false;
    GOMP_loop_ull_ordered_runtime_start, GOMP_loop_ull_ordered_runtime_next: Sharing::Runtime(true), true;
}
