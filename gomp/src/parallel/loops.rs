//! `parallel for`, where everything about the loop is known before the region.

use std::ffi::{c_long, c_uint, c_void};

use ferromp::__raw::{Loop, Region, Sharing};

use super::proc_bind;
use crate::escape::{Body, Outlined};
use crate::loops::chunk;

#[inline]
fn run(mut region: Region, body: Body, shape: Loop, sharing: Sharing) {
    region.run(&|member| {
        member.begin_loop(&shape, sharing, false);
        // SAFETY: contract of those who call this.
        unsafe { body.run() }
    });
}

macro_rules! chunked {
    ($($name:ident: $sharing:expr;)*) => {$(
        /// Opens a region whose body shares a loop.
        ///
        /// # Safety
        /// As for [`GOMP_parallel`](super::GOMP_parallel).
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            body: Outlined,
            data: *mut c_void,
            num_threads: c_uint,
            start: c_long,
            end: c_long,
            incr: c_long,
            size: c_long,
            flags: c_uint,
        ) {
            let sharing: fn(u64) -> Sharing = $sharing;
            let region = Region::find(num_threads, proc_bind(flags));
            run(region, Body { body, data }, Loop::signed(start, end, incr), sharing(chunk(size)));
        }
    )*};
}

macro_rules! unchunked {
    ($($name:ident: $sharing:expr;)*) => {$(
        /// Opens a region whose body shares a loop.
        ///
        /// # Safety
        /// As for [`GOMP_parallel`](super::GOMP_parallel).
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            body: Outlined,
            data: *mut c_void,
            num_threads: c_uint,
            start: c_long,
            end: c_long,
            incr: c_long,
            flags: c_uint,
        ) {
            let region = Region::find(num_threads, proc_bind(flags));
            run(region, Body { body, data }, Loop::signed(start, end, incr), $sharing);
        }
    )*};
}

chunked! {
    GOMP_parallel_loop_static: Sharing::Static;
    GOMP_parallel_loop_dynamic: |chunk| Sharing::Dynamic(chunk, true);
    GOMP_parallel_loop_guided: Sharing::Guided;
    GOMP_parallel_loop_nonmonotonic_dynamic: |chunk| Sharing::Dynamic(chunk, false);
    GOMP_parallel_loop_nonmonotonic_guided: Sharing::Guided;
}

unchunked! {
    GOMP_parallel_loop_runtime: Sharing::Runtime(true);
    GOMP_parallel_loop_nonmonotonic_runtime: Sharing::Runtime(false);
    GOMP_parallel_loop_maybe_nonmonotonic_runtime: Sharing::Runtime(false);
}
