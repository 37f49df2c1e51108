//! Which loop of the program this is: what a policy remembers, it remembers for a site.

use super::memory::{Loan, Place};
use std::panic::Location;

/// A loop of the program: where it stands, and the code of its body where that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    place: &'static Location<'static>,
    code: usize,
    /// Where what is remembered of it is kept, if not where its key says.
    memory: Option<Place>,
}

impl Site {
    /// The loop at `place`; `code` tells apart bodies that meet there, and may be 0.
    #[inline]
    pub(crate) fn new(place: &'static Location<'static>, code: usize) -> Self {
        Self { place, code, memory: None }
    }

    /// The same with a memory that no other loop has. To be used as long as the loan is held.
    pub(crate) fn remembered_in(self, loan: &Loan) -> Self {
        Self { memory: Some(loan.place()), ..self }
    }

    /// Where is kept what is remembered of the site and of what else tells its loops apart.
    pub(super) fn recall(self, more: u64) -> Option<Place> {
        self.memory.or_else(|| Place::of(self.key(more)))
    }

    /// Where the loop stands.
    #[inline]
    pub(crate) fn place(self) -> &'static Location<'static> {
        self.place
    }

    /// A number for the site and what else tells its loops apart. Never 0; two sites may share one.
    #[inline]
    pub(crate) fn key(self, more: u64) -> u64 {
        let place = std::ptr::from_ref(self.place) as u64;
        // Fibonacci hashing, twice: the high bits depend on all bits of both words.
        let code = (self.code as u64 ^ more.rotate_left(40)).wrapping_mul(GOLDEN);
        (place ^ code ^ code >> 29).wrapping_mul(GOLDEN) | 1
    }
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
