//! Which loop of the program this is: what a policy remembers, it remembers for a site.

use std::panic::Location;

/// A loop of the program: where it stands, and the code of its body where that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    place: &'static Location<'static>,
    code: usize,
}

impl Site {
    /// The loop at `place`; `code` tells apart bodies that meet there, and may be 0.
    #[inline]
    pub(crate) fn new(place: &'static Location<'static>, code: usize) -> Self {
        Self { place, code }
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
