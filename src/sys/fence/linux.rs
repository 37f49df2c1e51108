//! `membarrier(2)`: the kernel lets every running thread of the process pass a fence.

use std::os::unix::fs::MetadataExt;
use std::sync::atomic::compiler_fence;

use crate::prim::process::{AtomicU32, Ordering};
use crate::prim::{Ordering as FenceOrdering, fence};

const PRIVATE_EXPEDITED: libc::c_int = 1 << 3;
const REGISTER_PRIVATE_EXPEDITED: libc::c_int = 1 << 4;

/// Whether the kernel does it: then, and only then, [`light`] is a fence for the compiler alone.
static READY: AtomicU32 = AtomicU32::new(0);

fn membarrier(command: libc::c_int) -> bool {
    // SAFETY: the call reads no memory of the caller.
    unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
}

/// Asks the kernel for its part: when the process has no other thread yet, since otherwise the kernel lets the caller
/// wait until every processor has been through a quiescent state, some ten milliseconds. Without it, and where the
/// kernel refuses, both fences are the processor's own.
#[cold]
pub(crate) fn prepare() {
    if READY.load(Ordering::Relaxed) == 0 && is_only_thread() && membarrier(REGISTER_PRIVATE_EXPEDITED) {
        READY.store(1, Ordering::SeqCst);
    }
}

/// Each thread is a folder there, which links back to its parent.
fn is_only_thread() -> bool {
    std::fs::metadata("/proc/self/task").is_ok_and(|task| task.nlink() == 3)
}

/// The frequent side. Partner: [`heavy`].
#[inline]
pub(crate) fn light() {
    if READY.load(Ordering::Relaxed) == 1 {
        compiler_fence(FenceOrdering::SeqCst);
    } else {
        fence(FenceOrdering::SeqCst);
    }
}

/// The rare side. Partner: [`light`].
///
/// A thread that runs passes the kernel's fence during the call; one that does not run has passed one when it was
/// taken from its processor. If `READY` is not seen here, then a light side that does see it comes later in the order
/// of the fences, and sees what was stored before this one.
#[cold]
pub(crate) fn heavy() {
    fence(FenceOrdering::SeqCst);
    if READY.load(Ordering::SeqCst) == 1 && !membarrier(PRIVATE_EXPEDITED) {
        // A child of `fork` may have lost the registration.
        assert!(
            membarrier(REGISTER_PRIVATE_EXPEDITED) && membarrier(PRIVATE_EXPEDITED),
            "the kernel has withdrawn membarrier"
        );
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_prepared_heavy_fence_returns() {
        super::heavy();
        super::prepare();
        super::heavy();
        super::light();
    }
}
