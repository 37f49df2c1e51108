//! How members meet: at barriers, and at the end of their region.

use std::panic::Location;

use super::context::Context;
use super::core::TeamCore;
use crate::barrier::{Kind, Manner, Phase, Stand, Word, tree};
use crate::hook::SyncKind;
use crate::prim::Ordering;

type Place = &'static Location<'static>;

impl Context {
    /// Gathers the members below this one at the barrier of the current phase, calling `each` for every child
    /// in member order.
    #[inline]
    pub(crate) fn gather(
        &self,
        core: &'static TeamCore,
        place: Place,
        manner: Manner,
        mut each: impl FnMut(usize),
    ) {
        self.halt(core, Some(place));
        tree::for_each_child(self.thread_num, self.size, |child| {
            self.await_at_barrier(core, child, place, manner);
            each(child);
        });
    }

    /// Waits until `member` stands at the barrier of the current phase, and in the same manner as this one.
    #[inline]
    fn await_at_barrier(&self, core: &'static TeamCore, member: usize, place: Place, manner: Manner) {
        let phase = self.phase.get();
        let seat = &core.seats[member];
        let mut stand = seat.arrival.look();
        self.wait(core, || {
            stand = seat.arrival.look();
            // A stand of an earlier phase of this region is a member on its way; one who has left will never
            // come.
            stand.phase().reached(if stand.has_left() { self.start } else { phase })
        });
        if stand.phase() != phase && stand.phase().reached(phase) {
            // It has seen this member here, passed, and come to the next barrier or to the end already.
            return;
        }
        if stand.has_left() {
            self.report_absent(core, member, place);
        }
        if stand.manner() != manner || !stand.has_met(self.construct.get()) {
            self.report_behind(core, member, place, seat.place());
        }
    }

    /// The number of the worksharing construct that this member would meet next.
    #[inline]
    pub(crate) fn constructs_met(&self) -> u64 {
        self.construct.get()
    }

    /// Notes for the parent, in the line that it looks at, which constructs this member has met and where it
    /// stands. Relaxed: the arrival that follows publishes both.
    #[inline]
    pub(crate) fn sign(&self, core: &TeamCore, place: Place) {
        let me = &core.seats[self.thread_num];
        me.finished.store(self.constructs_met(), Ordering::Relaxed);
        me.stand_at(Some(place));
    }

    /// Says that this member meets nothing more before it has gathered those below it: at the barrier of
    /// `place`, or at the end of the region. Who waits for a construct that it has skipped is told so.
    #[inline]
    pub(crate) fn halt(&self, core: &TeamCore, place: Option<Place>) {
        if tree::leads(self.thread_num) {
            let me = &core.seats[self.thread_num];
            me.stand_at(place);
            // Release: partner of the Acquire in `find_absentee`, which then sees what has been finished.
            me.halted.store(self.phase.get().0, Ordering::Release);
        }
    }

    /// The same at the end of the region: the parent compares the counts, and after an interrupt member 0 begins the
    /// next region beyond the largest of them.
    #[inline]
    pub(crate) fn sign_off(&self, core: &TeamCore) {
        core.seats[self.thread_num].finished.store(self.constructs_met(), Ordering::Relaxed);
    }

    /// Whether `child`, which has left, has met as many constructs as this member. Relaxed: its leaving, which
    /// has been seen, published the count.
    #[inline]
    pub(crate) fn has_met_the_same(&self, core: &TeamCore, child: usize) -> bool {
        core.seats[child].finished.load(Ordering::Relaxed) == self.constructs_met()
    }

    /// The most constructs that a member has met, when all have left.
    #[cold]
    pub(crate) fn most_constructs_met(&self, core: &TeamCore) -> u64 {
        let others = core.seats[1..self.size].iter().map(|seat| seat.finished.load(Ordering::Relaxed));
        others.fold(self.constructs_met(), u64::max)
    }

    /// Waits, at the end of the region, until `child` has left it.
    #[inline]
    pub(crate) fn see_off(&self, core: &'static TeamCore, child: usize) {
        let seat = &core.seats[child];
        let has_left = |stand: Stand| stand.has_left() && stand.phase().reached(self.start);
        loop {
            let mut stand = seat.arrival.look();
            self.wait_or_help(core, || {
                stand = seat.arrival.look();
                has_left(stand)
                    || !stand.has_left()
                        && stand.phase() == self.phase.get()
                        && !core.notice.interrupt.is_raised()
            });
            if has_left(stand) {
                return;
            }
            self.report_left_behind(core, child);
        }
    }

    #[inline]
    pub(crate) fn stand(&self, manner: Manner) -> Stand {
        Stand::new(self.phase.get(), manner, self.construct.get())
    }

    /// Announces that this member, not member 0, and all below it stand at the barrier of the current phase,
    /// and waits for its end.
    #[inline]
    pub(crate) fn arrive_and_wait(&self, core: &'static TeamCore, place: Place, manner: Manner) {
        let phase = self.phase.get();
        self.sign(core, place);
        core.seats[self.thread_num].arrival.announce(self.stand(manner));
        core.ring_one(tree::parent(self.thread_num));
        let release = &core.releases[tree::group_of(self.thread_num)];
        self.wait(core, || release.reached(phase.next()));
        self.pass(phase.next());
    }

    /// Ends the barrier of the current phase: for member 0, when it has gathered all others.
    #[inline]
    pub(crate) fn release(&self, core: &'static TeamCore) {
        let phase = self.phase.get().next();
        let word = Word::new(phase, Kind::Barrier, self.size);
        for release in &core.releases[..tree::groups(self.size)] {
            release.signal(word);
        }
        core.ring(1..self.size);
        self.pass(phase);
    }

    #[inline]
    fn pass(&self, phase: Phase) {
        self.phase.set(phase);
        self.construct_at_barrier.set(self.construct.get());
    }

    /// The barrier at the end of a construct.
    #[inline]
    pub(crate) fn barrier(&self, place: Place) {
        self.meet(SyncKind::ImplicitBarrier, place);
    }

    /// The team's barrier.
    #[inline]
    pub(crate) fn meet(&self, sync: SyncKind, place: Place) {
        let _sync = self.tell_sync(sync, place);
        self.drain_at_barrier(place);
        let Some(core) = self.core else { return };
        let _wait = self.tell_wait(sync, place);
        if self.size <= tree::ABREAST {
            self.meet_abreast(core, place);
        } else if self.thread_num == 0 {
            self.gather(core, place, Manner::Gathered, |_| ());
            self.release(core);
        } else {
            self.gather(core, place, Manner::Gathered, |_| ());
            self.arrive_and_wait(core, place, Manner::Gathered);
        }
    }

    /// A barrier without a middleman: every member looks at every other.
    #[inline]
    fn meet_abreast(&self, core: &'static TeamCore, place: Place) {
        self.sign(core, place);
        core.seats[self.thread_num].arrival.announce(self.stand(Manner::Abreast));
        core.ring(0..self.size);
        for member in 0..self.size {
            if member != self.thread_num {
                self.await_at_barrier(core, member, place, Manner::Abreast);
            }
        }
        self.pass(self.phase.get().next());
    }
}
