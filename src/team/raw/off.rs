//! There are no such callers.

/// Nothing, in an implicit task.
pub(crate) struct Raw;

/// Nothing, in a team.
pub(crate) struct RawCore;

impl Raw {
    #[inline]
    pub(crate) fn new() -> Self {
        Self
    }
}

impl RawCore {
    pub(crate) fn new(_capacity: usize) -> Self {
        Self
    }

    /// Nobody does.
    pub(crate) fn has_left(&self, _member: usize, _number: u64) -> bool {
        false
    }
}
