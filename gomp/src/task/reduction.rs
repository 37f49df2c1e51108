//! Task reductions: the blocks of memory in which each thread of a team gathers its part.
//!
//! The compiler builds a descriptor for the items of one construct, and combines the parts after it; tasks find the block of
//! the thread that runs them by the address of an item. A descriptor belongs to the group that was the innermost when it was
//! registered; tasks look at the groups around them from the inside out.

use std::ffi::c_void;
use std::ptr;

use ferromp::__raw::{Member, Memory, die};

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
    /// Whoever holds the blocks; null if they are the descriptor's own.
    holder: *const c_void,
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
    let there = |descriptor: *mut Descriptor| (!descriptor.is_null()).then_some(descriptor);
    // SAFETY: contract of this function.
    std::iter::successors(there(first), move |&descriptor| there(unsafe { (*descriptor).next }))
}

impl Descriptor {
    fn items(&self) -> &[Item] {
        // SAFETY: the compiler has laid the items behind the descriptor.
        unsafe { std::slice::from_raw_parts(ptr::from_ref(self).add(1).cast(), self.items) }
    }

    /// What the first word of an item's part must be a multiple of.
    fn align(&self) -> usize {
        // The compiler's number, until the blocks are there.
        self.base.clamp(64, 1 << 20)
    }

    fn size(&self, threads: usize) -> usize {
        match self.block.checked_mul(threads) {
            Some(size) => size,
            None => die("the parts of a task reduction exceed the address space"),
        }
    }

    fn place(&mut self, base: usize, threads: usize, holder: *const c_void) {
        (self.end, self.base, self.holder) = (base + self.size(threads), base, holder);
    }

    /// Whoever holds the blocks.
    pub(crate) fn holder(&self) -> *const c_void {
        self.holder
    }

    /// Says that there is nothing to combine, because the construct had no tasks.
    pub(super) fn leave_empty(&mut self) {
        self.base = 0;
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

/// How many bytes the blocks of `threads` threads take, and their alignment, for `first` and those linked to it.
///
/// # Safety
/// `first` is a descriptor that the compiler has filled.
pub(crate) unsafe fn total(first: *mut Descriptor, threads: usize) -> (usize, usize) {
    // SAFETY: contract of this function.
    unsafe { chain(first) }.fold((0_usize, 1), |(size, align), descriptor| {
        // SAFETY: as above.
        let descriptor = unsafe { &*descriptor };
        let own = descriptor.align();
        (size.next_multiple_of(own) + descriptor.size(threads), align.max(own))
    })
}

/// Tells `first` and those linked to it that their blocks lie one after the other from `base`, and who holds them.
///
/// # Safety
/// `first` is a descriptor that the compiler has filled; what [`total`] asks for is there, zero, and aligned.
pub(crate) unsafe fn place(first: *mut Descriptor, base: usize, threads: usize, holder: *const c_void) {
    let mut next = base;
    // SAFETY: contract of this function; nobody else uses this descriptor yet.
    unsafe { chain(first) }.for_each(|descriptor| {
        // SAFETY: as above.
        let descriptor = unsafe { &mut *descriptor };
        next = next.next_multiple_of(descriptor.align());
        descriptor.place(next, threads, holder);
        next = descriptor.end;
    });
}

/// Makes blocks for `threads` threads, all zero, for `first` and those linked to it.
///
/// # Safety
/// `first` is a descriptor that the compiler has filled.
pub(crate) unsafe fn allocate(first: *mut Descriptor, threads: usize) {
    // SAFETY: passed on.
    let (size, align) = unsafe { total(first, threads) };
    let memory = Box::new(Memory::new(size, align));
    let base = memory.address().addr();
    // SAFETY: passed on.
    unsafe { place(first, base, threads, Box::into_raw(memory).cast()) };
}

/// Lets tasks of the innermost group find the blocks of `first`.
///
/// # Safety
/// `first` has its blocks, and keeps them and its own memory until the group has ended.
pub(crate) unsafe fn announce(member: &Member, first: *mut Descriptor) {
    member.set_group_note(first.cast());
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
    let descriptor = unsafe { &*descriptor };
    if descriptor.base != 0 {
        // SAFETY: made by `allocate`, which one register calls for one unregister.
        drop(unsafe { Box::from_raw(descriptor.holder.cast_mut().cast::<Memory>()) });
    }
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
