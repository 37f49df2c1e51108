use super::generation;
use crate::prim::process::{AtomicU64, Ordering};

/// A count of what does not survive a `fork`, such as threads: zero in every new process.
///
/// | bits | meaning |
/// |---|---|
/// | 0..32 | the count |
/// | 32..64 | the generation of the process that counted |
///
/// Every access is relaxed: a count orders nothing.
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    #[inline]
    pub(crate) fn get(&self) -> usize {
        current(self.0.load(Ordering::Relaxed))
    }

    /// Replaces the count by `next` of it, if that is something; answers whether it was.
    pub(crate) fn update(&self, mut next: impl FnMut(usize) -> Option<usize>) -> bool {
        let next = |word| next(current(word)).map(|count| u64::from(generation()) << 32 | count as u64);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok()
    }

    pub(crate) fn add(&self, n: usize) {
        self.update(|count| Some(count + n));
    }

    /// Takes off what has been added, or nothing if that was in the parent process.
    pub(crate) fn subtract(&self, n: usize) {
        self.update(|count| Some(count.saturating_sub(n)));
    }
}

/// The count in `word` as far as it is about this process.
fn current(word: u64) -> usize {
    if word >> 32 == u64::from(generation()) { word as u32 as usize } else { 0 }
}
