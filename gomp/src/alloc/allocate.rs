//! Allocating and freeing.

use super::allocator::{Allocator, DEFAULT_MEM, NULL};
use super::block;
use super::traits::Fallback;
use crate::message;
use ferromp::__raw::Settings;
use std::ffi::c_void;
use std::ptr;

/// The allocator to use where none is named (`def-allocator-var`).
pub(super) fn default_allocator() -> usize {
    match Settings::of_this_task().host().allocator {
        NULL => DEFAULT_MEM,
        handle => handle,
    }
}

/// A block of `size` bytes by the allocator `handle`, or by those that come after it when it has no memory. Null if
/// there is none, or if `size` is 0.
///
/// # Safety
/// `handle` is an allocator's, or [`NULL`]; so is that of every allocator that comes after it.
pub(super) unsafe fn allocate(alignment: usize, size: usize, handle: usize, zeroed: bool) -> *mut c_void {
    let mut handle = if handle == NULL { default_allocator() } else { handle };
    if size == 0 {
        return ptr::null_mut();
    }
    let wanted = alignment.max(1).checked_next_power_of_two().unwrap_or(1);
    loop {
        // SAFETY: contract of this function.
        let Some(allocator) = (unsafe { Allocator::of(handle) }) else {
            return block::make(size, wanted, 0, handle, zeroed);
        };
        let alignment = wanted.max(allocator.traits.alignment);
        if let Some(bytes) = block::footprint(size, alignment).filter(|&bytes| allocator.reserve(bytes)) {
            let block = block::make(size, alignment, bytes, handle, zeroed);
            if !block.is_null() {
                return block;
            }
            allocator.give_back(bytes);
        }
        handle = match allocator.traits.fallback {
            Fallback::DefaultMemory => DEFAULT_MEM,
            Fallback::Allocator(next) if next != NULL => next,
            Fallback::Null | Fallback::Allocator(_) => return ptr::null_mut(),
            Fallback::Abort => message::fatal(&format!("Out of memory allocating {size} bytes")),
        };
    }
}

/// Frees a block; null is none.
///
/// # Safety
/// `block` is null or a block that has not been freed, and whose allocator has not been destroyed.
pub(super) unsafe fn free(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: contract of this function.
    unsafe {
        let header = block::header(block);
        if let Some(allocator) = Allocator::of(header.allocator) {
            allocator.give_back(header.taken);
        }
        block::free(block);
    }
}

/// A block of `size` bytes with what was in `old`, as far as it fits; `old` is freed. Null, and `old` as it was, if there
/// is no memory. With null for `old` it is [`allocate`], with a size of 0 [`free`].
///
/// # Safety
/// As for [`allocate`] and [`free`]: `handle` is where the new block comes from, or [`NULL`] for where the old one did.
pub(super) unsafe fn reallocate(old: *mut c_void, size: usize, handle: usize) -> *mut c_void {
    // SAFETY: contract of this function, in all that follows.
    unsafe {
        if old.is_null() {
            return allocate(1, size, handle, false);
        }
        if size == 0 {
            free(old);
            return ptr::null_mut();
        }
        let header = block::header(old);
        let handle = if handle == NULL { header.allocator } else { handle };
        let allocator = Allocator::of(handle).filter(|_| handle == header.allocator);
        // A pool need not have room for both.
        if let Some(allocator) = allocator {
            allocator.give_back(header.taken);
        }
        let new = allocate(1, size, handle, false);
        match allocator {
            // Nobody else may have taken what was given back. If somebody has, the pool is overdrawn until this block
            // is freed: a failed call must leave the block where it is.
            Some(allocator) if new.is_null() => allocator.take_again(header.taken),
            Some(_) => block::note_taken(old, 0),
            None => {}
        }
        if !new.is_null() {
            new.cast::<u8>().copy_from_nonoverlapping(old.cast(), size.min(header.size));
            free(old);
        }
        new
    }
}
