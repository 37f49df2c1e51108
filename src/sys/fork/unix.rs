//! Forks counted by a `pthread_atfork` handler.

use crate::prim::process::{AtomicU32, Ordering};

/// Forks between the first process of this lineage and this one, plus one; zero while no handler is registered.
///
/// Every access is relaxed: the value changes only in a new process that has a single thread, and that thread ran
/// the handler itself. Nothing else is published through it.
static GENERATION: AtomicU32 = AtomicU32::new(0);

/// A number that is greater in a child of `fork` than in its parent, and constant as long as a process lives.
///
/// One relaxed load; the first call of a process registers the handler. A child made by a bare `clone` or `vfork`
/// runs no handlers and is not seen; such a child may only call `exec` or functions that are safe in a signal
/// handler anyway.
#[inline]
pub(crate) fn generation() -> u32 {
    match GENERATION.load(Ordering::Relaxed) {
        0 => register(),
        generation => generation,
    }
}

/// No `Once` guards this: a fork while another thread is inside it would leave the child waiting for that thread.
/// Two threads may register a handler each, and a fork then counts twice, which is as good.
#[cold]
fn register() -> u32 {
    extern "C" fn in_child() {
        GENERATION.fetch_add(1, Ordering::Relaxed);
    }
    // SAFETY:
    // - `in_child` is a function of this program's text and lives as long as the handler; the C library removes the
    //   handlers of a shared object that is unloaded.
    // - It only touches a lock-free atomic, so it is safe in a child whose other threads held arbitrary locks.
    let error = unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    if error != 0 {
        // No memory for the handler's entry. The generation stays zero, and the next call tries again.
        return 0;
    }
    GENERATION.compare_exchange(0, 1, Ordering::Relaxed, Ordering::Relaxed).map_or_else(|seen| seen, |_| 1)
}
