//! The ends of loops.

use ferromp::__raw::Member;

/// Ends the loop and waits for all members.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_loop_end() {
    // In a region that is called off there is nothing to wait for.
    let _ = Member::with(|member| member.end_work());
}

/// Ends the loop without waiting.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_loop_end_nowait() {
    Member::with(|member| member.end_work_nowait());
}

/// Ends the loop and waits for all members, unless the region is cancelled: true if it is.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_loop_end_cancel() -> bool {
    Member::with(|member| member.end_work()).is_err()
}
