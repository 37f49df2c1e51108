//! The claim on shared data: many members of one construct, or of constructs that deal alike, or many
//! readers; and nobody else.
//!
//! # Protocol
//! `state` is a [`State`]: who is inside, or that the key is being written.
//! ```text
//!   nobody ──the first: CAS──▶ SETTING ──writes the key──▶ {first}
//!   {…} ──another: CAS──▶ {…, other} ──compares the key──▶ stays, or leaves and is refused
//!   {…, one} ──leaves──▶ {…}
//! ```
//! The key is written in `SETTING` only, so it stands still for whoever is inside. The comparison is of the
//! whole key: a hash could let two different constructs in together.
//!
//! `SETTING` lasts for ten stores; members that meet it spin, then yield. A member costs two
//! read-modify-writes per loop, and no allocation, lock or system call unless the team has more than 48.
//!
//! **One at a time per member.** With equal keys a member could come in twice, by a loop nested in the body
//! of another or by one `SharedMut` standing twice in a tuple, and would be lent the same element twice. So
//! each member that is inside has a bit.
//!
//! # Orderings
//! Leaving is a `Release` on `state`; entering is an `Acquire` of it, through the chain of read-modify-writes
//! in between, or through the `Release` store that ends `SETTING`, whose writer has acquired all before it.
//! So whoever enters sees the data as those who left before left it. The key is published by that same store.

use std::panic::Location;
use std::{fmt, ptr};

use super::key::Key;
use super::state::{State, Who};
use crate::prim::{AtomicPtr, AtomicU64, Mutex, Ordering, spin_loop, yield_now};

/// Where a construct stands in the user's code.
type Place = &'static Location<'static>;

/// How often a member looks at `SETTING` before it lets others run.
const SPINS: u32 = 100;

pub(super) struct Gate {
    /// A [`State`].
    state: AtomicU64,
    key: [AtomicU64; Key::WORDS],
    /// Where the construct that set the key stands.
    place: AtomicPtr<Location<'static>>,
    /// The members inside that have no bit in `state`: few teams have such.
    far: Mutex<Vec<u32>>,
}

impl Gate {
    pub(super) fn new() -> Self {
        Gate {
            state: AtomicU64::new(State::NOBODY.0),
            key: std::array::from_fn(|_| AtomicU64::new(0)),
            place: AtomicPtr::new(ptr::null_mut()),
            far: Mutex::new(Vec::new()),
        }
    }

    /// Lets `member`, or a reader, in, to be matched by one [`leave`](Self::leave); or refuses, if somebody
    /// is inside with another key, or the member itself is.
    pub(super) fn enter(&self, key: Key, member: Option<u32>, place: Place) -> Result<(), Refusal> {
        let who = Who::of(member);
        let inside = self.step_in(key, who, place);
        let same = self.has(key);
        let twice = !inside || (same && self.far_is_inside(who, member));
        if same && !twice {
            return Ok(());
        }
        let refusal = Refusal { place, holder: self.holder(), twice: member.filter(|_| same && twice) };
        if inside {
            self.step_out(who);
        }
        Err(refusal)
    }

    /// Takes `member`, or a reader, out.
    pub(super) fn leave(&self, member: Option<u32>) {
        let who = Who::of(member);
        if let (Who::Counted, Some(member)) = (who, member) {
            self.far.lock().retain(|&inside| inside != member);
        }
        self.step_out(who);
    }

    /// Adds `who` to those inside, with `key` if it is the first. Not if its bit is set: then the member is
    /// inside, or one of the same number in another team; both are reasons to refuse.
    fn step_in(&self, key: Key, who: Who, place: Place) -> bool {
        let mut spins = 0;
        loop {
            // Acquire, for the key; partner: the Release store below.
            let state = State(self.state.load(Ordering::Acquire));
            if state == State::SETTING {
                if spins < SPINS {
                    spin_loop();
                    spins += 1;
                } else {
                    yield_now();
                }
                continue;
            }
            let Some(with) = state.with(who) else { return false };
            let next = if state == State::NOBODY { State::SETTING } else { with };
            // Acquire; partners: the Release in `step_out`, and that of the store below.
            if self
                .state
                .compare_exchange_weak(state.0, next.0, Ordering::Acquire, Ordering::Relaxed)
                .is_err()
            {
                continue;
            }
            if state == State::NOBODY {
                for (word, value) in self.key.iter().zip(key.0) {
                    word.store(value, Ordering::Relaxed);
                }
                self.place.store(ptr::from_ref(place).cast_mut(), Ordering::Relaxed);
                self.state.store(with.0, Ordering::Release); // partner: the Acquires above
            }
            return true;
        }
    }

    fn step_out(&self, who: Who) {
        // Release; partner: the Acquire in `step_in`.
        match who {
            Who::Near(bit) => self.state.fetch_and(!bit, Ordering::Release),
            Who::Counted => self.state.fetch_sub(State::ONE, Ordering::Release),
        };
    }

    /// Whether those inside have `key`. For one who is inside; for others a guess, which the text of a
    /// refusal may be.
    fn has(&self, key: Key) -> bool {
        self.key.iter().zip(key.0).all(|(word, value)| word.load(Ordering::Relaxed) == value)
    }

    /// Where those inside came from. For one who has seen somebody inside.
    fn holder(&self) -> Place {
        // SAFETY: `place` is written before anybody is first seen inside, and only with a `&'static
        // Location`.
        unsafe { &*self.place.load(Ordering::Relaxed) }
    }

    /// Notes a member without a bit; whether it was noted before.
    fn far_is_inside(&self, who: Who, member: Option<u32>) -> bool {
        let (Who::Counted, Some(member)) = (who, member) else { return false };
        let mut far = self.far.lock();
        let was = far.contains(&member);
        if !was {
            far.push(member);
        }
        was
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
                "{place} wants a `SharedMut` that {holder} is still using, and not with the same elements \
                 for each member (another schedule, length, chunk or team, or to read): a barrier must stand \
                 between"
            ),
            Some(member) => write!(
                f,
                "member {member} came to {place} while it is in the loop at {holder} over the same \
                 `SharedMut`: a loop may not stand in the body of another, nor one `SharedMut` twice in a \
                 tuple"
            ),
        }
    }
}
