//! There are no such callers.

/// Nothing.
pub(crate) struct Raw;

impl Raw {
    #[inline]
    pub(crate) fn new() -> Self {
        Self
    }
}
