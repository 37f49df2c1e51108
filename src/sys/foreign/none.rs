//! No other pool is known.

/// Whether the calling thread is one of several of a pool, which have the processors among them.
#[inline]
pub(crate) fn is_one_of_several() -> bool {
    false
}
