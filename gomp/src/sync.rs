//! Barriers.

use ferromp::__raw::Member;

/// Waits for all members and all tasks of the region.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_barrier() {
    // In a region that is called off there is nothing to wait for.
    let _ = Member::with(|member| member.barrier());
}

/// The same in a region that can be cancelled: true if it is.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_barrier_cancel() -> bool {
    Member::with(|member| member.barrier()).is_err()
}
