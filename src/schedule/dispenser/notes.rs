//! What members of an adaptive loop tell each other about themselves: estimates, by which chunks get longer or shorter.
//!
//! A note that lies on a line of its own costs each reader a transfer of that line for each chunk. Who takes a chunk has the
//! cursor's line anyway, so that is where small teams write; larger ones would fill it, and have a line for each member.

use super::course::Course;
use crate::prim::{AtomicU64, Ordering, Ordering::Relaxed};

/// The rest of the cursor's line.
///
/// `bold` has a meaning for each word, other kinds a word for each member. Laid down anew by who begins the loop.
pub(super) struct Notes([AtomicU64; SMALL]);

/// Members of the largest team whose notes are on the cursor's line.
const SMALL: usize = 6;

/// `bold`'s words, which all members write.
pub(super) struct Common<'n> {
    /// Iterations that have been finished.
    pub(super) finished: &'n AtomicU64,
    /// What N has been lowered by, in 2^-16 iterations.
    pub(super) lowered: &'n AtomicU64,
    /// The speed of all members, in 2^-32 iterations a nanosecond.
    pub(super) speed: &'n AtomicU64,
    /// When a member asked last.
    pub(super) asked: &'n AtomicU64,
    /// Members whose first chunk has not ended, so that nobody knows their speed.
    pub(super) unknown: &'n AtomicU64,
}

impl Notes {
    pub(super) fn new() -> Self {
        Notes(std::array::from_fn(|_| AtomicU64::new(0)))
    }

    pub(super) fn begin_bold(&self, members: usize) {
        let Common { finished, lowered, speed, asked, unknown } = self.bold();
        for word in [finished, lowered, speed, asked] {
            word.store(0, Relaxed);
        }
        unknown.store(members as u64, Relaxed);
    }

    pub(super) fn begin_tallies(&self, members: usize) {
        self.0.iter().take(members).for_each(|word| word.store(0, Relaxed));
    }

    #[inline]
    pub(super) fn bold(&self) -> Common<'_> {
        let [finished, lowered, speed, asked, unknown, _] = &self.0;
        Common { finished, lowered, speed, asked, unknown }
    }
}

/// What one member has found out about itself: two numbers whose meaning the policy has, the first above 0.
pub(super) type Told = (f64, f64);

/// Where the members of one loop note it.
#[derive(Clone, Copy)]
pub(super) enum Board<'n> {
    /// A word for each member, of this loop alone.
    Small(&'n [AtomicU64]),
    /// By the loop's tag.
    Large(&'n Course, u64),
}

impl<'n> Board<'n> {
    #[inline]
    pub(super) fn new(notes: &'n Notes, course: &'n Course, members: usize, tag: u64) -> Self {
        match notes.0.get(..members) {
            Some(words) => Board::Small(words),
            None => Board::Large(course, tag),
        }
    }

    /// For the member itself.
    #[inline]
    pub(super) fn tell(self, member: usize, (a, b): Told) {
        match self {
            Board::Small(words) => {
                let word = u64::from((a as f32).to_bits()) << 32 | u64::from((b as f32).to_bits());
                words[member].store(word, Relaxed);
            }
            Board::Large(course, tag) => course.tallies[member].write(tag, (a, b)),
        }
    }

    /// What a member has told in this loop.
    #[inline]
    pub(super) fn told(self, member: usize) -> Option<Told> {
        match self {
            Board::Small(words) => {
                let word = words[member].load(Relaxed);
                let half = |bits: u64| f64::from(f32::from_bits(bits as u32));
                (word != 0).then(|| (half(word >> 32), half(word)))
            }
            Board::Large(course, tag) => course.tallies[member].read(tag),
        }
    }
}

/// What one member lets the others know.
pub(in crate::schedule) struct Tally {
    /// The loop it is about, by its number and 1: others are old.
    tag: AtomicU64,
    /// Two numbers with fractions, whose meaning the policy has.
    words: [AtomicU64; 2],
}

impl Tally {
    pub(in crate::schedule) fn new() -> Self {
        let word = || AtomicU64::new(0);
        Tally { tag: word(), words: [word(), word()] }
    }

    /// For its own member.
    pub(in crate::schedule) fn write(&self, tag: u64, words: (f64, f64)) {
        // Who has seen one number of this loop may see the other's last but one: both are estimates.
        self.words[0].store(words.0.to_bits(), Relaxed);
        self.words[1].store(words.1.to_bits(), Relaxed);
        // Release: partner of the Acquire in `read`, so that numbers of an older loop are not taken for this one's.
        self.tag.store(tag.wrapping_add(1), Ordering::Release);
    }

    /// What the member has written in this loop.
    pub(in crate::schedule) fn read(&self, tag: u64) -> Option<(f64, f64)> {
        (self.tag.load(Ordering::Acquire) == tag.wrapping_add(1)).then(|| {
            let [a, b] = &self.words;
            (f64::from_bits(a.load(Relaxed)), f64::from_bits(b.load(Relaxed)))
        })
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    /// What members tell is read, in small teams and large ones, and not in the next loop.
    #[test]
    fn what_is_told_is_of_one_loop() {
        let (notes, course) = (Notes::new(), Course::new(9));
        for members in [1, 2, SMALL, SMALL + 1, 9] {
            for tag in 0..3 {
                notes.begin_tallies(members);
                let board = Board::new(&notes, &course, members, 10 * members as u64 + tag);
                for member in 0..members {
                    assert_eq!(board.told(member), None);
                    board.tell(member, (1.5 + member as f64, 0.25));
                    assert_eq!(board.told(member), Some((1.5 + member as f64, 0.25)));
                }
            }
        }
    }

    #[test]
    fn notes_lie_beside_the_cursor() {
        assert!(size_of::<Notes>() + 2 * size_of::<AtomicU64>() <= 64);
    }
}
