//! The claim on shared data: many members of one construct, or of constructs that deal alike, and nobody else.
//!
//! # Protocol
//! `state` is `EMPTY`, `SETTING`, or the number of members inside.
//! ```text
//!   EMPTY ──first member: CAS──▶ SETTING ──writes the key──▶ 1
//!   n ──another member: CAS──▶ n+1 ──compares the key──▶ stays, or leaves and panics
//!   n ──a member leaves──▶ n−1          (1 becomes EMPTY)
//! ```
//! The key is written in `SETTING` only, so it stands still for whoever is counted. The comparison is of the whole key:
//! a hash could let two different constructs in together.
//!
//! `SETTING` lasts for eight stores. Members that meet it spin, then yield; there is no system call and no allocation
//! for teams of up to 64.
//!
//! **One at a time per member.** With equal keys a member could come in twice, by a loop nested in the body of
//! another or by one `SharedMut` standing twice in a tuple, and would be lent the same element twice. So each member
//! that is inside has a bit.
//!
//! # Orderings
//! Leaving is a `Release` on `state`; entering is an `Acquire` of it, through the chain of read-modify-writes in
//! between, or through the `Release` store that ends `SETTING`, whose writer has acquired all before it. So whoever
//! enters sees the data as those who left before left it, and the bit of a member of an earlier region cleared. The key
//! is published by that same store.

use std::panic::Location;
use std::{fmt, ptr};

use parking_lot::Mutex;

use super::Ticket;
use crate::prim::{AtomicPtr, AtomicU32, AtomicU64, Ordering, spin_loop, yield_now};

/// Which member runs which iteration, and which elements an iteration stands for. Equal keys: each member has the same
/// elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    region: u64,
    /// The construct, or, if the schedule is static, the chunk length.
    mapping: Mapping,
    members: u32,
    len: u64,
    /// Elements per iteration.
    shape: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mapping {
    /// Dealt out as the members come, each iteration once per construct.
    Construct(u64),
    /// Dealt out by arithmetic, the same in every construct of this chunk length.
    Static(u64),
}

impl Key {
    pub(super) fn of(ticket: &Ticket, shape: u64) -> Self {
        let mapping = match ticket.static_chunk {
            Some(chunk) => Mapping::Static(chunk),
            None => Mapping::Construct(ticket.construct),
        };
        Key { region: ticket.region, mapping, members: ticket.members, len: ticket.len, shape }
    }

    fn words(&self) -> [u64; WORDS] {
        let (kind, mapping) = match self.mapping {
            Mapping::Construct(id) => (0, id),
            Mapping::Static(chunk) => (1, chunk),
        };
        [self.region, kind, mapping, u64::from(self.members), self.len, self.shape]
    }
}

/// Where a construct stands in the user's code.
type Place = &'static Location<'static>;

const WORDS: usize = 6;

const EMPTY: u32 = 0;
const SETTING: u32 = u32::MAX;

/// How often a member looks at `SETTING` before it lets others run.
const SPINS: u32 = 100;

#[derive(Debug)]
pub(super) struct Gate {
    state: AtomicU32,
    key: [AtomicU64; WORDS],
    /// Where the construct that set the key stands.
    place: AtomicPtr<Location<'static>>,
    /// The members inside, below 64.
    near: AtomicU64,
    /// The members inside, from 64 on.
    far: Mutex<Vec<u64>>,
}

impl Gate {
    pub(super) fn new() -> Self {
        Gate {
            state: AtomicU32::new(EMPTY),
            key: std::array::from_fn(|_| AtomicU64::new(0)),
            place: AtomicPtr::new(ptr::null_mut()),
            near: AtomicU64::new(0),
            far: Mutex::new(Vec::new()),
        }
    }

    /// Lets `member` in, to be matched by one [`leave`](Self::leave); or refuses, if somebody is inside with another
    /// key, or the member itself is.
    pub(super) fn enter(&self, key: &Key, member: u32, place: Place) -> Result<(), Refusal> {
        let same = self.count_in(key, place);
        if same && !self.mark(member) {
            return Ok(());
        }
        let refusal = Refusal { place, holder: self.holder(), twice: same.then_some(member) };
        self.state.fetch_sub(1, Ordering::Release); // partner: the Acquire in `count_in`
        Err(refusal)
    }

    /// Takes `member` out.
    pub(super) fn leave(&self, member: u32) {
        self.unmark(member);
        self.state.fetch_sub(1, Ordering::Release); // partner: the Acquire in `count_in`
    }

    /// Counts one more member in, with `key` if it is the first; whether `key` is the key of those inside.
    fn count_in(&self, key: &Key, place: Place) -> bool {
        let mut spins = 0;
        loop {
            let state = self.state.load(Ordering::Relaxed);
            if state == SETTING {
                if spins < SPINS {
                    spin_loop();
                    spins += 1;
                } else {
                    yield_now();
                }
                continue;
            }
            let next = if state == EMPTY { SETTING } else { state + 1 };
            // Acquire; partners: the Release of those who left, and of the store below.
            if self.state.compare_exchange_weak(state, next, Ordering::Acquire, Ordering::Relaxed).is_err() {
                continue;
            }
            if state != EMPTY {
                return self
                    .key
                    .iter()
                    .zip(key.words())
                    .all(|(word, value)| word.load(Ordering::Relaxed) == value);
            }
            for (word, value) in self.key.iter().zip(key.words()) {
                word.store(value, Ordering::Relaxed);
            }
            self.place.store(ptr::from_ref(place).cast_mut(), Ordering::Relaxed);
            self.state.store(1, Ordering::Release); // partner: the Acquire above
            return true;
        }
    }

    /// Where those inside came from. For a member that is counted.
    fn holder(&self) -> Place {
        // SAFETY: `place` is written before the state is first a count, and only with a `&'static Location`.
        unsafe { &*self.place.load(Ordering::Relaxed) }
    }

    /// Sets the bit of `member`; whether it was set. Relaxed: between two members only `state` orders.
    fn mark(&self, member: u32) -> bool {
        let bit = 1 << (member % 64);
        match (member / 64).checked_sub(1) {
            None => self.near.fetch_or(bit, Ordering::Relaxed) & bit != 0,
            Some(word) => {
                let mut far = self.far.lock();
                let word = word as usize;
                if far.len() <= word {
                    far.resize(word + 1, 0);
                }
                let was = far[word] & bit != 0;
                far[word] |= bit;
                was
            }
        }
    }

    fn unmark(&self, member: u32) {
        let bit = 1 << (member % 64);
        match (member / 64).checked_sub(1) {
            None => drop(self.near.fetch_and(!bit, Ordering::Relaxed)),
            Some(word) => self.far.lock()[word as usize] &= !bit,
        }
    }
}

/// Why a member may not enter.
#[derive(Debug)]
pub(super) struct Refusal {
    place: Place,
    /// Where those inside came from.
    holder: Place,
    /// The member, if it is itself among them.
    twice: Option<u32>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal { place, holder, twice } = self;
        match twice {
            None => write!(
                f,
                "the loop at {place} wants a `SharedMut` that the loop at {holder} is still using, and not with the \
                 same elements for each member (another schedule, length, chunk or team): put a barrier between them"
            ),
            Some(member) => write!(
                f,
                "member {member} came to the loop at {place} while it is in the loop at {holder} over the same \
                 `SharedMut`: a loop may not stand in the body of another, nor one `SharedMut` twice in a tuple"
            ),
        }
    }
}
