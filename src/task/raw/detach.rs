use std::ptr;

use crate::taskpool::links::Links;
use crate::team::dependence::fulfill_event;

/// An event as a word: where the links of its task are and, where addresses leave room, the number of the task's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handle(usize);

/// Addresses of the user's half of memory have 47 bits.
const SHIFT: u32 = 48;
/// How much of a life's number there is room for.
const LIVES: u64 = if usize::BITS == 64 { 0xFFFF } else { 0 };

impl Handle {
    pub(super) fn new(links: &'static Links, life: u64) -> Self {
        let number = ((life & LIVES) << (SHIFT % u64::BITS)) as usize;
        Self(ptr::from_ref(links).expose_provenance() | number)
    }

    pub(crate) fn word(self) -> usize {
        self.0
    }

    /// # Safety
    /// The word of a handle.
    pub(crate) unsafe fn of_word(word: usize) -> Self {
        Self(word)
    }
}

/// The event of a detached task is fulfilled, on whatever thread. Nothing if that was so already, or if the task has been
/// cancelled.
pub(crate) fn fulfill(Handle(word): Handle) {
    let number = (word as u64 >> SHIFT) & LIVES;
    let address = if LIVES == 0 { word } else { word & ((1 << SHIFT) - 1) };
    // SAFETY: made from a reference by `new`; links are never freed.
    let links: &'static Links = unsafe { &*ptr::with_exposed_provenance(address) };
    fulfill_event(links, number, LIVES);
}
