//! What is remembered of loops from run to run: a fixed table, found by a site's key, without locks.
//!
//! Everything in it is a hint. Two loops that run at the same time may write one record at the same time, and a site may
//! lose its record to another: then somebody decides on half a memory, and learns again. So all accesses are relaxed, and
//! whoever reads makes sense of any bits.

use crate::prim::process::{AtomicU64, Ordering::Relaxed};
use parking_lot::{Condvar, Mutex};

/// Words in a record: enough for a weight and a time of 128 members, or for a profile in 64 parts.
pub(super) const WORDS: usize = 264;

const RECORDS: usize = 256;

/// Records beyond these, which no key finds: lent to whoever wants one that nobody else writes.
const LENT: usize = 32;

/// How many places a key may have.
const PLACES: usize = 4;

/// One site's memory.
pub(super) struct Record {
    /// Whose it is; 0: nobody's.
    key: AtomicU64,
    words: [AtomicU64; WORDS],
}

/// Half a megabyte of address space, of which the system gives memory only for what has been written.
static TABLE: [Record; RECORDS + LENT] =
    [const { Record { key: AtomicU64::new(0), words: [const { AtomicU64::new(0) }; WORDS] } };
        RECORDS + LENT];

/// Where the record of a site is kept: small enough for a word beside other things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(u64);

impl Place {
    /// The place of `key`, which is not 0. A site without one gets one, empty.
    pub(super) fn of(key: u64) -> Option<Place> {
        if cfg!(loom) {
            // A model starts with no memory, always.
            return None;
        }
        let places = |n: usize| ((key >> 32) as usize % RECORDS) ^ n;
        for n in 0..PLACES {
            let record = &TABLE[places(n)];
            let owner = record.key.load(Relaxed);
            if owner == key {
                return Some(Place(places(n) as u64));
            }
            if owner == 0 && record.key.compare_exchange(0, key, Relaxed, Relaxed).is_ok() {
                return Some(Place(places(n) as u64));
            }
        }
        // Whose turn it is to be forgotten, the key says.
        let n = places((key >> 8) as usize % PLACES);
        let record = &TABLE[n];
        record.key.store(key, Relaxed);
        for word in &record.words {
            word.store(0, Relaxed);
        }
        Some(Place(n as u64))
    }

    /// As a word that is not 0.
    pub(super) fn to_word(self) -> u64 {
        self.0 + 1
    }

    pub(super) fn from_word(word: u64) -> Option<Place> {
        word.checked_sub(1).filter(|&n| n < (RECORDS + LENT) as u64).map(Place)
    }

    pub(super) fn words(self) -> &'static [AtomicU64; WORDS] {
        &TABLE[self.0 as usize].words
    }
}

/// A record that is empty and its holder's alone, until this is dropped.
pub(crate) struct Loan(Place);

/// A bit for each record that is lent.
static LOANS: Mutex<u32> = Mutex::new(0);
static RETURNED: Condvar = Condvar::new();

impl Loan {
    /// Waits for a record if all are lent.
    pub(crate) fn take() -> Loan {
        let mut lent = LOANS.lock();
        while *lent == u32::MAX {
            RETURNED.wait(&mut lent);
        }
        let free = lent.trailing_ones();
        *lent |= 1 << free;
        drop(lent);
        let place = Place(RECORDS as u64 + u64::from(free));
        // Whoever had it before has returned it under the lock.
        place.words().iter().for_each(|word| word.store(0, Relaxed));
        Loan(place)
    }

    pub(super) fn place(&self) -> Place {
        self.0
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        *LOANS.lock() &= !(1 << (self.0.0 - RECORDS as u64));
        RETURNED.notify_one();
    }
}

/// A word that holds a number with a fraction.
pub(super) fn load(word: &AtomicU64) -> f64 {
    f64::from_bits(word.load(Relaxed))
}

pub(super) fn store(word: &AtomicU64, value: f64) {
    word.store(value.to_bits(), Relaxed);
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_site_finds_its_record_again() {
        let place = Place::of(0xABCD_0000_1111).unwrap();
        place.words()[3].store(7, Relaxed);
        assert_eq!(Place::of(0xABCD_0000_1111), Some(place));
        assert_eq!(Place::from_word(place.to_word()), Some(place));
        assert_eq!(Place::from_word(0), None);
        assert_eq!(Place::from_word(u64::MAX), None);
    }

    #[test]
    fn loans_are_empty_and_for_one() {
        let loans: Vec<Loan> = (0..4).map(|_| Loan::take()).collect();
        for (n, loan) in loans.iter().enumerate() {
            assert!(loan.place().words().iter().all(|word| word.load(Relaxed) == 0));
            loan.place().words()[5].store(n as u64 + 1, Relaxed);
            assert_eq!(Place::from_word(loan.place().to_word()), Some(loan.place()));
        }
        assert!(
            loans.iter().enumerate().all(|(n, loan)| loan.place().words()[5].load(Relaxed) == n as u64 + 1)
        );
        // More than there are, by threads that give them back.
        std::thread::scope(|scope| {
            for _ in 0..3 * LENT {
                scope.spawn(|| assert_eq!(Loan::take().place().words()[5].load(Relaxed), 0));
            }
        });
    }

    #[test]
    fn the_table_is_bounded_and_new_sites_start_empty() {
        for n in 1..5000_u64 {
            let key = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let words = Place::of(key).unwrap().words();
            assert!(words[9].load(Relaxed) == 0, "of another site");
            words[9].store(n, Relaxed);
        }
    }
}
