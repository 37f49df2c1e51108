//! Kernels in C with `#pragma omp`, called from Rust: both sides run on one team of threads.
//!
//! A Rust program that links such code depends on `ferromp-gomp` and names it once (`use ferromp_gomp as _`), so that the
//! linker finds the names that gcc's code calls. It must not link gcc's own runtime, too: leave out `-lgomp`.

use std::ffi::{c_int, c_long, c_uchar, c_void};

use ferromp_gomp as _;

mod c {
    use super::*;

    unsafe extern "C" {
        pub(super) fn axpy(n: c_long, a: f64, x: *const f64, y: *mut f64);
        pub(super) fn dot(n: c_long, x: *const f64, y: *const f64) -> f64;
        pub(super) fn share(n: c_long, counts: *mut c_uchar) -> c_int;
        pub(super) fn call_back(function: extern "C" fn(*mut c_void, c_int), data: *mut c_void);
        pub(super) safe fn leaves(depth: c_int) -> c_int;
    }
}

/// Adds `a` times `x` to `y`, as far as both go.
pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    let n = x.len().min(y.len());
    // SAFETY: both have `n` elements, and `y` is lent mutably.
    unsafe { c::axpy(n as c_long, a, x.as_ptr(), y.as_mut_ptr()) }
}

/// The sum of products, as far as both go.
#[must_use]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    // SAFETY: both have so many elements.
    unsafe { c::dot(x.len().min(y.len()) as c_long, x.as_ptr(), y.as_ptr()) }
}

/// A loop of C's that the members of the caller's region share: each of `n` counts at `counts` grows by one. Answers the size
/// of the team as C sees it.
///
/// # Safety
/// All members of the region call it with the same arguments, and nothing else touches the counts until they have met.
pub unsafe fn share(n: usize, counts: *mut u8) -> usize {
    // SAFETY: contract of this function.
    let size = unsafe { c::share(n as c_long, counts) };
    size as usize
}

/// Calls `f` on every member of a region of C's, with the member's number.
pub fn call_back<F: Fn(usize) + Sync>(f: &F) {
    extern "C" fn call<F: Fn(usize) + Sync>(data: *mut c_void, number: c_int) {
        // SAFETY: the address of `f`, which is `Sync` and lives until the region has ended.
        let f = unsafe { &*data.cast::<F>() };
        f(number as usize);
    }
    // SAFETY: `call` may run on several threads at once.
    unsafe { c::call_back(call::<F>, std::ptr::from_ref(f).cast_mut().cast()) }
}

/// Counts the leaves of a binary tree by tasks of C's.
#[must_use]
pub fn leaves(depth: u16) -> usize {
    c::leaves(c_int::from(depth.min(24))) as usize
}

/// How many threads the process has, where the system tells.
#[must_use]
pub fn os_threads() -> Option<usize> {
    std::fs::read_dir("/proc/self/task").ok().map(Iterator::count)
}
