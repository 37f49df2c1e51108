use crate::prim::{AtomicU64, Ordering};

use super::word::Phase;

/// Where a member stands, as its parent in the gather tree sees it.
///
/// | bits | meaning |
/// |---|---|
/// | 0 | left: the member has left the region, not merely arrived at a barrier |
/// | 1..51 | the phase in which it did so |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stand(u64);

impl Stand {
    #[inline]
    pub(crate) fn at_barrier(phase: Phase) -> Self {
        Self(phase.0 << 1)
    }

    #[inline]
    pub(crate) fn left(phase: Phase) -> Self {
        Self(phase.0 << 1 | 1)
    }

    #[inline]
    pub(crate) fn has_left(self) -> bool {
        self.0 & 1 == 1
    }

    #[inline]
    pub(crate) fn phase(self) -> Phase {
        Phase(self.0 >> 1)
    }
}

/// One member's arrival word: written by that member only, watched by its parent.
pub(crate) struct Arrival(AtomicU64);

impl Arrival {
    pub(crate) fn new() -> Self {
        // "Left in the phase before the first": no region has begun.
        Self(AtomicU64::new(Stand::left(Phase(0)).0))
    }

    /// Says where the member stands. All it did before is seen by who sees this: Release, partner of the
    /// Acquire in [`Arrival::look`].
    #[inline]
    pub(crate) fn announce(&self, stand: Stand) {
        self.0.store(stand.0, Ordering::Release);
    }

    /// Acquire: partner of the Release in [`Arrival::announce`].
    #[inline]
    pub(crate) fn look(&self) -> Stand {
        Stand(self.0.load(Ordering::Acquire))
    }
}
