//! How many threads may run at once: the least of mask, cpuset and quota.

use super::once::Settled;
use super::{CpuSet, affinity, cgroup};
use std::path::Path;

/// Threads for a region of the calling thread when nobody says how many: the CPUs in the thread's mask (which the
/// kernel has already narrowed by every cpuset), but no more than the quota pays for, and at least one.
///
/// The mask is the caller's own and read anew, because a thread that has been bound to a part of the machine wants
/// teams of that size. That is one system call, so callers keep the answer for the thread's lifetime. The quota is read
/// once in the life of the process.
pub(crate) fn default_width() -> usize {
    width(own_cpus(), initial_quota())
}

/// The same for all threads of the process together: the CPUs that it had at the start.
pub(crate) fn process_width() -> usize {
    width(initial_mask().len(), initial_quota())
}

/// The same for threads that may run on `mask`.
pub(crate) fn width_of(mask: &CpuSet) -> usize {
    width(mask.len(), initial_quota())
}

/// Whole CPUs that the quota paid for when it was first asked for; `None` without a quota.
pub(crate) fn initial_quota() -> Option<usize> {
    static QUOTA: Settled<Option<usize>> = Settled::new();
    *QUOTA.get_or_make(quota)
}

/// As [`default_width`], but with everything read anew, so that a new mask or quota shows at once.
pub(crate) fn num_procs() -> usize {
    width(own_cpus(), quota())
}

/// CPUs that the process could use before the runtime bound anything: the mask of its main thread and that of the
/// thread that asked first, which may be bound to a part of the machine.
pub(crate) fn initial_mask() -> &'static CpuSet {
    static MASK: Settled<CpuSet> = Settled::new();
    MASK.get_or_make(process_mask)
}

fn process_mask() -> CpuSet {
    let mut mask = affinity::current_mask().unwrap_or_else(|_| (0..num_cpus::get()).collect());
    // The main thread may have ended.
    mask.extend_from(&affinity::main_mask().unwrap_or_default());
    mask
}

/// CPUs of the calling thread; those online where the kernel does not say (a sandbox that forbids the call).
fn own_cpus() -> usize {
    affinity::unbound_cpus().unwrap_or_else(|_| num_cpus::get())
}

fn quota() -> Option<usize> {
    cgroup::cpus_by_quota(Path::new("/"))
}

fn width(cpus: usize, quota: Option<usize>) -> usize {
    cpus.min(quota.unwrap_or(usize::MAX)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn the_least_limit_holds_and_one_thread_always_may_run() {
        assert_eq!(width(8, None), 8);
        assert_eq!(width(8, Some(2)), 2);
        assert_eq!(width(2, Some(8)), 2);
        assert_eq!(width(0, Some(0)), 1);
    }

    #[test]
    fn agrees_with_the_standard_library_where_both_look() {
        // The standard library, too, takes mask and quota and rounds down.
        assert_eq!(default_width(), thread::available_parallelism().unwrap().get());
        assert_eq!(num_procs(), default_width());
    }

    /// What the runtime does to a thread is not the user's wish: a member bound to a place has the machine's width.
    #[cfg(target_os = "linux")]
    #[test]
    fn binding_by_the_runtime_does_not_narrow() {
        let before = num_procs();
        let member = || {
            let first = CpuSet::from_iter(affinity::current_mask().unwrap().iter().take(1));
            let _bound = affinity::Bound::to(&first).unwrap();
            (default_width(), num_procs())
        };
        assert_eq!(thread::scope(|scope| scope.spawn(member).join().unwrap()), (before, before));
    }

    /// It has as many threads as its mask has CPUs, and sees so immediately after binding; its neighbours keep theirs, and
    /// the process its CPUs.
    #[cfg(target_os = "linux")]
    #[test]
    fn caller_that_is_already_bound() {
        let before = default_width();
        let bound = || {
            let first = CpuSet::from_iter(affinity::current_mask().unwrap().iter().take(1));
            affinity::set_current_mask(&first).unwrap();
            assert_eq!(width_of(&first), 1);
            (default_width(), num_procs(), process_width(), process_mask())
        };
        let (all, width) = (process_mask(), process_width());
        assert_eq!(thread::scope(|scope| scope.spawn(bound).join().unwrap()), (1, 1, width, all));
        assert_eq!(default_width(), before);
    }
}
