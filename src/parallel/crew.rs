use std::cell::Cell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};

use crate::barrier::Phase;
use crate::error::Error;
use crate::hook::{self, Asked, RegionMark};
use crate::icv::{self, DataEnv, Held, RegionRequest, num_threads_for_region};
use crate::place::{Anchor, Binding, Home, ProcBind};
use crate::prim::{AtomicBool, Ordering};
use crate::sys;
use crate::team::claimed::{self, LoopFrame, RunShare};
use crate::team::context::Context;
use crate::team::core::TeamCore;
use crate::team::frame::Frame;
use crate::team::interrupt;
use crate::team::region::{self, Data, Outcome, Run};
use crate::team::settle::{self, Settle};
use crate::team::{limits, registry};

thread_local! {
    /// The internal control variables of this thread's initial task.
    static INITIAL: Cell<Option<DataEnv>> = const { Cell::new(None) };
}

/// The internal control variables of the task that the calling thread runs.
#[inline]
pub(crate) fn settings() -> DataEnv {
    Context::with_current(|task| match task {
        Some(task) => task.settings(),
        None => INITIAL.get().unwrap_or_else(initial_settings),
    })
}

#[cold]
fn initial_settings() -> DataEnv {
    let settings = DataEnv::initial(icv::environment(), sys::width::default_width());
    INITIAL.set(Some(settings));
    settings
}

/// Changes an internal control variable of the task that the calling thread runs.
pub(crate) fn set_settings(settings: DataEnv) {
    Context::with_current(|task| match task {
        Some(task) => task.set_settings(settings),
        None => INITIAL.set(Some(settings)),
    });
}

/// The clauses of a `parallel` construct.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clauses {
    pub(crate) num_threads: Option<usize>,
    pub(crate) strict: bool,
    pub(crate) only_if: bool,
    pub(crate) proc_bind: Option<ProcBind>,
}

impl Default for Clauses {
    fn default() -> Self {
        Self { num_threads: None, strict: false, only_if: true, proc_bind: None }
    }
}

/// How a region came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Every member has run the body.
    Complete,
    /// A member has cancelled it.
    Cancelled,
}

/// Threads that have been found for a region or loop which has not begun.
pub(crate) struct Crew {
    core: Option<&'static TeamCore>,
    pub(super) job: LoopFrame,
    asked: Asked,
    _reserved: Option<limits::Reservation>,
    _held: Option<Held>,
}

impl Drop for Crew {
    #[inline]
    fn drop(&mut self) {
        if let Some(core) = self.core {
            core.give_back();
        }
    }
}

impl Crew {
    /// Finds the threads that `clauses` ask for, at most `useful` of them.
    #[inline]
    pub(crate) fn find(clauses: &Clauses, useful: usize) -> Result<Self, Error> {
        let settings = settings();
        let parent = Context::current_ptr();
        let (level, active_level) = Context::with_current(|task| match task {
            Some(task) => (task.frame().level, task.frame().active_level),
            None => (0, 0),
        });
        let mut request = RegionRequest {
            only_if: clauses.only_if,
            num_threads: clauses.num_threads.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
            active_levels: active_level as u32,
            threads_busy: 1,
            unoccupied: u32::MAX,
        };
        let mut reserved = None;
        if settings.dynamic {
            let mut plain = settings;
            plain.dynamic = false;
            let wanted = num_threads_for_region(&plain, &request);
            let reservation = limits::Reservation::make(wanted.min(useful.try_into().unwrap_or(u32::MAX)));
            request.unoccupied = reservation.threads();
            reserved = Some(reservation);
        }
        // On a thread of another pool the other processors have their threads already.
        if clauses.num_threads.is_none() && level == 0 && sys::foreign::is_one_of_several() {
            request.only_if = false;
        }
        let mut size = (num_threads_for_region(&settings, &request) as usize).min(useful);
        let mut held = None;
        if let Some(group) = settings.contention
            && size > 1
        {
            let threads = group.hold(size as u32 - 1, settings.thread_limit);
            size = threads.threads() as usize + 1;
            held = Some(threads);
        }
        let mut crew = Self {
            core: None,
            job: LoopFrame::new(Frame {
                parent,
                core: None,
                size: 1,
                level: level + 1,
                active_level,
                start: Phase(0),
                first_construct: 0,
                settle: None,
                mark: RegionMark::NONE,
                settings,
            }),
            asked: Asked::new(|| clauses.num_threads.unwrap_or(settings.nthreads as usize)),
            _reserved: reserved,
            _held: held,
        };
        let policy = settings.policy(clauses.proc_bind);
        if policy != ProcBind::False || settings.display_affinity {
            crew.job.frame.settle = Some(settle(policy, settings.display_affinity));
        }
        let mut shortage = None;
        if size > 1 {
            let taken = registry::take(size);
            crew.core = Some(taken.core);
            shortage = taken.shortage;
            crew.job.frame.size = taken.size;
            if taken.size > 1 {
                crew.job.frame.core = Some(taken.core);
                crew.job.frame.active_level += 1;
            }
        }
        if clauses.strict
            && let Some(asked) = clauses.num_threads
            && asked.min(useful) > crew.job.frame.size
        {
            return Err(Error::too_few_threads(
                asked,
                crew.job.frame.size,
                shortage.unwrap_or_else(|| reason(&settings, active_level)),
            ));
        }
        Ok(crew)
    }

    /// The team, if it has more than one member.
    #[inline]
    pub(crate) fn core(&self) -> Option<&'static TeamCore> {
        self.job.frame.core
    }

    /// How many members the team has.
    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.job.frame.size
    }

    /// Opens the region: `run` is called with `data` once by each member. Answers whether it was cancelled.
    ///
    /// # Safety
    /// `run` may be called with `data` by [`size`](Crew::size) threads at once.
    #[inline]
    pub(crate) unsafe fn open(
        &mut self,
        run: Run,
        data: Data,
        place: &'static Location<'static>,
    ) -> Result<Ended, Error> {
        let _parallel = self.tell(place, false);
        let Some(core) = self.job.frame.core else {
            // SAFETY: passed on.
            return Ok(unsafe { self.open_alone(run, data) });
        };
        // SAFETY: passed on; `find` has taken the team for this size.
        match unsafe { region::open(core, &mut self.job.frame, run, data, place) } {
            Outcome::Done => Ok(Ended::Complete),
            Outcome::Cancelled => Ok(Ended::Cancelled),
            Outcome::Misuse(error) => Err(error),
            Outcome::Panicked(payload) => {
                // The team is free before the panic goes on: it may be caught far away.
                self.release();
                resume_unwind(payload)
            }
        }
    }

    /// A region of one member: no fork, no join.
    ///
    /// # Safety
    /// As for [`open`](Crew::open).
    unsafe fn open_alone(&self, run: Run, data: Data) -> Ended {
        // SAFETY: the frame outlives the call.
        let member = unsafe { Context::new(&self.job.frame, None, 0, 1, Phase(0), 0) };
        let mut anchor = Anchor::default();
        let _task = member.tell_task(0);
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            member.enter(|| {
                if let Some(settle) = &self.job.frame.settle {
                    settle.member(&member, &mut anchor);
                }
                // SAFETY: contract of `open`.
                unsafe { run(data, &member) }
            });
        }));
        // What the body has thrown comes first; then the rest goes with the member.
        let outcome = outcome.and_then(|()| member.end_tasks().map_or(Ok(()), Err));
        match outcome {
            Ok(()) => Ended::Complete,
            Err(payload) if interrupt::ends(&*payload, member.frame()) => Ended::Cancelled,
            Err(payload) => resume_unwind(payload),
        }
    }

    /// Runs a combined loop: `run` is called with `data` once for each of [`size`](Crew::size) shares, by
    /// whoever is awake.
    ///
    /// # Safety
    /// `run` may be called with `data` by as many threads at once.
    #[inline]
    pub(crate) unsafe fn run_shares(
        &mut self,
        run: RunShare,
        data: *const (),
        len: u64,
        place: &'static Location<'static>,
    ) {
        if self.job.frame.settle.is_some() {
            // SAFETY: passed on.
            return unsafe { self.run_shares_by_members(run, data, place) };
        }
        let Some(core) = self.job.frame.core else {
            // SAFETY: passed on.
            self.run_alone(place, |member, stop| unsafe { run(data, member, stop) });
            return;
        };
        let _parallel = self.tell(place, true);
        // SAFETY: passed on; `find` has taken the team for this size.
        if let Some(payload) = unsafe { claimed::run(core, &mut self.job, run, data, len) } {
            self.release();
            resume_unwind(payload)
        }
    }

    /// The same as a region, where threads are to have their places: share `k` is run by member `k`.
    ///
    /// # Safety
    /// As for [`run_shares`](Crew::run_shares).
    #[cold]
    unsafe fn run_shares_by_members(
        &mut self,
        run: RunShare,
        data: *const (),
        place: &'static Location<'static>,
    ) {
        struct Shares {
            run: RunShare,
            data: *const (),
            stop: AtomicBool,
        }
        /// No further chunk starts once a share has panicked.
        struct Stop<'s>(&'s AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        /// # Safety
        /// `data` is a `Shares` that lives through the call, made under the contract of `run_shares`.
        unsafe fn member(data: Data, member: &Context) {
            // SAFETY: contract of this function.
            let shares = unsafe { data.get::<Shares>() };
            let stop = Stop(&shares.stop);
            // SAFETY: contract of this function; each member runs its own share, once.
            unsafe { (shares.run)(shares.data, member, &shares.stop) }
            std::mem::forget(stop);
        }
        let shares = Shares { run, data, stop: AtomicBool::new(false) };
        // SAFETY: `member` only reads the shares, and what `run` and `data` demand is passed on.
        let ended = unsafe { self.open(member, Data::at(&shares), place) };
        // A loop has no construct that members could miss, and nobody has a team to cancel.
        // Callers of a loop rely on every share having run.
        assert!(matches!(ended, Ok(Ended::Complete)), "a combined loop was called off");
    }

    /// Whether the calling thread is the whole team, and stays on the processor where it is.
    #[inline]
    pub(crate) fn is_caller(&self) -> bool {
        self.job.frame.core.is_none() && self.job.frame.settle.is_none()
    }

    /// Runs a combined loop on a team that [is the caller](Crew::is_caller).
    #[inline]
    pub(crate) fn run_alone<T>(
        &mut self,
        place: &'static Location<'static>,
        run: impl FnOnce(&Context, &AtomicBool) -> T,
    ) -> T {
        debug_assert!(self.is_caller());
        let _parallel = self.tell(place, true);
        // SAFETY: the frame outlives the call.
        let member = unsafe { Context::new(&self.job.frame, None, 0, 1, Phase(0), 0) };
        let _task = member.tell_task(0);
        let result = member.enter(|| run(&member, &self.job.stop));
        if let Some(payload) = member.end_tasks() {
            resume_unwind(payload);
        }
        result
    }

    /// Tells observers that the region or loop begins, and at the end that it is over.
    #[inline(always)]
    fn tell(&mut self, place: &'static Location<'static>, combined: bool) -> hook::Scope<'static> {
        self.job.frame.mark = RegionMark::new(place);
        let frame = &self.job.frame;
        let requested = self.asked.get();
        hook::scope(
            || frame.mark.member(0),
            || hook::Kind::Parallel { requested, size: frame.size, level: frame.level, combined, place },
        )
    }

    pub(super) fn release(&mut self) {
        if let Some(core) = self.core.take() {
            core.give_back();
        }
    }

    /// The dispenser for a combined loop, and the number of the loop.
    #[inline]
    pub(crate) fn open_dispenser(&self) -> Option<(&'static crate::schedule::Dispenser, u64)> {
        let core = self.job.frame.core?;
        let number = core.next_construct();
        core.set_next_construct(number + 1);
        let dispenser = &core.slots.of(number).dispenser;
        dispenser.open(number);
        Some((dispenser, number))
    }
}

/// What the members of a region of this policy do before its body.
#[cold]
fn settle(policy: ProcBind, display: bool) -> Settle {
    let places = icv::places();
    let from = Context::with_current(|task| task.and_then(settle::position));
    let from = from.or_else(|| Home::of_this_thread().origin(places));
    Settle { binding: from.and_then(|from| Binding::new(policy, from)), display }
}

#[cold]
fn reason(settings: &DataEnv, active_level: usize) -> String {
    if active_level >= settings.max_active_levels as usize {
        format!(
            "max-active-levels-var allows {} nested levels with several threads",
            settings.max_active_levels
        )
    } else {
        "the thread limit, dyn-var or the `if` clause allows no more".to_owned()
    }
}
