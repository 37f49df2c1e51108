//! Memory that is kept between reductions, so that a steady program allocates nothing.

use super::partials::{Group, Partials};
use std::cell::Cell;
use std::mem::MaybeUninit;

/// A buffer that grows to the largest table of partials it has lent, and is lent to one table at a time.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    bytes: Vec<MaybeUninit<u8>>,
}

impl Scratch {
    /// An empty buffer; allocates nothing.
    pub(crate) const fn new() -> Self {
        Scratch { bytes: Vec::new() }
    }

    /// A table of `n` empty slots. Allocates only if no earlier table was as large.
    ///
    /// # Panics
    ///
    /// If the table would not fit into the address space.
    pub(crate) fn slots<T>(&mut self, n: usize) -> Partials<'_, T> {
        let groups = n.div_ceil(Group::<T>::SLOTS);
        // Bytes are aligned to nothing: leave room to start at an aligned one.
        let room = size_of::<Group<T>>()
            .checked_mul(groups)
            .and_then(|bytes| bytes.checked_add(align_of::<Group<T>>() - 1))
            .expect("a table of partials larger than memory");
        if self.bytes.len() < room {
            // Nothing in the buffer is worth copying to a larger one.
            self.bytes = Vec::new();
            self.bytes.resize_with(room, MaybeUninit::uninit);
        }
        Partials::within(&mut self.bytes, n)
    }
}

thread_local! {
    static SPARE: Cell<Scratch> = const { Cell::new(Scratch::new()) };
}

/// Calls `f` with a buffer that is kept for the calling thread's next reduction. A reduction inside another gets one of
/// its own, as does one in a thread's last destructors.
pub(crate) fn with_scratch<R>(f: impl FnOnce(&mut Scratch) -> R) -> R {
    let mut scratch = SPARE.try_with(Cell::take).unwrap_or_default();
    let result = f(&mut scratch);
    // A thread that is past its destructors keeps nothing.
    let _kept = SPARE.try_with(|spare| spare.set(scratch));
    result
}
