use std::cell::Cell;
use std::ptr;

/// How deep a member's open joins can nest and still be offered to others: halves beyond run at once.
pub(crate) const DEPTH: usize = 1024;

/// The open joins of one member, outermost first: pointers to their frames on the member's stack.
///
/// A join costs a store here; only the outermost of them are offered to others (see [`Offers`](super::seat::Offers)).
pub(crate) struct Frames<T> {
    len: Cell<usize>,
    slots: [Cell<*const T>; DEPTH],
}

impl<T> Frames<T> {
    pub(crate) fn new() -> Self {
        Self { len: Cell::new(0), slots: [const { Cell::new(ptr::null()) }; DEPTH] }
    }

    /// How many joins are open.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len.get()
    }

    /// Notes a join. There are fewer than [`DEPTH`].
    #[inline]
    pub(crate) fn push(&self, frame: *const T) {
        let place = self.len.get();
        self.slots[place].set(frame);
        self.len.set(place + 1);
    }

    /// Forgets the join at `place` and what lies above it.
    #[inline]
    pub(crate) fn truncate(&self, place: usize) {
        self.len.set(place);
    }

    #[inline]
    pub(crate) fn get(&self, place: usize) -> *const T {
        self.slots[place].get()
    }
}
