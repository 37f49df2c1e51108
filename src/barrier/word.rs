/// What a release line announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A region: every member below `size` must run the job.
    Region = 0,
    /// A combined loop: a member below `size` may claim a share of the job.
    Loop = 1,
    /// The end of a barrier inside the region that is running.
    Barrier = 2,
    /// The threads of this team shall end.
    Shutdown = 3,
}

/// The word of a release line: phase, kind and team size in 64 bits, so that a member that takes no part
/// can tell so from one load, whatever is being written beside it.
///
/// | bits | meaning |
/// |---|---|
/// | 0..2 | [`Kind`] |
/// | 2..14 | team size |
/// | 14..64 | phase: counts the publications of the team; at ten million a second it lasts three years, and wraps |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) u64);

/// The largest team a [`Word`] can announce.
pub(crate) const MAX_MEMBERS: usize = (1 << 12) - 1;

/// Phases are counted modulo this.
const PHASES: u64 = 1 << 50;

impl Word {
    #[inline]
    pub(crate) fn new(phase: Phase, kind: Kind, size: usize) -> Self {
        debug_assert!(size <= MAX_MEMBERS);
        Self(phase.0 << 14 | (size as u64) << 2 | kind as u64)
    }

    #[inline]
    pub(crate) fn phase(self) -> Phase {
        Phase(self.0 >> 14)
    }

    #[inline]
    pub(crate) fn size(self) -> usize {
        (self.0 >> 2) as usize & MAX_MEMBERS
    }

    #[inline]
    pub(crate) fn kind(self) -> Kind {
        match self.0 & 3 {
            0 => Kind::Region,
            1 => Kind::Loop,
            2 => Kind::Barrier,
            _ => Kind::Shutdown,
        }
    }
}

/// A count of publications, modulo 2^50.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phase(pub(crate) u64);

impl Phase {
    #[inline]
    pub(crate) fn next(self) -> Self {
        Self((self.0 + 1) % PHASES)
    }

    /// Whether `self` is `earlier` or comes after it (by less than half of all phases).
    #[inline]
    pub(crate) fn reached(self, earlier: Phase) -> bool {
        self.0.wrapping_sub(earlier.0) % PHASES < PHASES / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_parts() {
        for kind in [Kind::Region, Kind::Loop, Kind::Barrier, Kind::Shutdown] {
            for size in [0, 1, 2, MAX_MEMBERS] {
                for phase in [0, 1, PHASES - 1] {
                    let word = Word::new(Phase(phase), kind, size);
                    assert_eq!((word.phase(), word.kind(), word.size()), (Phase(phase), kind, size));
                }
            }
        }
    }

    #[test]
    fn phases_wrap() {
        let last = Phase(PHASES - 1);
        assert_eq!(last.next(), Phase(0));
        assert!(last.next().reached(last));
        assert!(!last.reached(last.next()));
        assert!(last.reached(last));
    }
}
