//! The cursor of one member's share: a tag and a position in one word.

use crate::prim::{AtomicU64, Ordering::Relaxed};
use std::ops::Range;

const POSITION_BITS: u32 = 48;
const POSITION_MASK: u64 = (1 << POSITION_BITS) - 1;

/// How many loops can follow each other before a tag comes again.
const TAGS: u64 = (1 << (u64::BITS - POSITION_BITS)) - 1;

/// Which loop a cursor counts for: a number in `1..=TAGS`, in the high bits of the word. 0 is no loop's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) struct Tag(u64);

impl Tag {
    /// The tag of loop number `serial`.
    #[inline]
    pub(in crate::schedule) fn new(serial: u64) -> Tag {
        Tag((serial % TAGS + 1) << POSITION_BITS)
    }

    /// Tags are distinct within an epoch; between epochs every cursor must be [`cleared`](Share::clear).
    #[inline]
    pub(in crate::schedule) fn epoch(serial: u64) -> u64 {
        serial / TAGS
    }
}

/// How far a share has been taken.
///
/// | word | means |
/// |---|---|
/// | `tag of another loop, anything` | nobody has touched the share in this loop: position 0 |
/// | `tag of this loop, position` | chunks `0..position` of the share are taken |
///
/// A position passes the end of its share by what the last claims asked too much, at most one claim for every
/// member; it stays far below the tag (see `Plan::uniform`).
pub(in crate::schedule) struct Share {
    word: AtomicU64,
}

impl Share {
    pub(in crate::schedule) fn new() -> Self {
        Share { word: AtomicU64::new(0) }
    }

    /// Forgets all loops. The caller has exclusive use, and publishes.
    pub(in crate::schedule) fn clear(&self) {
        self.word.store(0, Relaxed);
    }

    /// Takes up to `want` of the share's `count` chunks, if it has any left; both at least 1. `want` is told about how
    /// many are left.
    ///
    /// All accesses are relaxed: a claim hands over a number and no memory. What the iterations read and write
    /// is ordered by the loop's fork and its closing barrier. Exactly once needs only that read-modify-writes of
    /// one word form a sequence; and a relaxed *load* may be old, but an old position of this loop is a lower
    /// bound, and an old tag fails in the exchange.
    #[inline]
    pub(in crate::schedule) fn claim(
        &self,
        tag: Tag,
        count: u64,
        want: impl FnOnce(u64) -> u64,
    ) -> Option<Range<u64>> {
        let mut word = self.word.load(Relaxed);
        let is_old = |word: u64| word & !POSITION_MASK != tag.0;
        let left = if is_old(word) { count } else { count.saturating_sub(word & POSITION_MASK) };
        if left == 0 {
            // Looking first keeps an exhausted share's line shared between all who pass by.
            return None;
        }
        let want = want(left);
        while is_old(word) {
            let taken = want.min(count);
            match self.word.compare_exchange_weak(word, tag.0 | taken, Relaxed, Relaxed) {
                Ok(_) => return Some(0..taken),
                Err(now) => word = now,
            }
        }
        if word & POSITION_MASK >= count { None } else { self.claim_more(count, want) }
    }

    /// [`claim`](Self::claim) by a member that has already claimed from this share in this loop.
    ///
    /// The tag cannot have changed since: it only changes in the next loop, which starts after this member
    /// has left this one.
    #[inline]
    pub(in crate::schedule) fn claim_more(&self, count: u64, want: u64) -> Option<Range<u64>> {
        let position = self.word.fetch_add(want, Relaxed) & POSITION_MASK;
        if position < count { Some(position..count.min(position + want)) } else { None }
    }
}
