//! Where the calling thread stands.

use std::ffi::c_int;

use ferromp::__raw::Member;

/// The calling thread's number in its team.
#[unsafe(no_mangle)]
pub extern "C" fn omp_get_thread_num() -> c_int {
    Member::thread_num() as c_int
}

/// The size of the calling thread's team.
#[unsafe(no_mangle)]
pub extern "C" fn omp_get_num_threads() -> c_int {
    Member::num_threads() as c_int
}
