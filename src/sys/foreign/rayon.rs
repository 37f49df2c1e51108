//! Rayon's pools.

/// Whether the calling thread is one of several of a pool, which have the processors among them.
#[inline]
pub(crate) fn is_one_of_several() -> bool {
    rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1
}
