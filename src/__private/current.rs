//! Directives outside of the text of their region.

use crate::parallel::Parallel;
use crate::team::Team;
use crate::team::context::Context;

/// Calls `construct` with the member of the innermost region that this thread runs; outside of all regions, with
/// the only member of a region of one (OpenMP 5.2 §1.3, the implicit parallel region).
///
/// `construct` accepts every lifetime, so it can keep nothing of the region's.
#[inline]
#[track_caller]
pub fn with_team<R>(construct: impl FnOnce(&Team<'_>) -> R) -> R {
    Context::with_current(|current| match current {
        Some(context) => construct(Team::of(context)),
        None => Parallel::new().only_if(false).masked(construct),
    })
}
