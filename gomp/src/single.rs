//! `single`.

use std::ffi::c_void;

use ferromp::__raw::Member;

/// True for the member that comes first.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_single_start() -> bool {
    Member::with(|member| member.single())
}

/// `copyprivate`: null for the member that comes first, and then calls [`GOMP_single_copy_end`]; the others wait for what
/// that leaves.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_single_copy_start() -> *mut c_void {
    match Member::with(|member| member.single_copy()) {
        Ok(copy) => copy.unwrap_or_default(),
        Err(_) => ferromp::__raw::die("a region is cancelled while members wait for a copyprivate variable"),
    }
}

/// Leaves `data`, which lasts until all have met the next barrier, for the other members.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_single_copy_end(data: *mut c_void) {
    Member::with(|member| member.leave_copy(data));
}
