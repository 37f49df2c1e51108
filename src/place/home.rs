//! The CPUs that a thread had before the runtime bound it.

use super::{Places, Position};
use crate::sys::{CpuSet, affinity, width};
use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

/// The CPUs on which a thread may run as far as its user is concerned. A team's workers have the home of the
/// thread for which they were started, and serve no thread with another: who has pinned a thread to a part of the
/// machine does not want its regions elsewhere, and who has not wants all of it.
#[derive(Debug)]
pub(crate) struct Home {
    mask: CpuSet,
    origin: OnceLock<Option<Position>>,
}

thread_local! {
    static HOME: OnceCell<Arc<Home>> = const { OnceCell::new() };
}

impl Home {
    /// The home of the calling thread, looked at when it first asks: later changes of its mask do not count, so that
    /// a region costs no system call. To be asked for before the runtime binds the thread.
    pub(crate) fn of_this_thread() -> Arc<Self> {
        let known = HOME.try_with(|home| home.get_or_init(Self::look).clone());
        // While a thread ends, destructors of its other locals may still open regions.
        known.unwrap_or_else(|_| Self::look())
    }

    fn look() -> Arc<Self> {
        // Where the kernel keeps masks to itself a thread may run on all CPUs, for all that is known.
        let mask = affinity::current_mask().unwrap_or_else(|_| width::initial_mask().clone());
        Arc::new(Self { mask, origin: OnceLock::new() })
    }

    /// Makes this the home of the calling thread, which has just been started and inherits the mask of whoever
    /// started it: perhaps a place.
    pub(crate) fn settle(self: Arc<Self>) {
        // Refused only if the CPUs have been taken from the process meanwhile: the kernel has then chosen others.
        let _ = affinity::set_current_mask(&self.mask);
        let _ = HOME.try_with(|home| home.set(self));
    }

    /// How many of its threads can run at once, no more than the quota pays for.
    pub(crate) fn procs(&self) -> usize {
        width::width_of(&self.mask)
    }

    /// Whether threads of both may serve the same regions.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.mask == other.mask
    }

    /// Where a thread of this home begins (`place-partition-var` of an initial task): at the first place inside its
    /// mask, with the run of such places there as its partition. Places of a thread that is bound to less than any
    /// place are those of the process. `None` without places.
    pub(crate) fn origin(&self, places: &Places) -> Option<Position> {
        *self.origin.get_or_init(|| places.origin_within(&self.mask).or_else(|| places.origin()))
    }
}

#[cfg(all(test, target_os = "linux", not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_started_thread_has_the_mask_of_its_home_and_not_of_who_started_it() {
        let all = affinity::current_mask().unwrap();
        let home = Home::of_this_thread();
        let first = CpuSet::from_iter(all.iter().take(1));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                affinity::set_current_mask(&first).unwrap();
                assert_eq!(Home::of_this_thread().is_like(&home), first == all);
                std::thread::scope(|scope| {
                    scope.spawn(|| {
                        home.clone().settle();
                        assert_eq!(affinity::current_mask().unwrap(), all);
                        assert!(Home::of_this_thread().is_like(&home));
                    });
                });
            });
        });
    }

    #[test]
    fn a_pinned_thread_begins_at_its_own_places() {
        let places = Places::of([0, 1, 2, 3].map(|cpu| CpuSet::from_iter([2 * cpu, 2 * cpu + 1])).to_vec());
        let of = |cpus: &[usize]| {
            let home = Home { mask: cpus.iter().copied().collect(), origin: OnceLock::new() };
            let position = home.origin(&places).unwrap();
            (position.place, position.partition.first, position.partition.len)
        };
        assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6, 7]), (0, 0, 4));
        assert_eq!(of(&[2, 3, 4, 5]), (1, 1, 2));
        assert_eq!(of(&[3, 4, 5, 7]), (2, 2, 1));
        // Half a place is no place.
        assert_eq!(of(&[3]), (0, 0, 4));
        assert_eq!(Home { mask: CpuSet::new(), origin: OnceLock::new() }.origin(&Places::default()), None);
    }
}
