//! The kernel's thread number.

/// The calling thread's number, as `ps -L`, `top -H` and `perf` show it.
pub(crate) fn thread_id() -> u64 {
    // By number, because the C library has had the function only since glibc 2.30.
    // SAFETY: the call has no arguments and cannot fail.
    let id = unsafe { libc::syscall(libc::SYS_gettid) };
    id as u64
}
