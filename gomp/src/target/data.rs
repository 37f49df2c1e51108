//! `target data`, `target enter data`, `target exit data` and `target update` (OpenMP 5.2, sections 13.5 to 13.9): the
//! host's data are where they are. What is left are the dependences.

use super::wait_for_dependences;
use std::ffi::{c_int, c_uint, c_void};

/// Begins `target data`.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_target_data_ext(
    _device: c_int,
    _count: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
) {
}

/// Begins `target data` of compilers before gcc 6.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_target_data(
    _device: c_int,
    _unused: *const c_void,
    _count: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u8,
) {
}

/// Ends `target data`.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_target_end_data() {}

/// `target update`.
///
/// # Safety
/// `depend` is a list of dependences, or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_target_update_ext(
    _device: c_int,
    _count: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    _flags: c_uint,
    depend: *mut *mut c_void,
) {
    // SAFETY: contract of this function.
    unsafe { wait_for_dependences(depend) };
}

/// `target update` of compilers before gcc 6.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_target_update(
    _device: c_int,
    _unused: *const c_void,
    _count: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u8,
) {
}

/// `target enter data` and `target exit data`.
///
/// # Safety
/// `depend` is a list of dependences, or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_target_enter_exit_data(
    _device: c_int,
    _count: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    _flags: c_uint,
    depend: *mut *mut c_void,
) {
    // SAFETY: contract of this function.
    unsafe { wait_for_dependences(depend) };
}
