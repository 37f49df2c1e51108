//! Variables that the chunks of one member hand on to each other.

use std::cell::Cell;

/// A variable between chunks.
pub struct Slot<T>(Cell<Option<T>>);

impl<T> Slot<T> {
    /// Before the first chunk.
    #[inline]
    pub fn new(value: T) -> Self {
        Self(Cell::new(Some(value)))
    }

    /// For the next chunk, or after the last. A chunk that takes it puts it back, unless it unwinds, and then so do all.
    #[inline]
    #[track_caller]
    pub fn take(&self) -> T {
        match self.0.take() {
            Some(value) => value,
            None => unreachable!("chunks of one member do not overlap"),
        }
    }

    /// After a chunk.
    #[inline]
    pub fn put(&self, value: T) {
        self.0.set(Some(value));
    }
}

impl<T> std::fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Slot")
    }
}
