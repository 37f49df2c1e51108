use std::ffi::{c_uint, c_void};

use ferromp::__raw::Region;

use super::proc_bind;
use crate::escape::{Body, Outlined};
use crate::reductions;

/// Opens a region: `body` is called with `data` by every member. `num_threads` of 0: as the settings say; 1 also stands for
/// `if(false)`.
///
/// # Safety
/// The members of the team may call `body` with `data` at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel(
    body: Outlined,
    data: *mut c_void,
    num_threads: c_uint,
    flags: c_uint,
) {
    // SAFETY: contract of this function.
    unsafe { Region::find(num_threads, proc_bind(flags)).call(body, data) }
}

/// The same with a task reduction over the region, whose descriptor the first word at `data` points to. Answers the size of
/// the team. The caller unregisters the reduction.
///
/// # Safety
/// As for [`GOMP_parallel`]; and the descriptor is filled.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel_reductions(
    body: Outlined,
    data: *mut c_void,
    num_threads: c_uint,
    flags: c_uint,
) -> c_uint {
    let mut region = Region::find(num_threads, proc_bind(flags));
    let size = region.size();
    let body = Body { body, data };
    // SAFETY: contract of this function.
    let descriptor = unsafe { reductions::of_region(data, size) };
    region.run(&|member| {
        // SAFETY: the caller unregisters it after the region; otherwise as for `GOMP_parallel`.
        unsafe { reductions::around(member, &descriptor, || body.run()) }
    });
    size as c_uint
}

/// Opens a region whose body shares `count` sections.
///
/// # Safety
/// As for [`GOMP_parallel`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel_sections(
    body: Outlined,
    data: *mut c_void,
    num_threads: c_uint,
    count: c_uint,
    flags: c_uint,
) {
    let body = Body { body, data };
    Region::find(num_threads, proc_bind(flags)).run(&|member| {
        member.begin_sections(u64::from(count));
        // SAFETY: contract of this function.
        unsafe { body.run() }
    });
}
