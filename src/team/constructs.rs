//! How members come to worksharing constructs that share state, and leave them.

use std::panic::Location;

use super::context::Context;
use super::core::TeamCore;
use super::interrupt;
use super::slot::{Construct, Entry, RING, Slot};
use crate::prim::{Ordering, spin_loop, yield_now};

type Place = &'static Location<'static>;

/// How often a member looks at a slot that another is opening before it yields.
const OPENING_LOOKS: u32 = 100;

/// How often a member looks at a construct between two questions whether somebody has skipped it.
const LOOKS: u32 = 256;

impl Context {
    /// Comes to the next worksharing construct that shares state. `open` runs on the first to come.
    ///
    /// Answers the slot, its number, and whether this member was the first.
    #[inline]
    pub(crate) fn begin(
        &self,
        core: &'static TeamCore,
        construct: Construct,
        place: Place,
        open: impl FnOnce(u64, &Slot),
    ) -> (&'static Slot, u64, bool) {
        self.refuse_in_task(place);
        let number = self.construct.get();
        self.construct.set(number + 1);
        if number - self.construct_at_barrier.get() >= RING as u64 {
            self.wait_for_slot(core, number, place);
        }
        let slot = core.slots.of(number);
        let mut looks = 0;
        loop {
            match slot.enter(number, construct) {
                Entry::Open => return (slot, number, false),
                Entry::First => {
                    open(number, slot);
                    slot.open(number, construct, place);
                    return (slot, number, true);
                }
                Entry::Opening => {
                    if core.notice.interrupt.is_raised() {
                        interrupt::unwind(self.frame());
                    }
                    // Opening is a few stores, unless whoever opens has lost its processor.
                    looks += 1;
                    if looks < OPENING_LOOKS { spin_loop() } else { yield_now() }
                }
                Entry::Mismatch(other, there) => self.report_mismatch(core, construct, place, other, there),
            }
        }
    }

    /// Says that this member has done its part of the construct `number`.
    #[inline]
    pub(crate) fn end(&self, core: &'static TeamCore, number: u64) {
        // Release: partner of the Acquire in `wait_for_slot`.
        core.seats[self.thread_num].finished.store(number + 1, Ordering::Release);
    }

    /// Waits until every member has left the construct that used this slot last.
    #[cold]
    #[inline(never)]
    fn wait_for_slot(&self, core: &'static TeamCore, number: u64, place: Place) {
        let last = number - RING as u64;
        let seats = &core.seats[..self.size];
        self.wait_on_construct(core, last, place, || {
            let others = seats.iter().enumerate().filter(|&(member, _)| member != self.thread_num);
            let has_finished = |seat: usize| {
                seats[seat].finished.load(Ordering::Acquire) > last || core.raw.has_left(seat, last)
            };
            others.into_iter().all(|(seat, _)| has_finished(seat))
        });
    }

    /// Waits until `ready` holds, which the members bring about by their parts of the construct `number`, and
    /// reports a member that has skipped it. Nobody rings for a part that is done, so the waiter looks by itself.
    pub(crate) fn wait_on_construct(
        &self,
        core: &'static TeamCore,
        number: u64,
        place: Place,
        ready: impl FnMut() -> bool,
    ) {
        self.wait_for_step(core, number, place, ready, |_| ());
    }

    /// The same where somebody may ring: `asleep` hears `true` before the waiter goes to sleep, and `false` when it is up
    /// again.
    pub(crate) fn wait_for_step(
        &self,
        core: &'static TeamCore,
        number: u64,
        place: Place,
        mut ready: impl FnMut() -> bool,
        asleep: impl FnMut(bool),
    ) {
        let (mut answer, mut absentee, mut looks) = (false, None, 0_u32);
        core.wait_unrung(self.thread_num, self.size, asleep, || {
            answer = ready();
            looks = looks.wrapping_add(1);
            if !answer && looks.is_multiple_of(LOOKS) {
                absentee = self.find_absentee(core, number);
            }
            answer || absentee.is_some() || core.notice.interrupt.is_raised()
        });
        if answer {
            return;
        }
        if let Some((member, there)) = absentee {
            self.report_behind(core, member, place, there);
        }
        interrupt::unwind(self.frame());
    }

    /// A member that has not done its part of the construct `number` and has come to the end of this phase, and
    /// where it stands.
    #[cold]
    fn find_absentee(&self, core: &TeamCore, number: u64) -> Option<(usize, Option<Place>)> {
        let seats = core.seats[..self.size].iter().enumerate();
        let mut absent =
            seats.filter(|&(member, _)| member != self.thread_num).filter_map(|(member, seat)| {
                let stand = seat.arrival.look();
                let left = stand.has_left() && stand.phase().reached(self.start);
                let waits = !stand.has_left() && stand.phase() == self.phase.get();
                // Acquire: partner of the Release in `halt`.
                let halted = seat.halted.load(Ordering::Acquire) == self.phase.get().0;
                // It is looked at last: a member may have finished and gone on in between.
                let skipped = (left || waits || halted)
                    && seat.finished.load(Ordering::Acquire) <= number
                    && !core.raw.has_left(member, number);
                skipped.then(|| (member, seat.place().filter(|_| !left)))
            });
        absent.next()
    }
}
