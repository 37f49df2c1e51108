use std::any::Any;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::ptr;
use std::sync::{Arc, OnceLock};

use crate::doacross::Lanes;
use crate::prim::{AtomicBool, AtomicPtr, AtomicU64, CachePadded, Mutex, Ordering};
use crate::schedule::Dispenser;

/// Worksharing constructs of one team that may be in flight at once before a member waits for the slowest.
pub(crate) const RING: usize = if cfg!(loom) { 2 } else { 8 };

/// What a slot is used for: members that meet different constructs are told so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Construct {
    Loop = 0,
    Single = 1,
    Sections = 2,
    Scope = 3,
}

impl Construct {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Loop => "a worksharing loop",
            Self::Single => "a `single`",
            Self::Sections => "a `sections`",
            Self::Scope => "a `scope`",
        }
    }
}

/// The tag of a slot: which construct of the team it serves, of what kind, and whether it is ready.
///
/// | bits | meaning |
/// |---|---|
/// | 0 | open: ready for use |
/// | 1..3 | [`Construct`] |
/// | 3..64 | the construct's number, from 1 |
#[derive(Clone, Copy, PartialEq, Eq)]
struct Tag(u64);

impl Tag {
    fn new(number: u64, construct: Construct, open: bool) -> Self {
        Self(number << 3 | (construct as u64) << 1 | u64::from(open))
    }

    fn number(self) -> u64 {
        self.0 >> 3
    }

    fn is_open(self) -> bool {
        self.0 & 1 == 1
    }

    fn construct(self) -> Construct {
        match self.0 >> 1 & 3 {
            0 => Construct::Loop,
            1 => Construct::Single,
            2 => Construct::Sections,
            _ => Construct::Scope,
        }
    }
}

/// The shared state of one worksharing construct in flight.
pub(crate) struct Slot {
    tag: AtomicU64,
    place: AtomicPtr<Location<'static>>,
    /// The loop has been cancelled: no further chunk starts.
    pub(crate) cancelled: AtomicBool,
    /// The logical iteration whose `ordered` region may run, or the section to hand out next.
    pub(crate) turn: AtomicU64,
    pub(crate) dispenser: Dispenser,
    /// Where members leave values for each other, of types that only they know; kept for the next loop of the kind.
    pub(crate) table: Mutex<Option<Arc<dyn Any + Send + Sync>>>,
    /// How far the iterations have come of a loop with dependences between them. Made by the first, and kept.
    lanes: OnceLock<Lanes>,
    capacity: usize,
    /// What the members must agree on: Relaxed, published by [`Slot::open`].
    terms: [AtomicU64; TERMS],
}

/// Words of agreement in a slot.
const TERMS: usize = 5;

/// What a member that comes to a slot finds.
pub(crate) enum Entry {
    /// It is the first: the slot is its own until it calls [`Slot::open`].
    First,
    /// The construct is open.
    Open,
    /// Another member is opening it; ask again.
    Opening,
    /// Another member met another kind of construct, at this place.
    Mismatch(Construct, Option<&'static Location<'static>>),
}

impl Slot {
    fn new(capacity: usize) -> Self {
        Self {
            tag: AtomicU64::new(0),
            place: AtomicPtr::new(ptr::null_mut()),
            cancelled: AtomicBool::new(false),
            turn: AtomicU64::new(0),
            dispenser: Dispenser::with_capacity(capacity),
            table: Mutex::new(None),
            lanes: OnceLock::new(),
            capacity,
            terms: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }

    /// The words of a loop with dependences.
    pub(crate) fn lanes(&self) -> &Lanes {
        self.lanes.get_or_init(|| Lanes::new(self.capacity))
    }

    /// Lays down what the others must agree with. For the one who opens.
    #[inline]
    pub(crate) fn lay_down(&self, terms: [u64; TERMS]) {
        for (word, term) in self.terms.iter().zip(terms) {
            word.store(term, Ordering::Relaxed);
        }
    }

    /// Whether `terms` are what was laid down. For one who has found the slot open.
    #[inline]
    pub(crate) fn agrees(&self, terms: [u64; TERMS]) -> bool {
        self.terms.iter().zip(terms).all(|(word, term)| word.load(Ordering::Relaxed) == term)
    }

    /// One of the terms that were laid down.
    #[cfg_attr(not(feature = "raw"), allow(dead_code))]
    #[inline]
    pub(crate) fn term(&self, index: usize) -> u64 {
        self.terms[index].load(Ordering::Relaxed)
    }

    /// Where the construct was opened.
    #[cold]
    pub(crate) fn place(&self) -> Option<&'static Location<'static>> {
        // SAFETY: null, or made from a `&'static Location` in `open`.
        unsafe { self.place.load(Ordering::Relaxed).as_ref() }
    }

    /// Comes to the slot for the construct `number`, which every member of the team does once.
    ///
    /// The Acquire loads pair with the Release in [`Slot::open`]. The exchange that makes somebody first is
    /// Relaxed: what the slot's last users did has been ordered before by a barrier, by their `finished` words,
    /// or by the end of a loop or region.
    #[inline]
    pub(crate) fn enter(&self, number: u64, construct: Construct) -> Entry {
        let seen = Tag(self.tag.load(Ordering::Acquire));
        if seen.number() >= number {
            return self.found(seen, number, construct);
        }
        let opening = Tag::new(number, construct, false);
        match self.tag.compare_exchange(seen.0, opening.0, Ordering::Relaxed, Ordering::Acquire) {
            Ok(_) => Entry::First,
            Err(now) => self.found(Tag(now), number, construct),
        }
    }

    fn found(&self, seen: Tag, number: u64, construct: Construct) -> Entry {
        // Until it is open, nobody knows where the other construct stands.
        if !seen.is_open() {
            return Entry::Opening;
        }
        // A later number means that this member has skipped constructs: a slot is reused only when its last
        // users have gone.
        if seen.construct() != construct || seen.number() != number {
            return Entry::Mismatch(seen.construct(), self.place());
        }
        Entry::Open
    }

    /// Opens the construct for the others. Release: partner of the Acquire in [`Slot::enter`].
    #[inline]
    pub(crate) fn open(&self, number: u64, construct: Construct, place: &'static Location<'static>) {
        self.place.store(ptr::from_ref(place).cast_mut(), Ordering::Relaxed);
        self.tag.store(Tag::new(number, construct, true).0, Ordering::Release);
    }
}

/// The ring of slots of one team.
pub(crate) struct Slots(Box<[CachePadded<Slot>]>);

impl Slots {
    pub(crate) fn new(capacity: usize) -> Self {
        Self((0..RING).map(|_| CachePadded::new(Slot::new(capacity))).collect())
    }

    /// Drops what members have left behind in a region that was called off. Nobody uses a slot meanwhile.
    pub(crate) fn clear(&self) {
        for slot in &self.0 {
            let left = slot.table.lock().take();
            // Users' destructors: the region has its panic already, theirs is not heard.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(left))) {
                std::mem::forget(payload);
            }
        }
    }

    /// The slot of the construct `number`.
    #[inline]
    pub(crate) fn of(&self, number: u64) -> &Slot {
        &self.0[number as usize % RING]
    }
}
