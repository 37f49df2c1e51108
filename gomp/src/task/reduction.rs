//! Task reductions: the blocks of memory in which each thread of a team gathers its part.
//!
//! The compiler builds a descriptor for the items of one construct, and combines the parts after it; tasks find the block of
//! the thread that runs them by the address of an item. A descriptor belongs to the group that was the innermost when it was
//! registered; tasks look at the groups around them from the inside out.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ptr;

use ferromp::__raw::{Member, die};

/// The descriptor: seven words, and three for each item.
#[repr(C)]
pub struct Descriptor {
    items: usize,
    /// Bytes of each thread's block.
    block: usize,
    /// The alignment of blocks; once registered, where the first is.
    base: usize,
    allocator: usize,
    /// Another descriptor of the same construct.
    next: *mut Descriptor,
    /// The alignment, once registered.
    align: usize,
    /// The end of the blocks, once registered.
    end: usize,
}

/// One item of a descriptor.
#[repr(C)]
struct Item {
    original: usize,
    /// Where it is in each block.
    offset: usize,
    own: usize,
}

/// A descriptor and those linked to it.
///
/// # Safety
/// `first` is null or a descriptor whose chain ends.
unsafe fn chain(first: *mut Descriptor) -> impl Iterator<Item = *mut Descriptor> {
    let links = std::iter::successors(Some(first), |&descriptor| {
        // SAFETY: contract of this function.
        Some(unsafe { (*descriptor).next }).filter(|next| !next.is_null())
    });
    links.take_while(|descriptor| !descriptor.is_null())
}

impl Descriptor {
    fn items(&self) -> &[Item] {
        // SAFETY: the compiler has laid the items behind the descriptor.
        unsafe { std::slice::from_raw_parts(ptr::from_ref(self).add(1).cast(), self.items) }
    }

    fn allocate(&mut self, threads: usize) {
        let align = self.base.max(64);
        let Some(layout) =
            self.block.checked_mul(threads).and_then(|size| Layout::from_size_align(size.max(1), align).ok())
        else {
            die("the parts of a task reduction exceed the address space")
        };
        // SAFETY: not of size zero.
        let base = unsafe { alloc_zeroed(layout) };
        if base.is_null() {
            handle_alloc_error(layout);
        }
        self.place(base as usize, threads, align);
    }

    fn place(&mut self, base: usize, threads: usize, align: usize) {
        (self.base, self.align, self.end) = (base, align, base + self.block * threads);
    }

    /// Says that there is nothing to combine, because the construct had no tasks.
    pub(super) fn leave_empty(&mut self) {
        self.base = 0;
    }

    /// # Safety
    /// The descriptor has been registered, and not been unregistered since.
    unsafe fn free(&self) {
        if self.base == 0 {
            return;
        }
        // SAFETY: what `allocate` has asked for.
        let layout = unsafe { Layout::from_size_align_unchecked((self.end - self.base).max(1), self.align) };
        // SAFETY: contract of this function.
        unsafe { dealloc(self.base as *mut u8, layout) };
    }

    /// The item that has `address` as its original or lies there in somebody's block.
    fn find(&self, address: usize) -> Option<&Item> {
        let by_offset = || {
            let offset =
                (self.base..self.end).contains(&address).then(|| (address - self.base) % self.block)?;
            self.items().iter().find(|item| item.offset == offset)
        };
        self.items().iter().find(|item| item.original == address).or_else(by_offset)
    }
}

/// Makes blocks for `threads` threads, all zero, for `first` and those linked to it.
///
/// # Safety
/// `first` is a descriptor that the compiler has filled.
pub(crate) unsafe fn allocate(first: *mut Descriptor, threads: usize) {
    // SAFETY: contract of this function; nobody else knows of it.
    unsafe { chain(first) }.for_each(|descriptor| unsafe { (*descriptor).allocate(threads) });
}

/// Lets `copy`, another thread's copy of the descriptor `first`, refer to the same blocks.
///
/// # Safety
/// Both are chains of the same construct; `first` has its blocks.
pub(crate) unsafe fn share(first: *mut Descriptor, copy: *mut Descriptor) {
    // SAFETY: contract of this function.
    for (theirs, own) in unsafe { chain(first).zip(chain(copy)) } {
        // SAFETY: as above.
        unsafe { ((*own).base, (*own).align, (*own).end) = ((*theirs).base, (*theirs).align, (*theirs).end) };
    }
}

/// Lets tasks of the innermost group find the blocks of `first`.
///
/// # Safety
/// `first` has its blocks, and keeps them and its own memory until the group has ended.
pub(crate) unsafe fn announce(member: &Member, first: *mut Descriptor) {
    member.set_group_note(first.cast());
}

/// Frees the blocks of `first` and those linked to it.
///
/// # Safety
/// They have been allocated, nobody uses them any longer, and they are freed once.
pub(crate) unsafe fn free(first: *mut Descriptor) {
    // SAFETY: contract of this function.
    unsafe { chain(first) }.for_each(|descriptor| unsafe { (*descriptor).free() });
}

/// Registers a reduction with the group that has just begun.
///
/// # Safety
/// `descriptor` is filled by the compiler and lives until it is unregistered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_taskgroup_reduction_register(descriptor: *mut Descriptor) {
    Member::with(|member| {
        // SAFETY: contract of this function.
        unsafe {
            allocate(descriptor, member.size());
            announce(member, descriptor);
        }
    });
}

/// Frees the memory of a reduction whose group has ended.
///
/// # Safety
/// `descriptor` has been registered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_taskgroup_reduction_unregister(descriptor: *mut Descriptor) {
    // SAFETY: contract of this function.
    unsafe { free(descriptor) };
}

/// Replaces each of the first `count` addresses, that of an original or of somebody's part, by that of the calling thread's
/// part; the originals of the first `originals` are written behind them.
///
/// # Safety
/// `addresses` has room for `count + originals`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_task_reduction_remap(count: usize, originals: usize, addresses: *mut usize) {
    Member::with(|member| {
        for at in 0..count {
            // SAFETY: contract of this function.
            let address = unsafe { addresses.add(at).read() };
            let Some((part, original)) = find(member, address) else {
                die(&format!(
                    "no task_reduction, or reduction with the task modifier, around a task has {address:#x}"
                ))
            };
            // SAFETY: contract of this function.
            unsafe {
                addresses.add(at).write(part);
                if at < originals {
                    addresses.add(count + at).write(original);
                }
            }
        }
    });
}

/// The calling thread's part of the item at `address`, and the original's address.
fn find(member: &Member, address: usize) -> Option<(usize, usize)> {
    member.group_notes().find_map(|note| {
        // SAFETY: notes are null or descriptors that live as long as their groups.
        unsafe { chain(note.cast()) }.find_map(|descriptor| {
            // SAFETY: as above; nobody changes it once it is registered.
            let descriptor = unsafe { &*descriptor };
            let item = descriptor.find(address)?;
            Some((descriptor.base + member.number() * descriptor.block + item.offset, item.original))
        })
    })
}
