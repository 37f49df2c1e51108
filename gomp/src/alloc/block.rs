//! Blocks of memory: what an allocator hands out, behind a header that says where it came from.

use std::ffi::c_void;
use std::ptr;

/// In front of every block. Its size keeps blocks as well aligned as the memory that they are cut from.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(16))]
pub(super) struct Header {
    /// What the system has to be given back.
    raw: *mut c_void,
    /// Bytes of the block.
    pub(super) size: usize,
    /// Bytes that it takes from a pool.
    pub(super) taken: usize,
    /// The allocator's handle.
    pub(super) allocator: usize,
}

const HEADER: usize = size_of::<Header>();

/// What the system aligns all its memory to.
const NATURAL: usize = 8;

/// Bytes for a block of `size` with `alignment`, header included; `None` if no number is as great.
pub(super) fn footprint(size: usize, alignment: usize) -> Option<usize> {
    size.checked_add(HEADER)?.checked_add(alignment.saturating_sub(NATURAL))
}

/// A block of `size` bytes, for which `taken` come from a pool; null if the system has no memory.
///
/// # Panics
/// Never: `alignment` is a power of two.
pub(super) fn make(
    size: usize,
    alignment: usize,
    taken: usize,
    allocator: usize,
    zeroed: bool,
) -> *mut c_void {
    // The same number as `taken` for blocks of a pool.
    let Some(bytes) = footprint(size, alignment) else { return ptr::null_mut() };
    // SAFETY: no conditions.
    let raw = unsafe { if zeroed { libc::calloc(1, bytes) } else { libc::malloc(bytes) } };
    if raw.is_null() {
        return raw;
    }
    // The system's memory is aligned to 16 bytes, so at most `alignment - 16` are left out in front.
    let start = raw.addr() + HEADER;
    let block = raw.wrapping_byte_add(start.next_multiple_of(alignment) - raw.addr());
    // SAFETY: the header fits between the beginning of the memory and the block, and both are aligned to 16 bytes.
    unsafe { block.cast::<Header>().sub(1).write(Header { raw, size, taken, allocator }) };
    block
}

/// What is known about a block.
///
/// # Safety
/// `block` comes from [`make`] and has not been freed.
pub(super) unsafe fn header(block: *mut c_void) -> Header {
    // SAFETY: contract of this function.
    unsafe { block.cast::<Header>().sub(1).read() }
}

/// Notes that the block takes `taken` bytes from its pool.
///
/// # Safety
/// As for [`header`].
pub(super) unsafe fn note_taken(block: *mut c_void, taken: usize) {
    // SAFETY: contract of this function.
    unsafe { (*block.cast::<Header>().sub(1)).taken = taken };
}

/// Gives a block back to the system.
///
/// # Safety
/// As for [`header`]; the block is gone afterwards.
pub(super) unsafe fn free(block: *mut c_void) {
    // SAFETY: contract of this function: the system has given us `raw`.
    unsafe { libc::free(header(block).raw) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_and_know_where_they_came_from() {
        for shift in 0..16 {
            let alignment = 1 << shift;
            for size in [1, 7, 64, 1000] {
                let block = make(size, alignment, 5, 3, true);
                assert_eq!(block.addr() % alignment.max(16), 0);
                // SAFETY: made above, and that long.
                unsafe {
                    let bytes = std::slice::from_raw_parts_mut(block.cast::<u8>(), size);
                    assert!(bytes.iter().all(|&byte| byte == 0));
                    bytes.fill(255);
                    let header = header(block);
                    assert_eq!((header.size, header.taken, header.allocator), (size, 5, 3));
                    free(block);
                }
            }
        }
        // Out of the compiler's sight: a block that nobody uses may be left out, and then there is no lack of memory.
        for too_much in [usize::MAX - 8, usize::MAX / 2] {
            assert!(std::hint::black_box(make(too_much, 1, 0, 1, false)).is_null());
        }
    }
}
