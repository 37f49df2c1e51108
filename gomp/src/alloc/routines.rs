//! Memory management routines (OpenMP 5.2, section 18.13).

use super::allocate::{allocate, default_allocator, free, reallocate};
use super::allocator::{Allocator, DEFAULT_MEM, NULL};
use super::traits::{Trait, Traits};
use ferromp::__raw::Settings;
use std::ffi::{c_int, c_void};
use std::ptr;

/// `omp_high_bw_mem_space`: there is no such memory here.
const HIGH_BANDWIDTH: usize = 3;
/// The last memory space, `omp_low_lat_mem_space`.
const LAST_SPACE: usize = 4;

/// Makes an allocator, and answers its handle: 0 if the space does not exist, or one of the traits cannot be had.
///
/// # Safety
/// So many traits can be read at `traits`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_allocator(space: usize, count: c_int, traits: *const Trait) -> usize {
    if space > LAST_SPACE || space == HIGH_BANDWIDTH {
        return NULL;
    }
    let list = match usize::try_from(count) {
        // SAFETY: contract of this function.
        Ok(count @ 1..) => unsafe { std::slice::from_raw_parts(traits, count) },
        _ => &[],
    };
    Traits::read(list).map_or(NULL, |traits| Allocator::new(traits).into_handle())
}

/// Destroys an allocator that [`omp_init_allocator`] has made.
///
/// # Safety
/// Its blocks have been freed, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_destroy_allocator(allocator: usize) {
    // SAFETY: contract of this function.
    unsafe { Allocator::destroy(allocator) };
}

/// Sets the allocator to use where none is named.
#[unsafe(no_mangle)]
pub extern "C" fn omp_set_default_allocator(allocator: usize) {
    let mut settings = Settings::of_this_task();
    settings.host_mut().allocator = if allocator == NULL { DEFAULT_MEM } else { allocator };
    settings.keep();
}

/// The allocator to use where none is named.
#[unsafe(no_mangle)]
pub extern "C" fn omp_get_default_allocator() -> usize {
    default_allocator()
}

/// A block of `size` bytes; null if there is no memory, or if `size` is 0.
///
/// # Safety
/// `allocator` is an allocator, or 0 for the default one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_alloc(size: usize, allocator: usize) -> *mut c_void {
    // SAFETY: contract of this function.
    unsafe { allocate(1, size, allocator, false) }
}

/// The same, with an address that is a multiple of `alignment`, a power of two.
///
/// # Safety
/// As for [`omp_alloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_aligned_alloc(alignment: usize, size: usize, allocator: usize) -> *mut c_void {
    // SAFETY: contract of this function.
    unsafe { allocate(alignment, size, allocator, false) }
}

/// A block of `count` times `size` zeros.
///
/// # Safety
/// As for [`omp_alloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_calloc(count: usize, size: usize, allocator: usize) -> *mut c_void {
    // SAFETY: contract of this function.
    unsafe { omp_aligned_calloc(1, count, size, allocator) }
}

/// The same, with an address that is a multiple of `alignment`, a power of two.
///
/// # Safety
/// As for [`omp_alloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_aligned_calloc(
    alignment: usize,
    count: usize,
    size: usize,
    allocator: usize,
) -> *mut c_void {
    // What is greater than any number is more than there is: the allocator does what it does then.
    let bytes = count.saturating_mul(size);
    // SAFETY: contract of this function.
    unsafe { allocate(alignment, bytes, allocator, true) }
}

/// A block of `size` bytes with what was in `block`, which is freed.
///
/// # Safety
/// `block` is null or comes from these routines. Both are allocators, or 0: then the other's, or the block's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_realloc(
    block: *mut c_void,
    size: usize,
    allocator: usize,
    free_allocator: usize,
) -> *mut c_void {
    let allocator = if allocator == NULL { free_allocator } else { allocator };
    // SAFETY: contract of this function.
    unsafe { reallocate(block, size, allocator) }
}

/// Frees a block. Which allocator it is from is known.
///
/// # Safety
/// `block` is null or comes from these routines, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_free(block: *mut c_void, _allocator: usize) {
    // SAFETY: contract of this function.
    unsafe { free(block) };
}

/// The memory of an `allocate` clause or directive.
///
/// # Safety
/// As for [`omp_alloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_alloc(alignment: usize, size: usize, allocator: usize) -> *mut c_void {
    // SAFETY: contract of this function.
    unsafe { allocate(alignment, size, allocator, false) }
}

/// Frees what [`GOMP_alloc`] has answered.
///
/// # Safety
/// As for [`omp_free`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_free(block: *mut c_void, _allocator: usize) {
    // SAFETY: contract of this function.
    unsafe { free(block) };
}

/// [`omp_init_allocator`] for Fortran.
///
/// # Safety
/// As there; the addresses are numbers'.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_allocator_(
    space: *const usize,
    count: *const i32,
    traits: *const Trait,
) -> usize {
    // SAFETY: contract of this function.
    unsafe { omp_init_allocator(*space, *count, traits) }
}

/// [`omp_init_allocator`] for Fortran.
///
/// # Safety
/// As there; the addresses are numbers'.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_allocator_8_(
    space: *const usize,
    count: *const i64,
    traits: *const Trait,
) -> usize {
    // SAFETY: contract of this function.
    unsafe {
        // So many traits are not read: there is one of them that no list has.
        let count = c_int::try_from(*count).unwrap_or(0);
        omp_init_allocator(*space, count, if count == 0 { ptr::null() } else { traits })
    }
}

/// [`omp_destroy_allocator`] for Fortran.
///
/// # Safety
/// As there; the address is a handle's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_destroy_allocator_(allocator: *const usize) {
    // SAFETY: contract of this function.
    unsafe { omp_destroy_allocator(*allocator) };
}

/// [`omp_set_default_allocator`] for Fortran.
///
/// # Safety
/// The address is a handle's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_set_default_allocator_(allocator: *const usize) {
    // SAFETY: contract of this function.
    omp_set_default_allocator(unsafe { *allocator });
}

/// [`omp_get_default_allocator`] for Fortran.
#[unsafe(no_mangle)]
pub extern "C" fn omp_get_default_allocator_() -> usize {
    default_allocator()
}
