//! Masks by `sched_getaffinity` and `sched_setaffinity`.

use crate::sys::CpuSet;
use std::io;

/// CPUs on which the calling thread may run: its own mask, already narrowed by any cpuset.
pub(crate) fn current_mask() -> io::Result<CpuSet> {
    // Zero is the calling thread.
    mask_of(0, USUAL_WORDS)
}

/// CPUs on which the process's main thread may run: what the process was started with, unless that thread has been
/// bound since.
pub(crate) fn main_mask() -> io::Result<CpuSet> {
    // A process has its main thread's number. (A number too great for the call's type does not exist.)
    mask_of(std::process::id() as libc::pid_t, USUAL_WORDS)
}

/// Enough for 1024 CPUs.
const USUAL_WORDS: usize = 1024 / usize::BITS as usize;

/// The mask of the thread with the kernel's number `thread`, asked for with room for `words` words or as many more as
/// the kernel wants: it refuses a buffer that is shorter than its own mask, and tells nobody how long that is.
pub(super) fn mask_of(thread: libc::pid_t, words: usize) -> io::Result<CpuSet> {
    let mut words = vec![0usize; words];
    loop {
        // SAFETY:
        // - Any thread number may be asked for.
        // - The pointer is to `size_of_val(words)` writable bytes, and the kernel writes no more than that size.
        // - `Vec<usize>` is at least as aligned as `cpu_set_t`, an array of `unsigned long`, which has `usize`'s size
        //   and alignment on every Linux.
        let result = unsafe {
            libc::sched_getaffinity(
                thread,
                size_of_val(&words[..]),
                words.as_mut_ptr().cast::<libc::cpu_set_t>(),
            )
        };
        if result == 0 {
            return Ok(CpuSet::from_words(words));
        }
        let error = io::Error::last_os_error();
        if error.raw_os_error() != Some(libc::EINVAL) || words.len() * usize::BITS as usize > CpuSet::MAX_CPU
        {
            return Err(error);
        }
        words.resize(words.len() * 2 + 1, 0);
    }
}

/// Lets the calling thread run on `cpus` only; threads and processes that it creates inherit the mask.
///
/// Allocates nothing.
///
/// # Errors
/// `InvalidInput` if none of `cpus` is a CPU that the process may use.
pub(crate) fn set_current_mask(cpus: &CpuSet) -> io::Result<()> {
    let words = cpus.words();
    // SAFETY:
    // - pid 0 is the calling thread.
    // - The pointer is to `size_of_val(words)` readable bytes, aligned as in `mask_of`; of an empty slice no
    //   byte is read.
    let result =
        unsafe { libc::sched_setaffinity(0, size_of_val(words), words.as_ptr().cast::<libc::cpu_set_t>()) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
