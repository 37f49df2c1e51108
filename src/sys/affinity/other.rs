//! Platforms that give a process no say, or none that we know, over where its threads run.

use crate::sys::CpuSet;
use std::io;

/// CPUs on which the calling thread may run: as many as the standard library counts, numbered from zero.
pub(crate) fn current_mask() -> io::Result<CpuSet> {
    Ok((0..std::thread::available_parallelism()?.get()).collect())
}

/// CPUs on which the process's main thread may run: masks are all the same here.
pub(crate) fn main_mask() -> io::Result<CpuSet> {
    current_mask()
}

/// Binding is not supported here.
///
/// # Errors
/// Always `Unsupported`.
pub(crate) fn set_current_mask(_cpus: &CpuSet) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
