//! Binding that ends.

use super::{current_mask, set_current_mask};
use crate::sys::CpuSet;
use std::cell::Cell;
use std::io;
use std::marker::PhantomData;

thread_local! {
    /// CPUs that the thread had before the runtime bound it; 0 while it is not bound by the runtime.
    static UNBOUND: Cell<usize> = const { Cell::new(0) };
}

/// The calling thread is bound as long as this lives, and has its former mask afterwards. Nests; stays on its thread.
#[derive(Debug)]
#[must_use = "dropping it ends the binding"]
pub(crate) struct Bound {
    previous: CpuSet,
    outermost: bool,
    on_this_thread: PhantomData<*const ()>,
}

impl Bound {
    /// Binds the calling thread to `cpus`.
    ///
    /// # Errors
    /// As `set_current_mask`; the thread's mask is then what it was.
    pub(crate) fn to(cpus: &CpuSet) -> io::Result<Self> {
        let previous = current_mask()?;
        set_current_mask(cpus)?;
        let outermost = UNBOUND.get() == 0;
        if outermost {
            UNBOUND.set(previous.len());
        }
        Ok(Self { previous, outermost, on_this_thread: PhantomData })
    }

    /// Moves the thread to other CPUs. What comes after the binding stays as it was. Allocates nothing.
    ///
    /// # Errors
    /// As `set_current_mask`; the thread's mask is then what it was.
    pub(crate) fn rebind(&mut self, cpus: &CpuSet) -> io::Result<()> {
        set_current_mask(cpus)
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        // Fails only if all CPUs of the mask were taken from the process meanwhile; the kernel has then chosen others.
        let _ = set_current_mask(&self.previous);
        if self.outermost {
            UNBOUND.set(0);
        }
    }
}

/// CPUs on which the calling thread may run, were it not for the runtime's own binding.
///
/// # Errors
/// If the kernel does not tell a thread its mask.
pub(crate) fn unbound_cpus() -> io::Result<usize> {
    match UNBOUND.get() {
        0 => Ok(current_mask()?.len()),
        cpus => Ok(cpus),
    }
}
