//! Regions in two calls, for binaries of compilers before gcc 4.9: `_start` lets the other members begin, the caller runs the
//! body itself, and then ends the region.

use std::ffi::{c_long, c_uint, c_void};

use ferromp::__raw::{Loop, Member, Region, Sharing, end_region};

use crate::escape::{Body, Outlined};
use crate::loops::chunk;

/// Begins a region in which every member calls `before` and then the body; the caller's own body is the caller's.
///
/// # Safety
/// The members of the team may call the body with its data at once, until the region is ended.
unsafe fn start(num_threads: c_uint, body: Body, before: impl Fn(&Member) + Sync + Clone + 'static) {
    let first = before.clone();
    Region::find(num_threads, None).begin(Box::new(move |member| {
        before(member);
        // The whole of it, which is what may go to other threads.
        let body: &Body = &body;
        // SAFETY: contract of this function.
        unsafe { body.run() }
    }));
    Member::with(first);
}

/// Begins a region.
///
/// # Safety
/// The members of the team may call `body` with `data` at once, until [`GOMP_parallel_end`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel_start(body: Outlined, data: *mut c_void, num_threads: c_uint) {
    // SAFETY: passed on.
    unsafe { start(num_threads, Body { body, data }, |_| ()) }
}

/// Ends the region that the calling thread has begun.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_parallel_end() {
    end_region();
}

/// Begins a region whose body shares `count` sections.
///
/// # Safety
/// As for [`GOMP_parallel_start`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel_sections_start(
    body: Outlined,
    data: *mut c_void,
    num_threads: c_uint,
    count: c_uint,
) {
    // SAFETY: passed on.
    unsafe { start(num_threads, Body { body, data }, move |member| member.begin_sections(u64::from(count))) }
}

macro_rules! chunked {
    ($($name:ident: $sharing:expr;)*) => {$(
        /// Begins a region whose body shares a loop.
        ///
        /// # Safety
        /// As for [`GOMP_parallel_start`].
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            body: Outlined,
            data: *mut c_void,
            num_threads: c_uint,
            from: c_long,
            to: c_long,
            incr: c_long,
            size: c_long,
        ) {
            let make: fn(u64) -> Sharing = $sharing;
            let (shape, sharing) = (Loop::signed(from, to, incr), make(chunk(size)));
            // SAFETY: passed on.
            unsafe {
                start(num_threads, Body { body, data }, move |member| member.begin_loop(&shape, sharing, false))
            }
        }
    )*};
}

chunked! {
    GOMP_parallel_loop_static_start: Sharing::Static;
    GOMP_parallel_loop_dynamic_start: |chunk| Sharing::Dynamic(chunk, true);
    GOMP_parallel_loop_guided_start: Sharing::Guided;
}

/// Begins a region whose body shares a loop.
///
/// # Safety
/// As for [`GOMP_parallel_start`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel_loop_runtime_start(
    body: Outlined,
    data: *mut c_void,
    num_threads: c_uint,
    from: c_long,
    to: c_long,
    incr: c_long,
) {
    let shape = Loop::signed(from, to, incr);
    let before = move |member: &Member| member.begin_loop(&shape, Sharing::Runtime(true), false);
    // SAFETY: passed on.
    unsafe { start(num_threads, Body { body, data }, before) }
}
