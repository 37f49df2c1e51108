// One condition for all: the allocators exist, and blocks are freed once and not used afterwards.
#![allow(clippy::undocumented_unsafe_blocks)]

use super::allocate::{allocate, free, reallocate};
use super::allocator::{Allocator, DEFAULT_MEM};
use super::traits::{Fallback, Traits};

/// An allocator for one test.
struct Made(usize);

impl Made {
    fn new(traits: Traits) -> Self {
        Self(Allocator::new(traits).into_handle())
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // SAFETY: made by `new`, and tests free their blocks before.
        unsafe { Allocator::destroy(self.0) };
    }
}

const POOL: Traits = Traits { alignment: 1, pool_size: 4096, fallback: Fallback::Null };

#[test]
fn a_pool_is_used_up_and_used_again() {
    let pool = Made::new(POOL);
    unsafe {
        let first = allocate(1, 3000, pool.0, false);
        assert!(!first.is_null());
        assert!(allocate(1, 3000, pool.0, false).is_null());
        free(first);
        let second = allocate(1, 3000, pool.0, false);
        assert!(!second.is_null());
        free(second);
        free(std::ptr::null_mut());
    }
}

#[test]
fn the_traits_alignment_and_the_callers_both_hold() {
    let aligned = Made::new(Traits { alignment: 256, ..POOL });
    for (wanted, least) in [(1, 256), (1024, 1024)] {
        unsafe {
            let block = allocate(wanted, 100, aligned.0, false);
            assert_eq!(block.addr() % least, 0);
            free(block);
        }
    }
}

#[test]
fn what_a_pool_has_not_another_gives() {
    let next = Made::new(Traits { alignment: 512, pool_size: 4000, ..POOL });
    let first = Made::new(Traits { pool_size: 100, fallback: Fallback::Allocator(next.0), ..POOL });
    let default = Made::new(Traits { pool_size: 0, fallback: Fallback::DefaultMemory, ..POOL });
    unsafe {
        let block = allocate(1, 1000, first.0, false);
        assert_eq!(block.addr() % 512, 0);
        assert!(allocate(1, 4000, first.0, false).is_null(), "the second pool has not as much either");
        free(block);
        let block = allocate(64, 1000, default.0, true);
        assert_eq!(super::block::header(block).allocator, DEFAULT_MEM);
        assert_eq!(block.addr() % 64, 0);
        free(block);
    }
}

#[test]
fn blocks_keep_what_is_in_them_when_they_grow_and_shrink() {
    let pool = Made::new(POOL);
    unsafe {
        let mut block = reallocate(std::ptr::null_mut(), 100, pool.0);
        block.cast::<u8>().write_bytes(7, 100);
        for size in [3000, 3500, 100] {
            // A pool of 4096 has no room for two of these.
            block = reallocate(block, size, pool.0);
            assert!(std::slice::from_raw_parts(block.cast::<u8>(), 100).iter().all(|&byte| byte == 7));
        }
        assert!(reallocate(block, 5000, pool.0).is_null(), "and the block is still there");
        assert!(std::slice::from_raw_parts(block.cast::<u8>(), 100).iter().all(|&byte| byte == 7));
        // To another allocator, and there by the one that it has.
        block = reallocate(block, 5000, DEFAULT_MEM);
        block = reallocate(block, 6000, 0);
        assert_eq!(super::block::header(block).allocator, DEFAULT_MEM);
        assert!(reallocate(block, 0, 0).is_null());
        // All has come back to the pool.
        let all = allocate(1, 4064, pool.0, false);
        assert!(!all.is_null());
        free(all);
    }
}

#[test]
fn nothing_and_too_much_are_null() {
    unsafe {
        assert!(allocate(1, 0, 0, false).is_null());
        assert!(allocate(1, usize::MAX, 0, true).is_null());
        assert!(allocate(usize::MAX, 1, 0, false).addr() != 1);
    }
}
