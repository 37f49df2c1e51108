//! How many chunks of a share to claim at once.
//!
//! A claim is a locked instruction, several times dearer than a tiny body. So a member that finds its chunks
//! tiny claims some ahead, and hands them out one by one. What it holds ahead nobody can take from it; two
//! bounds see to it that nobody misses it:
//!
//! * *time*: batches grow only while one takes less than half of [`BRIEF`] (about half a microsecond), and if
//!   one takes longer than `BRIEF`, chunks are claimed singly for a while;
//! * *taper*: a batch is at most `left / (2 × members)` of what its share has left: while a member holds
//!   chunks, the others have more to do than it.
//!
//! [`MOST`] limits the damage where costs jump within a batch: 7 chunks wait that another could have started, or 31 where a
//! claim is a contended one ([`MOST_OF_CURSOR`]).

use crate::prim::ticks::{BRIEF, Tick};

/// The largest batch from a member's own line. Measured: see the room's README.
const MOST: u64 = 8;

/// The largest batch from the team's cursor, whose line the members take from each other at nearly every claim.
const MOST_OF_CURSOR: u64 = 32;

/// How many claims follow one that looked at the clock (which costs as much as two claims) until the next look,
/// when batches have grown as far as they will.
const STEADY: u32 = 3;

/// The same, when a batch was not brief and chunks are claimed singly.
const SINGLE: u32 = 15;

/// One member's pace in one loop.
pub(super) struct Pace {
    /// `left >> taper` is at most `left / (2 × members)`.
    taper: u32,
    /// The largest batch.
    most: u64,
    batch: u64,
    /// Claims to make before the next look at the clock.
    rest: u32,
    /// The last look, if what came after is to be timed.
    since: Option<Tick>,
    /// Claims from one look to the next.
    timed: u32,
}

impl Pace {
    /// One that looks at no clock and always claims singly.
    pub(super) fn single() -> Self {
        Pace { taper: u64::BITS, most: 1, batch: 1, rest: 0, since: None, timed: 1 }
    }

    #[inline]
    pub(super) fn new(members: usize) -> Self {
        // 2^taper is the smallest power of two that is at least `2 × members`.
        let taper = usize::BITS - (members.max(1) - 1).leading_zeros() + 1;
        Pace { taper, most: MOST, batch: 1, rest: 0, since: None, timed: 1 }
    }

    /// The same for claims from the team's cursor.
    #[inline]
    pub(super) fn of_cursor(members: usize) -> Self {
        Pace { most: MOST_OF_CURSOR, ..Self::new(members) }
    }

    /// How many chunks to claim from a share that has about `left`. Called before every claim.
    #[inline]
    pub(super) fn want(&mut self, left: u64) -> u64 {
        let most = left.checked_shr(self.taper).unwrap_or(0);
        if most <= 1 {
            // The end is near: the clock would cost more than it can save.
            self.since = None;
            self.rest = 0;
            return 1;
        }
        if self.rest == 0 {
            self.look(Tick::now());
        } else {
            self.rest -= 1;
        }
        self.batch.min(most)
    }

    /// Chooses the batch by how long the ones since the last look took.
    fn look(&mut self, now: Tick) {
        let took = self.since.map(|since| now.since(since) / u64::from(self.timed));
        (self.batch, self.rest) = match took {
            None => (1, 0),
            Some(took) if took < BRIEF / 2 && self.batch < self.most => (self.batch * 2, 0),
            Some(took) if took < BRIEF => (self.batch, STEADY),
            Some(_) => (1, SINGLE),
        };
        self.timed = self.rest + 1;
        self.since = (self.rest < SINGLE).then_some(now);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// The sizes of `n` batches when a chunk takes `chunk`.
    fn batches(pace: &mut Pace, n: usize, left: u64, chunk: Duration) -> Vec<u64> {
        let batch = |_| {
            let want = pace.want(left);
            let end = Instant::now() + chunk * want as u32;
            while Instant::now() < end {}
            want
        };
        (0..n).map(batch).collect()
    }

    #[test]
    fn tiny_chunks_are_claimed_in_growing_batches() {
        let sizes = batches(&mut Pace::new(2), 1000, 1 << 40, Duration::ZERO);
        assert_eq!(sizes[0], 1);
        assert!(sizes.contains(&MOST) && sizes.iter().all(|size| (1..=MOST).contains(size)));
    }

    #[test]
    fn long_chunks_are_claimed_singly() {
        let mut pace = Pace::new(2);
        assert_eq!(batches(&mut pace, 100, 1 << 40, Duration::from_micros(5)), [1; 100]);
        // Long after tiny: at most the claims until the next look are made at the old size.
        batches(&mut pace, 100, 1 << 40, Duration::ZERO);
        let sizes = batches(&mut pace, 100, 1 << 40, Duration::from_micros(5));
        assert_eq!(sizes[STEADY as usize + 2..], [1; 100][STEADY as usize + 2..]);
    }

    #[test]
    fn a_single_pace_never_grows() {
        assert_eq!(batches(&mut Pace::single(), 1000, u64::MAX, Duration::ZERO), [1; 1000]);
    }

    #[test]
    fn batches_taper_off() {
        for members in [1, 2, 3, 4, 64, 100, 128, usize::MAX] {
            let mut pace = Pace::new(members);
            for left in [1 << 40, 1 << 12, 5000, 999, 100, 64, 33, 32, 31, 17, 16, 15, 8, 4, 2, 1, 0] {
                for size in batches(&mut pace, 30, left, Duration::ZERO) {
                    let bound = u128::from(left) / (2 * members as u128);
                    assert!(size == 1 || u128::from(size) <= bound, "{size} of {left}, {members} members");
                }
            }
        }
    }
}
