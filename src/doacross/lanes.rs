use crate::prim::{AtomicU64, AtomicUsize, CachePadded, Ordering};
use crate::sys::fence;

/// The fewest lanes of a ring, and how many there are for each member.
const RING: usize = if cfg!(loom) { 2 } else { 64 };
const RING_PER_MEMBER: usize = if cfg!(loom) { 1 } else { 4 };

/// What the members of a loop with dependences share: words that say how far its iterations have come.
///
/// A *lane* is a word on a line of its own. Iterations are numbered through, `0..total`, the last index fastest. A lane
/// at `base + k` says: of the iterations that this lane tells of, all below number `k` have posted. It only grows, from
/// loop to loop too: each begins at a `base` that no word of an earlier one has passed, so nothing is cleared.
pub(crate) struct Lanes {
    lanes: Box<[CachePadded<AtomicU64>]>,
    /// Where the numbers of this loop begin, and how many there are. Relaxed: for the one who opens the loop, and
    /// published with it.
    base: AtomicU64,
    total: AtomicU64,
    /// How many members may be asleep over a lane. Read at each post, hardly ever written.
    asleep: CachePadded<AtomicUsize>,
    beds: Box<[CachePadded<Bed>]>,
}

/// What one member that may be asleep waits for.
struct Bed {
    /// The number of the lane, from 1; 0: nothing.
    lane: AtomicUsize,
    word: AtomicU64,
}

impl Lanes {
    /// For teams of up to `members`.
    pub(crate) fn new(members: usize) -> Self {
        let ring = (members * RING_PER_MEMBER).next_power_of_two().max(RING);
        let bed = || CachePadded::new(Bed { lane: AtomicUsize::new(0), word: AtomicU64::new(0) });
        Self {
            lanes: (0..ring.max(members)).map(|_| CachePadded::new(AtomicU64::new(0))).collect(),
            base: AtomicU64::new(0),
            total: AtomicU64::new(0),
            asleep: CachePadded::new(AtomicUsize::new(0)),
            beds: (0..members).map(|_| bed()).collect(),
        }
    }

    /// Begins a loop of `total` iterations. Called by one thread, after every use of the loop before and before every
    /// use of this one: the slot that the lanes belong to orders it.
    pub(crate) fn open(&self, total: u64) {
        let used = self.base.load(Ordering::Relaxed).checked_add(self.total.load(Ordering::Relaxed));
        let base = used.filter(|base| base.checked_add(total).is_some()).unwrap_or_else(|| {
            for lane in &self.lanes {
                lane.store(0, Ordering::Relaxed);
            }
            0
        });
        self.base.store(base, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        // A member that was called off in its sleep has left its bed by itself.
        debug_assert_eq!(self.asleep.load(Ordering::Relaxed), 0);
    }

    #[inline]
    pub(super) fn base(&self) -> u64 {
        self.base.load(Ordering::Relaxed)
    }

    pub(super) fn len(&self) -> usize {
        self.lanes.len()
    }

    /// How far `lane` has come. Acquire: partner of the Release in [`post`](Lanes::post).
    #[inline]
    pub(super) fn look(&self, lane: usize) -> u64 {
        self.lanes[lane].load(Ordering::Acquire)
    }

    /// Says that `lane` has come to `word`. Answers whether somebody may be asleep over a lane: then the caller asks
    /// [`sleepers`](Lanes::sleepers) whom to wake.
    #[inline]
    pub(super) fn post(&self, lane: usize, word: u64) -> bool {
        self.lanes[lane].store(word, Ordering::Release);
        // Partner: the heavy fence of who lies down. Either it is seen here, or its last look sees the word.
        fence::light();
        self.asleep.load(Ordering::Relaxed) != 0
    }

    /// The members that wait for `lane` to come to `word` or less. After a [`post`](Lanes::post).
    pub(crate) fn sleepers(&self, lane: usize, word: u64) -> impl Iterator<Item = usize> {
        let waits = move |bed: &Bed| {
            bed.lane.load(Ordering::Relaxed) == lane + 1 && bed.word.load(Ordering::Relaxed) <= word
        };
        self.beds.iter().enumerate().filter(move |(_, bed)| waits(bed)).map(|(member, _)| member)
    }

    /// Notes that `member` is about to sleep until `lane` comes to `word`. Relaxed: a heavy fence follows, then a last
    /// look at the lane.
    pub(crate) fn lie_down(&self, member: usize, lane: usize, word: u64) {
        self.beds[member].word.store(word, Ordering::Relaxed);
        self.beds[member].lane.store(lane + 1, Ordering::Relaxed);
        self.asleep.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that `member` is up again.
    pub(crate) fn get_up(&self, member: usize) {
        self.beds[member].lane.store(0, Ordering::Relaxed);
        self.asleep.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn loops_follow_each_other_without_clearing() {
        let lanes = Lanes::new(2);
        lanes.open(10);
        assert_eq!(lanes.base(), 0);
        lanes.post(0, 10);
        lanes.open(u64::MAX - 20);
        assert_eq!((lanes.base(), lanes.look(0)), (10, 10));
        // The numbers would not fit behind these.
        lanes.open(20);
        assert_eq!((lanes.base(), lanes.look(0)), (0, 0));
        lanes.open(u64::MAX);
        assert_eq!(lanes.base(), 0);
    }

    #[test]
    fn only_who_waits_for_the_word_is_woken() {
        let lanes = Lanes::new(4);
        lanes.open(100);
        assert!(!lanes.post(3, 1));
        lanes.lie_down(0, 3, 5);
        lanes.lie_down(2, 3, 9);
        lanes.lie_down(1, 4, 5);
        assert!(lanes.post(3, 5));
        assert_eq!(lanes.sleepers(3, 5).collect::<Vec<_>>(), [0]);
        assert_eq!(lanes.sleepers(3, 9).collect::<Vec<_>>(), [0, 2]);
        (0..3).for_each(|member| lanes.get_up(member));
        assert!(!lanes.post(3, 9));
        assert_eq!(lanes.sleepers(3, 9).count(), 0);
    }
}
