use std::panic::Location;

use super::crew::{Clauses, Crew};
use super::region::or_panic;
use crate::place::ProcBind;
use crate::prim::AtomicBool;
use crate::schedule::{Dispenser, Mapping, Plan, Schedule};
use crate::space::{IntoSpace, Items, Space};
use crate::team::context::Context;
use crate::worksharing::part::Part;

/// Shares the iterations of `space` among a team of threads. OpenMP 5.2 §17.3, `#pragma omp parallel for`.
///
/// The whole loop is one expression, so the borrow checker sees all of it: `&mut` slices are lent item by
/// item, and nothing needs a lock.
///
/// ```
/// use ferromp::{Schedule, Sum, parallel_for};
/// let x = [1.0, 2.0, 3.0];
/// let mut y = [10.0, 20.0, 30.0];
/// parallel_for((&mut y[..], &x[..])).schedule(Schedule::Static).for_each(|(y, x)| *y += 2.0 * *x);
/// assert_eq!(y, [12.0, 24.0, 36.0]);
/// ```
#[inline]
#[track_caller]
pub fn parallel_for<I: IntoSpace>(space: I) -> ParallelFor<'static, I::Space> {
    ParallelFor {
        space: space.into_space(),
        schedule: None,
        clauses: Clauses::default(),
        deterministic: false,
        place: Location::caller(),
    }
}

/// A combined parallel loop and its clauses. See [`parallel_for`].
#[must_use = "a loop does nothing until `for_each` or another of its ends"]
pub struct ParallelFor<'p, S> {
    pub(super) space: S,
    pub(super) schedule: Option<Schedule<'p>>,
    pub(super) clauses: Clauses,
    pub(super) deterministic: bool,
    pub(super) place: &'static Location<'static>,
}

impl<'p, S: Space> ParallelFor<'p, S> {
    /// Chooses who runs which iterations. OpenMP 5.2 §11.5.3.
    ///
    /// Without this clause the loop is cut into one block for each thread, and a block whose thread does not
    /// come in time is run by another. [`Schedule::Static`] written out keeps OpenMP's mapping: block `k`
    /// runs on thread `k`.
    #[inline]
    pub fn schedule<'q>(self, schedule: Schedule<'q>) -> ParallelFor<'q, S> {
        let Self { space, clauses, deterministic, place, schedule: _ } = self;
        ParallelFor { space, schedule: Some(schedule), clauses, deterministic, place }
    }

    /// Asks for `n` threads. See [`Parallel::num_threads`](crate::Parallel::num_threads).
    #[inline]
    pub fn num_threads(mut self, n: usize) -> Self {
        self.clauses.num_threads = Some(n.max(1));
        self
    }

    /// Makes it an error to have fewer. See [`Parallel::strict`](crate::Parallel::strict).
    #[inline]
    pub fn strict(mut self) -> Self {
        self.clauses.strict = true;
        self
    }

    /// With `false`, runs the loop on the calling thread. See [`Parallel::only_if`](crate::Parallel::only_if).
    #[inline]
    pub fn only_if(mut self, condition: bool) -> Self {
        self.clauses.only_if = condition;
        self
    }

    /// Places the threads on processors. See [`Parallel::proc_bind`](crate::Parallel::proc_bind).
    #[inline]
    pub fn proc_bind(mut self, policy: ProcBind) -> Self {
        self.clauses.proc_bind = Some(policy);
        self
    }
}

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// Runs `body` once for every iteration.
    ///
    /// # Panics
    /// If `body` panics, no further chunk starts and the first panic goes on here.
    #[inline]
    pub fn for_each<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item) + Sync,
    {
        self.drive(|part| part.for_each_item(&self.space, &body));
    }

    /// Runs `body` with a state that `init` makes once for each thread's part of the loop.
    #[inline]
    pub fn for_each_init<T, Init, F>(self, init: Init, body: F)
    where
        Init: Fn() -> T + Sync,
        F: for<'i> Fn(&mut T, <S as Items<'i>>::Item) + Sync,
    {
        self.drive(|part| {
            let _admission = part.admit(&self.space);
            let mut state = None;
            part.for_each_chunk(|range| {
                let state = state.get_or_insert_with(&init);
                // SAFETY: as in `Part::for_each_item`.
                unsafe { self.space.block(range) }.for_each(|item| body(state, item));
            });
        });
    }

    /// Runs `part` once for each part of the loop.
    #[inline]
    pub(super) fn drive(&self, part: impl Fn(&Part<'_, '_>) + Sync) {
        let len = self.space.len();
        if len == 0 {
            return;
        }
        let crew = or_panic(Crew::find(&self.clauses, usize::try_from(len).unwrap_or(usize::MAX)));
        let (mapping, claimed) = self.mapping(len, crew.size());
        drive(crew, Plan { len, members: 0, mapping }, claimed, self.place, part);
    }

    /// How the iterations are shared, and whether parts may be run by whoever comes.
    #[inline]
    pub(super) fn mapping(&self, len: u64, members: usize) -> (Mapping<'_>, bool) {
        match self.schedule {
            None => (Mapping::Block, true),
            Some(schedule) => {
                let mapping = schedule.resolve(super::settings().schedule, len, members, false);
                (mapping, !matches!(mapping, Mapping::Block | Mapping::Cyclic(_)))
            }
        }
    }
}

/// What the parts of a combined loop share.
struct Job<'l, 'p, F> {
    plan: Plan<'p>,
    dispenser: &'l Dispenser,
    number: u64,
    place: &'static Location<'static>,
    part: F,
}

/// Runs `part` once for each member of `crew`: as shares that may be claimed, or by all members.
#[inline]
pub(super) fn drive<F: Fn(&Part<'_, '_>) + Sync>(
    mut crew: Crew,
    plan: Plan<'_>,
    claimed: bool,
    place: &'static Location<'static>,
    part: F,
) {
    /// # Safety
    /// `data` is a `Job<F>` that lives through the call.
    unsafe fn run<F: Fn(&Part<'_, '_>) + Sync>(data: *const (), context: &Context, stop: &AtomicBool) {
        // SAFETY: contract of this function.
        let job = unsafe { &*data.cast::<Job<'_, '_, F>>() };
        let Job { plan, dispenser, number, place, part } = job;
        part(&Part { context, plan, dispenser, number: *number, stop, place });
    }
    /// # Safety
    /// As for `run`.
    unsafe fn run_member<F: Fn(&Part<'_, '_>) + Sync>(data: *const (), context: &Context) {
        let never = AtomicBool::new(false);
        // SAFETY: passed on.
        unsafe { run::<F>(data, context, &never) }
    }
    let members = crew.size();
    let alone;
    let (mapping, (dispenser, number)) = match crew.open_dispenser() {
        Some(open) => (plan.mapping, open),
        None => {
            alone = Dispenser::with_capacity(0);
            (plan.mapping.alone(), (&alone, 0))
        }
    };
    let job = Job { plan: Plan { len: plan.len, members, mapping }, dispenser, number, place, part };
    let data = std::ptr::from_ref(&job).cast();
    if claimed {
        // SAFETY: `F: Sync`, and the plan and the dispenser are shared safely.
        unsafe { crew.run_shares(run::<F>, data) };
    } else {
        // SAFETY: as above.
        or_panic(unsafe { crew.open(run_member::<F>, data, place) });
    }
}
