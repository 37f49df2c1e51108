//! Task reductions over regions and worksharing constructs: each member is in a group of its own, at which its tasks find
//! the blocks that all members share.

use std::ffi::c_void;
use std::sync::Arc;

use ferromp::__raw::{Member, Memory};

use crate::task::{Descriptor, allocate, announce, place, total};
use crate::truth::Truth;

/// The descriptor of a region's reduction.
pub(crate) struct OfRegion(*mut Descriptor);

// SAFETY: members only read the descriptor, which is whole before the region begins.
unsafe impl Sync for OfRegion {}

/// Makes the blocks for a region of `threads` members.
///
/// # Safety
/// The first word at `data` points to a descriptor that the compiler has filled.
pub(crate) unsafe fn of_region(data: *mut c_void, threads: usize) -> OfRegion {
    // SAFETY: contract of this function.
    let descriptor = unsafe { data.cast::<*mut Descriptor>().read() };
    // SAFETY: as above.
    unsafe { allocate(descriptor, threads) };
    OfRegion(descriptor)
}

/// Runs `body`, a member's part of the region; its tasks find the reduction.
///
/// # Safety
/// The blocks and the descriptor live until the region is over.
pub(crate) unsafe fn around(member: &Member, descriptor: &OfRegion, body: impl FnOnce()) {
    member.begin_reduction_group();
    // SAFETY: passed on.
    unsafe { announce(member, descriptor.0) };
    body();
    member.end_taskgroup();
}

/// Begins the reduction of the construct that the member has just come to: all members share the blocks that the first of
/// them has made.
///
/// # Safety
/// `words` is the member's own copy of the descriptor, which lives until [`GOMP_workshare_task_reduction_unregister`].
pub(crate) unsafe fn register_work(member: &Member, words: *mut usize) {
    let descriptor = words.cast::<Descriptor>();
    // SAFETY: contract of this function.
    let (size, align) = unsafe { total(descriptor, member.size()) };
    let memory = member.work_memory(0, size, align);
    // SAFETY: as above; the blocks are as large as was asked for, and go with the last member's share of them.
    unsafe { place(descriptor, memory.address().addr(), member.size(), Arc::into_raw(memory).cast()) };
    member.begin_reduction_group();
    // SAFETY: as above.
    unsafe { announce(member, descriptor) };
}

/// Begins a `scope` construct with a task reduction.
///
/// # Safety
/// `words` is the member's own copy of a descriptor, which lives until [`GOMP_workshare_task_reduction_unregister`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_scope_start(words: *mut usize) {
    Member::with(|member| {
        // A construct of no sections, for what its members share.
        member.begin_sections(0);
        // SAFETY: passed on.
        unsafe { register_work(member, words) };
        member.end_work_nowait();
    });
}

/// Ends the task reduction of a worksharing construct, for the calling member: all tasks that contribute are over. Unless the
/// construct was `cancelled` it also waits for all members, which keep their parts until then.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_workshare_task_reduction_unregister(cancelled: Truth) {
    Member::with(|member| {
        let descriptor = member.group_note().cast::<Descriptor>();
        member.end_taskgroup();
        if !cancelled.holds() {
            // In a region that is called off there is nothing to wait for.
            let _ = member.barrier();
        }
        // SAFETY: null or a descriptor that `register_work` has left there; the compiler keeps it until this returns.
        if let Some(descriptor) = unsafe { descriptor.as_ref() } {
            // SAFETY: made by `into_raw`, and given back once.
            drop(unsafe { Arc::from_raw(descriptor.holder().cast::<Memory>()) });
        }
    });
}
