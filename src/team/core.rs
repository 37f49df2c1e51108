use std::panic::Location;
use std::ptr;
use std::sync::Arc;

use super::company::Company;
use super::interrupt::{Cause, Interrupt};
use super::parcel::Parcel;
use super::raw::RawCore;
use super::slot::Slots;
use crate::barrier::{Arrival, Claim, Kind, Phase, Release, Word, tree};
use crate::error::Error;
use crate::place::Home;
use crate::prim::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, CachePadded, Ordering, plain, process};
use crate::sys::cpu::{UNKNOWN, current_cpu};
use crate::taskpool::door::Door;
use crate::taskpool::pool::TaskPool;
use crate::wait::{Advice, Bell, Sleeper};

/// What one member shares with the others: two cache lines, the first of them hot.
#[repr(C)]
pub(crate) struct Seat {
    pub(crate) arrival: Arrival,
    pub(crate) claim: Claim,
    /// The number after that of the last worksharing construct the member has finished in this region.
    pub(crate) finished: AtomicU64,
    /// Where the member stands in the source while it waits, for diagnoses.
    place: plain::AtomicPtr<Location<'static>>,
    /// A value on its way to the parent or back.
    pub(crate) parcel: Parcel,
    /// Where the member sleeps.
    pub(crate) sleeper: Sleeper,
    /// The phase at whose barrier, or in which at the end of the region, the member has come to a halt. Said
    /// before it gathers those below it, when its arrival cannot say so yet.
    pub(crate) halted: AtomicU64,
    /// The processor on which the member was last seen.
    cpu: plain::AtomicU32,
    /// How long it has shared that with others of its team.
    company: Company,
}

impl Seat {
    fn new() -> Self {
        Self {
            arrival: Arrival::new(),
            claim: Claim::new(),
            finished: AtomicU64::new(0),
            place: plain::AtomicPtr::new(ptr::null_mut()),
            parcel: Parcel::new(),
            sleeper: Sleeper::new(),
            halted: AtomicU64::new(u64::MAX),
            cpu: plain::AtomicU32::new(UNKNOWN),
            company: Company::new(),
        }
    }

    /// Notes where the member waits; `None`: at the end of the region.
    #[inline]
    pub(crate) fn stand_at(&self, place: Option<&'static Location<'static>>) {
        let place = place.map_or(ptr::null(), ptr::from_ref);
        self.place.store(place.cast_mut(), Ordering::Relaxed);
    }

    /// Notes the processor that runs the member now. Relaxed, as every access to it: a hint.
    #[inline]
    pub(crate) fn note_cpu(&self) -> u32 {
        let cpu = current_cpu();
        if self.cpu.load(Ordering::Relaxed) != cpu {
            self.cpu.store(cpu, Ordering::Relaxed);
        }
        cpu
    }

    pub(crate) fn place(&self) -> Option<&'static Location<'static>> {
        // SAFETY: the pointer is null or was made from a `&'static Location` in `stand_at`.
        unsafe { self.place.load(Ordering::Relaxed).as_ref() }
    }
}

/// Read by every member all the time, written rarely.
pub(crate) struct Notice {
    pub(crate) bell: Bell,
    pub(crate) interrupt: Interrupt,
    /// More threads want to run than there are processors: waiters yield at once.
    pub(crate) crowded: plain::AtomicBool,
}

/// What only the opener of regions reads and writes.
struct Books {
    /// Taken by a region.
    busy: AtomicBool,
    /// The fields below belong to whoever has taken the team: Relaxed, handed on by `busy`.
    phase: AtomicU64,
    next_construct: AtomicU64,
    hired: AtomicUsize,
}

/// How long a member sleeps between two looks at what nobody rings for.
const NAP: std::time::Duration = std::time::Duration::from_micros(500);

/// How many members a waiter looks at for one that waits for its processor.
const NEIGHBOURS: usize = 8;

/// Counts teams. There are as many as there were regions at once, so thirteen bits last.
static SERIAL: process::AtomicU32 = process::AtomicU32::new(0);

/// A team's shared memory: made once, never freed, used by one region or combined loop at a time.
///
/// Whoever has [taken](TeamCore::try_take) it is member 0 and the only one who publishes.
pub(crate) struct TeamCore {
    pub(crate) notice: CachePadded<Notice>,
    pub(crate) releases: Box<[CachePadded<Release>]>,
    pub(crate) seats: Box<[CachePadded<Seat>]>,
    pub(crate) slots: Slots,
    /// Away from what members read all the time.
    books: CachePadded<Books>,
    /// The CPUs of the workers when they are not bound, and of the threads that they serve.
    pub(crate) home: Arc<Home>,
    /// How many processors these are worth.
    pub(crate) procs: usize,
    /// The way into a region that uses tasks, for members that have left it.
    pub(super) door: CachePadded<Door>,
    /// Made when a region first uses tasks.
    pub(super) task_pool: AtomicPtr<TaskPool>,
    /// A number that no other team of this process has.
    serial: u32,
    /// The process (counted in forks) that the worker threads live in.
    pub(crate) generation: u32,
    /// For callers without types.
    pub(crate) raw: RawCore,
}

impl TeamCore {
    pub(crate) fn new(capacity: usize, home: Arc<Home>, generation: u32) -> Self {
        let none = Word::new(Phase(0), Kind::Barrier, 0);
        Self {
            notice: CachePadded::new(Notice {
                bell: Bell::new(),
                interrupt: Interrupt::new(),
                crowded: plain::AtomicBool::new(false),
            }),
            releases: (0..tree::groups(capacity)).map(|_| CachePadded::new(Release::new(none))).collect(),
            seats: (0..capacity).map(|_| CachePadded::new(Seat::new())).collect(),
            slots: Slots::new(capacity),
            books: CachePadded::new(Books {
                busy: AtomicBool::new(false),
                phase: AtomicU64::new(0),
                next_construct: AtomicU64::new(1),
                hired: AtomicUsize::new(0),
            }),
            procs: home.procs(),
            home,
            door: CachePadded::new(Door::new()),
            task_pool: AtomicPtr::new(ptr::null_mut()),
            serial: SERIAL.fetch_add(1, Ordering::Relaxed) % (1 << 13),
            generation,
            raw: RawCore::new(capacity),
        }
    }

    #[inline]
    pub(crate) fn serial(&self) -> u64 {
        u64::from(self.serial)
    }

    pub(crate) fn capacity(&self) -> usize {
        self.seats.len()
    }

    /// Takes the team for a region. Acquire: partner of the Release in [`TeamCore::give_back`].
    #[inline]
    pub(crate) fn try_take(&self) -> bool {
        self.books.busy.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[inline]
    pub(crate) fn give_back(&self) {
        self.books.busy.store(false, Ordering::Release);
    }

    /// The phase of the last publication.
    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        Phase(self.books.phase.load(Ordering::Relaxed))
    }

    #[inline]
    pub(crate) fn set_phase(&self, phase: Phase) {
        self.books.phase.store(phase.0, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn next_construct(&self) -> u64 {
        self.books.next_construct.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn set_next_construct(&self, number: u64) {
        self.books.next_construct.store(number, Ordering::Relaxed);
    }

    /// How many workers serve the team, in seats `1..=hired`.
    #[inline]
    pub(crate) fn hired(&self) -> usize {
        self.books.hired.load(Ordering::Relaxed)
    }

    pub(crate) fn set_hired(&self, workers: usize) {
        self.books.hired.store(workers, Ordering::Relaxed);
    }

    /// Waits, as `member` of a team of `size`, until `ready` holds.
    #[inline]
    pub(crate) fn wait(&self, member: usize, size: usize, ready: impl FnMut() -> bool) {
        let patience = super::limits::patience(self.notice.crowded.load(Ordering::Relaxed));
        patience.wait(&self.notice.bell, &self.seats[member].sleeper, ready, || self.advise(member, size));
    }

    /// [`wait`](TeamCore::wait) for one who may be rung for in vain: it stays awake for a while after each ring.
    #[cold]
    pub(crate) fn wait_in_turns(&self, member: usize, size: usize, ready: impl FnMut() -> bool) {
        let patience = super::limits::patience(self.notice.crowded.load(Ordering::Relaxed));
        let sleeper = &self.seats[member].sleeper;
        patience.wait_in_turns(&self.notice.bell, sleeper, ready, || self.advise(member, size));
    }

    /// [`wait`](TeamCore::wait) for what changes without a ring: the waiter looks again by itself. `asleep` hears when
    /// it lies down and when it is up again.
    #[cold]
    pub(crate) fn wait_unrung(
        &self,
        member: usize,
        size: usize,
        mut asleep: impl FnMut(bool),
        mut ready: impl FnMut() -> bool,
    ) {
        let patience = super::limits::patience(self.notice.crowded.load(Ordering::Relaxed));
        if !patience.stay_awake(&mut ready, &mut || self.advise(member, size)) {
            asleep(true);
            self.seats[member].sleeper.doze_until(&self.notice.bell, NAP, ready);
            asleep(false);
        }
    }

    /// What `member` of a team of `size`, which waits for others of a region or loop, does next.
    pub(crate) fn advise(&self, member: usize, size: usize) -> Advice {
        let advice = self.advise_idle(member, size);
        if advice == Advice::Spin && self.neighbours(member, size).any(|other| other.sleeper.is_called()) {
            // Where somebody who has just been woken will run is not known: it may be here.
            return Advice::Yield;
        }
        advice
    }

    /// The other members that `member` looks at. Of large teams a part: those that it waits for, most likely.
    fn neighbours(&self, member: usize, size: usize) -> impl Iterator<Item = &Seat> {
        let near = member / NEIGHBOURS * NEIGHBOURS;
        let numbers = (near..size.min(near + NEIGHBOURS)).chain([0]);
        numbers.filter(move |&other| other != member).map(|other| &*self.seats[other])
    }

    /// What `member` of a team of `size` that waits for a job does next.
    pub(crate) fn advise_idle(&self, member: usize, size: usize) -> Advice {
        let seat = &self.seats[member];
        let cpu = seat.note_cpu();
        let crowds = |other: &Seat| other.cpu.load(Ordering::Relaxed) == cpu && !other.sleeper.is_asleep();
        seat.company.advise(cpu != UNKNOWN && self.neighbours(member, size).any(crowds))
    }

    /// Wakes the sleepers among `members` that may have missed what the caller has just stored.
    #[inline]
    pub(crate) fn ring(&self, members: std::ops::Range<usize>) {
        if self.notice.bell.must_ring() {
            self.wake(members);
        }
    }

    /// The same for one member.
    #[inline]
    pub(crate) fn ring_one(&self, member: usize) {
        self.ring(member..member + 1);
    }

    #[cold]
    pub(crate) fn wake(&self, members: std::ops::Range<usize>) {
        for seat in &self.seats[members] {
            seat.sleeper.wake();
        }
    }

    /// Wakes sleepers among `members`, perhaps missing one: for a loop that can do without them.
    #[inline]
    pub(crate) fn nudge(&self, members: std::ops::Range<usize>) {
        if self.notice.bell.seems_asleep() {
            self.wake(members);
        }
    }

    /// Calls every member out of its wait.
    #[cold]
    pub(crate) fn interrupt(&self, cause: Cause) {
        self.notice.interrupt.raise(cause);
        self.ring(0..self.capacity());
    }

    /// Calls every member out of its wait because one waits for what can no longer happen. Not if the team has
    /// been called off already: then that is why.
    #[cold]
    pub(crate) fn accuse(&self, text: std::fmt::Arguments<'_>) {
        if !self.notice.interrupt.is_raised() {
            self.interrupt(Cause::Misuse(Error::misuse(text)));
        }
    }
}
