use crate::prim::{AtomicU64, Ordering};

use super::word::Phase;

/// How a member stands in a phase of its region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// On its way, with all members below it gathered; it goes on when member 0 releases it.
    Gathered = 0,
    /// At a barrier that it passes as soon as it sees everybody there.
    Abreast = 1,
    /// It has left the region.
    Left = 2,
    /// As `Gathered`, with a value in its parcel: at a barrier that combines and hands out values.
    Exchanging = 3,
}

/// Where a member stands, as the others see it.
///
/// | bits | meaning |
/// |---|---|
/// | 0..2 | [`Manner`] |
/// | 2..14 | how many worksharing constructs of the team it has met, modulo 4096 |
/// | 14..64 | the phase |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stand(u64);

/// Worksharing constructs are counted modulo this in a [`Stand`].
const CONSTRUCTS: u64 = 1 << 12;

impl Stand {
    #[inline]
    pub(crate) fn new(phase: Phase, manner: Manner, constructs: u64) -> Self {
        Self(phase.0 << 14 | (constructs % CONSTRUCTS) << 2 | manner as u64)
    }

    #[inline]
    pub(crate) fn manner(self) -> Manner {
        match self.0 & 3 {
            0 => Manner::Gathered,
            1 => Manner::Abreast,
            2 => Manner::Left,
            _ => Manner::Exchanging,
        }
    }

    #[inline]
    pub(crate) fn has_left(self) -> bool {
        self.manner() == Manner::Left
    }

    #[inline]
    pub(crate) fn phase(self) -> Phase {
        Phase(self.0 >> 14)
    }

    /// Whether the member has met as many constructs, as far as the stand tells.
    #[inline]
    pub(crate) fn has_met(self, constructs: u64) -> bool {
        self.0 >> 2 & (CONSTRUCTS - 1) == constructs % CONSTRUCTS
    }
}

/// One member's arrival word: written by that member only, watched by those who wait for it.
pub(crate) struct Arrival(AtomicU64);

impl Arrival {
    pub(crate) fn new() -> Self {
        // "Left in the phase before the first": no region has begun.
        Self(AtomicU64::new(Stand::new(Phase(0), Manner::Left, 0).0))
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

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_stand_keeps_its_parts() {
        for manner in [Manner::Gathered, Manner::Abreast, Manner::Left, Manner::Exchanging] {
            for constructs in [0, 1, CONSTRUCTS - 1, CONSTRUCTS + 5] {
                let stand = Stand::new(Phase((1 << 50) - 1), manner, constructs);
                assert_eq!((stand.manner(), stand.phase()), (manner, Phase((1 << 50) - 1)));
                assert!(stand.has_met(constructs) && !stand.has_met(constructs + 1));
            }
        }
    }
}
