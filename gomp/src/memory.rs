//! Memory that a team shares for one construct.

use std::ffi::c_void;

use ferromp::__raw::Member;

/// Puts the address of zeroes that the team shares for the construct just begun in the place of their number.
///
/// # Safety
/// `memory` holds a size and may be written to.
pub(crate) unsafe fn share_memory(member: &Member, memory: *mut *mut c_void) {
    // SAFETY: contract of this function.
    let size = unsafe { memory.cast::<usize>().read() };
    // Held by the construct until its last member has left.
    let block = member.work_memory(1, size, 64);
    // SAFETY: contract of this function.
    unsafe { memory.write(block.address().cast()) };
}
