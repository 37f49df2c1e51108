//! Platforms without `fork`.

/// A number that is greater in a child of `fork` than in its parent: there are no such children here.
#[inline]
pub(crate) fn generation() -> u32 {
    1
}
