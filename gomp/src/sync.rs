//! Barriers.

use ferromp::__raw::Member;

/// Waits for all members and all tasks of the region.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_barrier() {
    // In a region that is called off there is nothing to wait for.
    let _ = Member::with(|member| member.barrier());
}
