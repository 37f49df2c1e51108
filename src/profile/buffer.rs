//! What one thread records: words in memory that was there before the recording began.

use crate::prim::plain::AtomicU64;
use std::sync::atomic::Ordering;

/// Written by one thread, read by another that ends the recording.
pub(super) struct Buffer {
    words: Box<[AtomicU64]>,
    /// How many words are written.
    len: AtomicU64,
    /// How many records found no room. Once there was one none is kept any more, so what is kept has no gaps.
    dropped: AtomicU64,
}

impl Buffer {
    /// Room for `words`, each of them written once, so that the loop pays for no page.
    pub(super) fn new(words: usize) -> Self {
        Self {
            words: (0..words).map(|_| AtomicU64::new(0)).collect(),
            len: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        }
    }

    /// Appends a record, or counts it if there is no room. For the thread that the buffer belongs to.
    #[inline]
    pub(super) fn put<const N: usize>(&self, record: [u64; N]) {
        let len = self.len.load(Ordering::Relaxed) as usize;
        let room = self.words.get(len..len + N);
        let Some(room) = room.filter(|_| self.dropped.load(Ordering::Relaxed) == 0) else {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        };
        for (word, value) in room.iter().zip(record) {
            word.store(value, Ordering::Relaxed);
        }
        // Release: partner of the Acquire in `written`.
        self.len.store((len + N) as u64, Ordering::Release);
    }

    /// What has been written up to now, and how many records were dropped. A record that is being written at this moment is
    /// not among it.
    pub(super) fn written(&self) -> (Vec<u64>, u64) {
        let len = self.len.load(Ordering::Acquire) as usize;
        let words = self.words[..len].iter().map(|word| word.load(Ordering::Relaxed)).collect();
        (words, self.dropped.load(Ordering::Relaxed))
    }
}
