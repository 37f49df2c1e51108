//! `target` (OpenMP 5.2, section 13.8).

use super::map::{Copies, Items};
use super::wait_for_dependences;
use crate::api::device::{HOST, omp_get_default_device};
use crate::environment::is_offload_mandatory;
use crate::escape::Outlined;
use crate::message;
use ferromp::__raw::{as_initial_thread, run_body};
use std::ffi::{c_int, c_uint, c_void};
use std::ptr;

/// The device's number for a construct without a `device` clause.
const DEFAULT_DEVICE: c_int = -1;
/// The number for a construct whose `if` clause says that the host runs it.
const NO_DEVICE: c_int = -2;

/// Ends the process if the host may not stand in for this device.
fn check_device(device: c_int) {
    let device = if device == DEFAULT_DEVICE { omp_get_default_device() } else { device };
    if device != HOST && device != NO_DEVICE && is_offload_mandatory() {
        message::fatal("OMP_TARGET_OFFLOAD is set to MANDATORY, but device not found");
    }
}

/// The thread limit among a region's arguments: words with a number in the upper part and below it what it is, or with a
/// mark that the next word is the number.
///
/// # Safety
/// `arguments` is null or a list that ends with null.
unsafe fn thread_limit(arguments: *const *const c_void) -> u32 {
    const DEVICE: usize = 0x7f;
    const NEXT_WORD: usize = 0x80;
    const WHAT: usize = 0xff00;
    const THREAD_LIMIT: usize = 2 << 8;
    let mut limit = 0;
    let mut next = arguments;
    // SAFETY: contract of this function; words that belong to others are skipped with these.
    while let Some(word) = unsafe { next.as_ref() }.map(|word| word.addr()).filter(|&word| word != 0) {
        next = next.wrapping_add(1);
        let number = if word & NEXT_WORD != 0 {
            // SAFETY: there is one more word.
            let number = unsafe { *next }.addr();
            next = next.wrapping_add(1);
            number
        } else {
            word >> 16
        };
        let for_all = word & DEVICE == 0;
        if for_all && word & WHAT == THREAD_LIMIT {
            limit = u32::try_from(number).unwrap_or(u32::MAX);
        }
    }
    limit
}

/// Runs a region on the host, as if the calling thread were one that has just begun.
///
/// # Safety
/// `body` may be called with the items' addresses; see [`Copies::make`] for the items.
unsafe fn run(device: c_int, body: Outlined, items: Items, limit: u32) {
    check_device(device);
    // SAFETY: contract of this function.
    let copies = unsafe { Copies::make(items) };
    as_initial_thread(
        |settings| {
            if limit > 0 {
                settings.set_thread_limit(limit);
            }
        },
        // SAFETY: contract of this function.
        || unsafe { run_body(body, items.addresses.cast()) },
    );
    drop(copies);
}

/// `target`. With `nowait` the region is over before the call returns, as an implementation may have it.
///
/// # Safety
/// The compiler's contract: lists of `count` items, of which the addresses may be written; `depend` a list of
/// dependences or null, `arguments` a list that ends with null, or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_target_ext(
    device: c_int,
    body: Outlined,
    count: usize,
    addresses: *mut *mut c_void,
    sizes: *const usize,
    kinds: *const u16,
    _flags: c_uint,
    depend: *mut *mut c_void,
    arguments: *const *const c_void,
) {
    // SAFETY: contract of this function.
    unsafe {
        wait_for_dependences(depend);
        run(device, body, Items { count, addresses, sizes, kinds }, thread_limit(arguments));
    }
}

/// `target` of compilers before gcc 6, which had no `firstprivate` in it.
///
/// # Safety
/// `body` may be called with `addresses`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_target(
    device: c_int,
    body: Outlined,
    _unused: *const c_void,
    _count: usize,
    addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u8,
) {
    // SAFETY: contract of this function.
    unsafe { run(device, body, Items { count: 0, addresses, sizes: ptr::null(), kinds: ptr::null() }, 0) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thread_limit_is_found_among_other_arguments() {
        let limit = |words: &[usize]| {
            let words: Vec<*const c_void> = words.iter().map(|&word| ptr::without_provenance(word)).collect();
            // SAFETY: the lists below end with null.
            unsafe { thread_limit(words.as_ptr()) }
        };
        let (teams, threads) = (1 << 8, 2 << 8);
        assert_eq!(limit(&[0]), 0);
        assert_eq!(limit(&[3 << 16 | teams, 5 << 16 | threads, 0]), 5);
        assert_eq!(limit(&[teams | 0x80, threads, threads | 0x80, 7, 0]), 7);
        assert_eq!(limit(&[5 << 16 | threads | 4, 0]), 0, "for another device");
        // SAFETY: null is no list.
        assert_eq!(unsafe { thread_limit(ptr::null()) }, 0);
    }
}
