//! From a combined loop with its clauses to the parts that run it.

use std::panic::Location;

use super::crew::{Crew, Ended};
use super::loops::ParallelFor;
use super::region::or_panic;
use crate::prim::AtomicBool;
use crate::schedule::{Dispenser, Mapping, Plan, Site};
use crate::team::context::Context;
use crate::team::region::Data;
use crate::worksharing::deal::Deal;
use crate::worksharing::part::Part;

/// A combined loop whose threads have been found.
pub(super) struct Ready<'p> {
    pub(super) crew: Crew,
    pub(super) mapping: Mapping<'p>,
    /// Whether parts may be run by whoever comes.
    claimed: bool,
    place: &'static Location<'static>,
}

impl<S> ParallelFor<'_, S> {
    /// Finds the threads for `len` iterations. Inlined, for it is made in place, and it is large.
    #[inline(always)]
    pub(super) fn ready(&self, len: u64) -> Ready<'_> {
        let crew = or_panic(Crew::find(&self.clauses, usize::try_from(len).unwrap_or(usize::MAX)));
        let (mapping, claimed) = match self.schedule {
            None => (Mapping::Block, true),
            Some(schedule) => {
                let mapping = schedule.resolve(super::settings().schedule, len, crew.size(), false);
                (mapping, !matches!(mapping, Mapping::Block | Mapping::Cyclic(_)))
            }
        };
        Ready { crew, mapping, claimed, place: self.place }
    }

    /// Runs `part` once for each part of the loop.
    #[inline]
    pub(super) fn drive(&self, len: u64, part: impl Fn(&Part<'_, '_>) + Sync) {
        if len == 0 {
            return;
        }
        let mut ready = self.ready(len);
        let plan = Plan { len, members: ready.crew.size(), mapping: ready.mapping };
        ready.run(plan, part);
    }

    /// The same, with the chunks of each part in ascending order.
    #[inline]
    pub(super) fn drive_monotonic(&self, len: u64, part: impl Fn(&Part<'_, '_>) + Sync) {
        if len == 0 {
            return;
        }
        let mut ready = self.ready(len);
        let plan = Plan { len, members: ready.crew.size(), mapping: ready.mapping.monotonic() };
        ready.run(plan, part);
    }

    /// The blocks of a loop of `len` iterations that keeps a result for each.
    #[inline]
    pub(super) fn deal<'r>(&self, len: u64, ready: &Ready<'r>) -> Deal<'r> {
        Deal::new(len, ready.crew.size(), ready.mapping, self.deterministic)
    }
}

impl Ready<'_> {
    /// Runs `part` once for each member: as shares that may be claimed, or by all members. Returns when all have run,
    /// or panics.
    #[inline]
    pub(super) fn run(&mut self, plan: Plan<'_>, part: impl Fn(&Part<'_, '_>) + Sync) {
        drive(&mut self.crew, plan, self.claimed, self.place, part);
    }

    /// The one part of a loop on a team that is the caller.
    #[inline]
    pub(super) fn run_alone<T>(&mut self, plan: &Plan<'_>, part: impl FnOnce(&Part<'_, '_>) -> T) -> T {
        let (dispenser, place) = (Dispenser::with_capacity(0), self.place);
        self.crew
            .run_alone(place, |context, stop| part(&Part::new(context, plan, &dispenser, 0, stop, place)))
    }

    /// [`run`](Ready::run) for a second loop over something else, one block for each member, run by whoever comes.
    pub(super) fn run_blocks(&mut self, len: u64, part: impl Fn(&Part<'_, '_>) + Sync) {
        let plan = Plan { len, members: self.crew.size(), mapping: Mapping::Block };
        drive(&mut self.crew, plan, true, self.place, part);
    }
}

/// What the parts of a combined loop share.
struct Job<'l, 'p, F> {
    plan: Plan<'p>,
    dispenser: &'l Dispenser,
    number: u64,
    /// For a region; shares have their loop's.
    stop: AtomicBool,
    place: &'static Location<'static>,
    part: F,
}

#[inline]
fn drive<F: Fn(&Part<'_, '_>) + Sync>(
    crew: &mut Crew,
    mut plan: Plan<'_>,
    claimed: bool,
    place: &'static Location<'static>,
    part: F,
) {
    /// # Safety
    /// `data` is a `Job<F>` that lives through the call.
    unsafe fn run_share<F: Fn(&Part<'_, '_>) + Sync>(data: *const (), context: &Context, stop: &AtomicBool) {
        // SAFETY: contract of this function.
        let job = unsafe { &*data.cast::<Job<'_, '_, F>>() };
        let Job { plan, dispenser, number, place, part, stop: _ } = job;
        part(&Part::new(context, plan, dispenser, *number, stop, place));
    }
    /// # Safety
    /// As for `run_share`.
    unsafe fn run_member<F: Fn(&Part<'_, '_>) + Sync>(data: Data, context: &Context) {
        // SAFETY: contract of this function.
        let stop = &unsafe { data.get::<Job<'_, '_, F>>() }.stop;
        // SAFETY: passed on.
        unsafe { run_share::<F>(data.first, context, stop) }
    }
    let alone;
    let (dispenser, number) = match crew.open_dispenser() {
        Some(open) => open,
        None => {
            alone = Dispenser::with_capacity(0);
            plan.mapping = plan.mapping.alone();
            (&alone, 0)
        }
    };
    dispenser.begin(&plan, Site::new(place, run_share::<F> as *const () as usize));
    let len = plan.len;
    let job = Job { plan, dispenser, number, stop: AtomicBool::new(false), place, part };
    if claimed {
        // SAFETY: `F: Sync`, and the plan and the dispenser are shared safely.
        unsafe { crew.run_shares(run_share::<F>, std::ptr::from_ref(&job).cast(), len, place) };
    } else {
        // SAFETY: as above.
        let ended = or_panic(unsafe { crew.open(run_member::<F>, Data::at(&job), place) });
        // Callers rely on every part having run. Nobody has a handle to cancel this region with.
        assert_eq!(ended, Ended::Complete, "a combined loop was cancelled");
    }
}
