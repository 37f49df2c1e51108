//! Giving resources back (OpenMP 5.2, section 18.6).

use super::get_level;
use crate::team::dismiss;

/// How much [`pause_resource`] gives back: OpenMP's `omp_pause_resource_t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PauseResource {
    /// `omp_pause_soft`.
    Soft,
    /// `omp_pause_hard`.
    Hard,
}

/// Ends the worker threads that no region uses at the moment, and returns when they have gone: their stacks are free, and
/// what they had in thread-local variables is dropped. Regions start new ones. Useful before a long part without regions,
/// or before a `fork`.
///
/// Both kinds do the same here. Answers false, where OpenMP answers nonzero, and does nothing when called from a region.
/// Threads that have no work do not need this to be quiet: unless `OMP_WAIT_POLICY=active` they are asleep after some
/// milliseconds. Mirrors `omp_pause_resource` (OpenMP 5.2 §18.6.1).
///
/// ```
/// use ferromp::{omp, parallel};
/// parallel(|_| assert!(!omp::pause_resource(omp::PauseResource::Soft)));
/// assert!(omp::pause_resource(omp::PauseResource::Soft));
/// parallel(|team| team.barrier());
/// ```
pub fn pause_resource(kind: PauseResource) -> bool {
    let (PauseResource::Soft | PauseResource::Hard) = kind;
    let outside = get_level() == 0;
    if outside {
        dismiss::end_idle_workers();
    }
    outside
}

/// [`pause_resource`] for every device, of which the host is the only one. Mirrors `omp_pause_resource_all` (OpenMP 5.2
/// §18.6.2).
///
/// ```
/// assert!(ferromp::omp::pause_resource_all(ferromp::omp::PauseResource::Hard));
/// ```
pub fn pause_resource_all(kind: PauseResource) -> bool {
    pause_resource(kind)
}
