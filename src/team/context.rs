use std::cell::Cell;
use std::panic::Location;
use std::ptr;

use super::core::TeamCore;
use super::frame::Frame;
use super::interrupt;
use super::slot::{Construct, Entry, RING, Slot};
use crate::barrier::{Kind, Manner, Phase, Stand, Word, tree};
use crate::icv::DataEnv;
use crate::prim::{Ordering, spin_loop, yield_now};
use crate::schedule::Schedule;

/// How often a member looks at a slot that another is opening before it yields.
const OPENING_LOOKS: u32 = 100;

type Place = &'static Location<'static>;

/// How often a member looks at a construct between two questions whether somebody has skipped it.
const LOOKS: u32 = 256;

thread_local! {
    /// The implicit task that this thread is running; null outside every region.
    static CURRENT: Cell<*const Context> = const { Cell::new(ptr::null()) };
}

/// One member's view of the region it runs: the implicit task of OpenMP. Lives on the member's stack.
pub(crate) struct Context {
    frame: *const Frame,
    core: Option<&'static TeamCore>,
    thread_num: usize,
    size: usize,
    /// The phase the member is in: advances at each barrier.
    phase: Cell<Phase>,
    /// The phase in which the region began.
    start: Phase,
    /// The number of the worksharing construct that the member will meet next.
    construct: Cell<u64>,
    /// The same at the last barrier.
    construct_at_barrier: Cell<u64>,
    /// This task's internal control variables, once it has changed one.
    settings: Cell<Option<DataEnv>>,
}

impl Context {
    /// # Safety
    /// `frame` outlives the context.
    #[inline]
    pub(crate) unsafe fn new(
        frame: *const Frame,
        core: Option<&'static TeamCore>,
        thread_num: usize,
        size: usize,
        start: Phase,
        first_construct: u64,
    ) -> Self {
        Self {
            frame,
            core,
            thread_num,
            size,
            phase: Cell::new(start),
            start,
            construct: Cell::new(first_construct),
            construct_at_barrier: Cell::new(first_construct),
            settings: Cell::new(None),
        }
    }

    /// Runs `f` as this implicit task: library routines called inside answer for it.
    #[inline]
    pub(crate) fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        struct Leave(*const Context);
        impl Drop for Leave {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let _leave = Leave(CURRENT.replace(self));
        f()
    }

    /// Calls `f` with the implicit task that this thread runs, if it runs one.
    #[inline]
    pub(crate) fn with_current<R>(f: impl FnOnce(Option<&Context>) -> R) -> R {
        // SAFETY: the pointer was set by `enter` on this thread, whose borrow of the context outlives the
        // time it is set; `f` cannot keep the reference.
        f(unsafe { CURRENT.get().as_ref() })
    }

    #[inline]
    pub(crate) fn current_ptr() -> *const Context {
        CURRENT.get()
    }

    #[inline]
    pub(crate) fn frame(&self) -> &Frame {
        // SAFETY: it outlives the context (contract of `new`).
        unsafe { &*self.frame }
    }

    /// The enclosing implicit task.
    pub(crate) fn parent(&self) -> Option<&Context> {
        // SAFETY: the parent waits for the region that this task belongs to, and its context with it.
        unsafe { self.frame().parent.as_ref() }
    }

    /// The enclosing implicit task at `level`, this one at its own.
    fn ancestor(&self, level: usize) -> Option<&Context> {
        let mut task = self;
        while task.frame().level > level {
            task = task.parent()?;
        }
        (task.frame().level == level).then_some(task)
    }

    /// See [`Team::ancestor_thread_num`](super::Team::ancestor_thread_num).
    pub(crate) fn ancestor_thread_num(&self, level: usize) -> Option<usize> {
        if level == 0 { Some(0) } else { self.ancestor(level).map(Context::thread_num) }
    }

    /// See [`Team::team_size`](super::Team::team_size).
    pub(crate) fn team_size(&self, level: usize) -> Option<usize> {
        if level == 0 { Some(1) } else { self.ancestor(level).map(Context::size) }
    }

    #[inline]
    pub(crate) fn thread_num(&self) -> usize {
        self.thread_num
    }

    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    #[inline]
    pub(crate) fn core(&self) -> Option<&'static TeamCore> {
        self.core
    }

    /// The internal control variables of this task.
    pub(crate) fn settings(&self) -> DataEnv {
        self.settings.get().unwrap_or_else(|| self.frame().settings.for_members())
    }

    /// `run-sched-var` of this task.
    #[inline]
    pub(crate) fn settings_schedule(&self) -> Schedule<'static> {
        self.settings().schedule
    }

    pub(crate) fn set_settings(&self, settings: DataEnv) {
        self.settings.set(Some(settings));
    }

    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// Waits until `ready` holds; unwinds if the team is called off first.
    #[inline]
    pub(crate) fn wait(&self, core: &TeamCore, mut ready: impl FnMut() -> bool) {
        let notice = &core.notice;
        let mut answer = false;
        core.wait(self.thread_num, self.size, || {
            answer = ready();
            answer || notice.interrupt.is_raised()
        });
        if !answer {
            interrupt::unwind(self.frame());
        }
    }

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

    #[cold]
    #[inline(never)]
    fn report_absent(&self, core: &'static TeamCore, child: usize, place: Place) -> ! {
        core.accuse(format_args!(
            "member {} waits at the barrier of {place}, but member {child} has left the region without \
             coming to it: every member must meet the same barriers and worksharing constructs",
            self.thread_num,
        ));
        interrupt::unwind(self.frame())
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
            core.wait(self.thread_num, self.size, || {
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

    #[cold]
    #[inline(never)]
    fn report_left_behind(&self, core: &'static TeamCore, child: usize) {
        let there = core.seats[child].place().map_or("another place".to_owned(), ToString::to_string);
        core.accuse(format_args!(
            "member {child} waits at the barrier of {there}, but member {} has left the region without coming to \
             it: every member must meet the same barriers and worksharing constructs",
            self.thread_num,
        ));
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

    /// The team's barrier.
    #[inline]
    pub(crate) fn barrier(&self, place: Place) {
        let Some(core) = self.core else { return };
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
            others.into_iter().all(|(_, seat)| seat.finished.load(Ordering::Acquire) > last)
        });
    }

    /// Waits until `ready` holds, which the members bring about by their parts of the construct `number`, and
    /// reports a member that has skipped it. Nobody rings for a part that is done, so the waiter looks by itself.
    pub(crate) fn wait_on_construct(
        &self,
        core: &'static TeamCore,
        number: u64,
        place: Place,
        mut ready: impl FnMut() -> bool,
    ) {
        let (mut answer, mut absentee, mut looks) = (false, None, 0_u32);
        core.wait_unrung(self.thread_num, self.size, || {
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
                let skipped = (left || waits || halted) && seat.finished.load(Ordering::Acquire) <= number;
                skipped.then(|| (member, seat.place().filter(|_| !left)))
            });
        absent.next()
    }

    #[cold]
    #[inline(never)]
    fn report_behind(&self, core: &'static TeamCore, member: usize, place: Place, there: Option<Place>) -> ! {
        let there = there.map_or("the end of the region".to_owned(), ToString::to_string);
        core.accuse(format_args!(
            "member {} has come to {place}, but member {member}, which stands at {there}, has met \
             other constructs: every member must meet the same constructs in the same order",
            self.thread_num,
        ));
        interrupt::unwind(self.frame())
    }

    /// Tells that another member shares the loop in `slot` otherwise: iterations would be lost or run twice.
    #[cold]
    #[inline(never)]
    pub(crate) fn report_other_terms(&self, core: &'static TeamCore, slot: &Slot, place: Place) -> ! {
        let there = slot.place().map_or("another place".to_owned(), ToString::to_string);
        core.accuse(format_args!(
            "member {} shares the loop at {place} with another schedule, chunk, number of iterations or `ordered` \
             clause than the member that came first, at {there}: every member must meet the same loop",
            self.thread_num,
        ));
        interrupt::unwind(self.frame())
    }

    #[cold]
    #[inline(never)]
    fn report_mismatch(
        &self,
        core: &'static TeamCore,
        mine: Construct,
        place: Place,
        other: Construct,
        there: Option<Place>,
    ) -> ! {
        let there = there.map_or("another place".to_owned(), ToString::to_string);
        core.accuse(format_args!(
            "member {} met {} at {place}, but another member met {} at {there} in its place: every member must \
             meet the same worksharing constructs in the same order",
            self.thread_num,
            mine.name(),
            other.name(),
        ));
        interrupt::unwind(self.frame())
    }
}
