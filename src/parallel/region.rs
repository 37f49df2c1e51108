use std::cell::Cell;
use std::panic::Location;

use super::crew::{Clauses, Crew, Ended};
use super::partials;
use crate::error::Error;
use crate::place::ProcBind;
use crate::prim::Mutex;
use crate::reduce::Reduction;
use crate::team::Team;
use crate::team::context::Context;
use crate::team::parcel::Parcel;
use crate::team::region::Data;

/// Runs `body` once on every member of a team of threads, and returns when all are done.
///
/// OpenMP 5.2 §10.1, `#pragma omp parallel`. The calling thread is member 0; the others are threads that
/// live on between regions. The team has as many members as the settings say: by default one for each
/// processor this process may use. [`Parallel`] has the clauses.
///
/// # Panics
/// If a member panics, the others are called out of whatever they wait for in the region, and the first
/// panic goes on here. Also if members meet different constructs; see [`Team`].
///
/// ```
/// use ferromp::{Sum, parallel};
/// parallel(|team| {
///     assert!(team.thread_num() < team.num_threads());
///     let total = team.reduce(Sum, 1);
///     assert_eq!(total, team.num_threads());
/// });
/// ```
#[inline]
#[track_caller]
pub fn parallel<'scope, F>(body: F)
where
    F: Fn(&Team<'scope>) + Sync,
{
    Parallel::new().run(body);
}

/// Runs `body` on the calling thread as the primary member of a team, and returns its result.
///
/// OpenMP 5.2 §10.5 in its combined form, `#pragma omp parallel masked`. Shorthand for
/// [`Parallel::masked`].
#[inline]
#[track_caller]
pub fn parallel_masked<'scope, R>(body: impl FnOnce(&Team<'scope>) -> R) -> R {
    Parallel::new().masked(body)
}

/// A parallel region and its clauses. OpenMP 5.2 §10.1.
///
/// ```
/// use ferromp::{Parallel, ProcBind};
/// let squares: Vec<usize> = Parallel::new().num_threads(4).map(|team| team.thread_num().pow(2));
/// assert_eq!(squares, [0, 1, 4, 9]);
/// Parallel::new().num_threads(2).only_if(squares.len() > 1).proc_bind(ProcBind::Spread).run(|team| {
///     assert_eq!(team.num_threads(), 2);
/// });
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a region does nothing until `run`, `map`, `reduce` or `masked`"]
pub struct Parallel {
    clauses: Clauses,
}

impl Parallel {
    /// A region without clauses.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for a team of `n` members, 0 meaning 1. Fewer are provided where a limit says so, unless the
    /// region is [`strict`](Parallel::strict). OpenMP 5.2 §10.1.2.
    #[inline]
    pub fn num_threads(mut self, n: usize) -> Self {
        self.clauses.num_threads = Some(n.max(1));
        self
    }

    /// Makes it an error to provide fewer members than [`num_threads`](Parallel::num_threads) asks for.
    /// OpenMP 6.0 §12.1.2, `num_threads(strict: n)`.
    ///
    /// ```
    /// let answer = ferromp::Parallel::new().num_threads(1 << 20).strict().try_run(|_| ());
    /// assert!(answer.unwrap_err().is_too_few_threads());
    /// ```
    #[inline]
    pub fn strict(mut self) -> Self {
        self.clauses.strict = true;
        self
    }

    /// With `false`, runs the region on the calling thread alone. OpenMP 5.2 §3.4, the `if` clause.
    #[inline]
    pub fn only_if(mut self, condition: bool) -> Self {
        self.clauses.only_if = condition;
        self
    }

    /// Binds the members to places for this region, by `policy` and in place of what `OMP_PROC_BIND` says; no effect
    /// with `OMP_PROC_BIND=false`. The calling thread has its former mask again afterwards: that takes it three
    /// system calls for each region outside of bound ones, and the others one when their place changes.
    ///
    /// Places are those of `OMP_PLACES`, by default one for each core; a thread that its user has pinned begins at
    /// those within its mask. Where the system does not bind threads, that is said once and nothing else
    /// changes. OpenMP 5.2 §10.1.4.
    #[inline]
    pub fn proc_bind(mut self, policy: ProcBind) -> Self {
        self.clauses.proc_bind = Some(policy);
        self
    }

    /// Runs `body` once on every member.
    ///
    /// # Panics
    /// As [`parallel`], and if a strict region cannot have its members.
    #[inline]
    #[track_caller]
    pub fn run<'scope, F>(&self, body: F)
    where
        F: Fn(&Team<'scope>) + Sync,
    {
        or_panic(self.try_run(body));
    }

    /// [`run`](Parallel::run), with an error in place of a panic where members are missing or meet different
    /// constructs. A panic of `body` goes on as one.
    ///
    /// # Errors
    /// See [`Error`].
    #[inline]
    #[track_caller]
    pub fn try_run<'scope, F>(&self, body: F) -> Result<(), Error>
    where
        F: Fn(&Team<'scope>) + Sync,
    {
        open(Crew::find(&self.clauses, usize::MAX)?, &body, Location::caller()).map(|_ended| ())
    }

    /// Runs `body` once on every member and returns the results in member order.
    ///
    /// # Panics
    /// As [`run`](Parallel::run), and if the region is cancelled.
    #[track_caller]
    pub fn map<'scope, R, F>(&self, body: F) -> Vec<R>
    where
        R: Send,
        F: Fn(&Team<'scope>) -> R + Sync,
    {
        or_panic(self.try_map(body))
    }

    /// [`map`](Parallel::map), with an error in place of a panic as for [`try_run`](Parallel::try_run).
    ///
    /// # Errors
    /// See [`Error`]; also if the region is cancelled, when results are missing.
    #[track_caller]
    pub fn try_map<'scope, R, F>(&self, body: F) -> Result<Vec<R>, Error>
    where
        R: Send,
        F: Fn(&Team<'scope>) -> R + Sync,
    {
        let crew = Crew::find(&self.clauses, usize::MAX)?;
        let results: Vec<Mutex<Option<R>>> = (0..crew.size()).map(|_| Mutex::new(None)).collect();
        let member = |team: &Team<'scope>| {
            let result = body(team);
            *results[team.thread_num()].lock() = Some(result);
        };
        let _ended = open(crew, &member, Location::caller())?;
        results.into_iter().map(|result| result.into_inner().ok_or_else(Error::cancelled)).collect()
    }

    /// Runs `body` once on every member and combines the results in member order.
    ///
    /// OpenMP 5.2 §5.5.8, the `reduction` clause on `parallel`. The partial results travel with the join, so
    /// this costs what [`run`](Parallel::run) costs.
    ///
    /// # Panics
    /// As [`run`](Parallel::run), if `op` panics, and if the region is cancelled.
    ///
    /// ```
    /// use ferromp::{Max, Parallel};
    /// assert_eq!(Parallel::new().num_threads(3).reduce(Max, |team| team.thread_num()), 2);
    /// ```
    #[inline]
    #[track_caller]
    pub fn reduce<'scope, T, R, F>(&self, op: R, body: F) -> T
    where
        R: Reduction<T>,
        T: Send,
        F: Fn(&Team<'scope>) -> T + Sync,
    {
        or_panic(self.try_reduce(op, body))
    }

    /// [`reduce`](Parallel::reduce), with an error in place of a panic as for [`try_run`](Parallel::try_run).
    ///
    /// # Errors
    /// See [`Error`]; also if the region is cancelled, when partial results are missing.
    #[inline]
    #[track_caller]
    pub fn try_reduce<'scope, T, R, F>(&self, op: R, body: F) -> Result<T, Error>
    where
        R: Reduction<T>,
        T: Send,
        F: Fn(&Team<'scope>) -> T + Sync,
    {
        let place = Location::caller();
        let crew = Crew::find(&self.clauses, usize::MAX)?;
        match crew.core() {
            Some(core) if const { Parcel::carries::<T>() } => {
                partials::reduce_members(core, crew, op, &body, place)
            }
            _ => reduce_kept(crew, op, &body, place),
        }
    }

    /// Runs `body` on the calling thread as member 0 and returns its result; the other members help with the
    /// tasks it creates. OpenMP 5.2 §10.5, `parallel masked`.
    ///
    /// # Panics
    /// As [`run`](Parallel::run), and if the region is cancelled.
    #[track_caller]
    pub fn masked<'scope, R>(&self, body: impl FnOnce(&Team<'scope>) -> R) -> R {
        or_panic(self.try_masked(body))
    }

    /// [`masked`](Parallel::masked), with an error in place of a panic as for [`try_run`](Parallel::try_run).
    ///
    /// # Errors
    /// See [`Error`]; also if the region is cancelled, when there is no result.
    #[track_caller]
    pub fn try_masked<'scope, R>(&self, body: impl FnOnce(&Team<'scope>) -> R) -> Result<R, Error> {
        let crew = Crew::find(&self.clauses, usize::MAX)?;
        let primary =
            Primary { body: Cell::new(Some(body)), result: Cell::new(None), scope: std::marker::PhantomData };
        primary.open(crew, Location::caller())?;
        primary.result.take().ok_or_else(Error::cancelled)
    }
}

/// What only the primary thread touches: other members receive the address and leave it alone.
struct Primary<'scope, R, F> {
    body: Cell<Option<F>>,
    result: Cell<Option<R>>,
    scope: std::marker::PhantomData<Cell<&'scope ()>>,
}

impl<'scope, R, F: FnOnce(&Team<'scope>) -> R> Primary<'scope, R, F> {
    fn open(&self, mut crew: Crew, place: &'static Location<'static>) -> Result<Ended, Error> {
        /// # Safety
        /// `data` is a `Primary` of these types; member 0 runs on the thread that made it.
        unsafe fn member<'scope, R, F: FnOnce(&Team<'scope>) -> R>(data: Data, member: &Context) {
            if member.thread_num() == 0 {
                // SAFETY: contract of this function; nobody else makes a reference of it.
                let primary = unsafe { data.get::<Primary<'scope, R, F>>() };
                if let Some(body) = primary.body.take() {
                    primary.result.set(Some(body(Team::of(member))));
                }
            }
        }
        // SAFETY: members other than 0 do not touch the data, and member 0 is this thread.
        unsafe { crew.open(member::<R, F>, Data::at(self), place) }
    }
}

/// Opens a region in which every member calls `body`.
#[inline]
pub(super) fn open<'scope, F>(
    mut crew: Crew,
    body: &F,
    place: &'static Location<'static>,
) -> Result<Ended, Error>
where
    F: Fn(&Team<'scope>) + Sync,
{
    /// # Safety
    /// `data` is an `F` that lives through the call.
    unsafe fn member<'scope, F: Fn(&Team<'scope>) + Sync>(data: Data, member: &Context) {
        // SAFETY: contract of this function.
        let body = unsafe { data.get::<F>() };
        body(Team::of(member));
    }
    // SAFETY: `F: Sync`, so members may call it at once.
    unsafe { crew.open(member::<F>, Data::at(body), place) }
}

/// A reduction whose partials are kept one by one, so that each is dropped once whatever happens.
fn reduce_kept<'scope, T, R, F>(
    crew: Crew,
    op: R,
    body: &F,
    place: &'static Location<'static>,
) -> Result<T, Error>
where
    R: Reduction<T>,
    T: Send,
    F: Fn(&Team<'scope>) -> T + Sync,
{
    if crew.size() == 1 {
        // The result of the only member, without a table.
        let result = Mutex::new(None);
        let member = |team: &Team<'scope>| {
            let partial = body(team);
            *result.lock() = Some(partial);
        };
        let _ended = open(crew, &member, place)?;
        return result.into_inner().ok_or_else(Error::cancelled);
    }
    let partials: Vec<Mutex<Option<T>>> = (0..crew.size()).map(|_| Mutex::new(None)).collect();
    let member = |team: &Team<'scope>| {
        let partial = body(team);
        *partials[team.thread_num()].lock() = Some(partial);
    };
    if let Ended::Cancelled = open(crew, &member, place)? {
        return Err(Error::cancelled());
    }
    let kept = partials.into_iter().filter_map(Mutex::into_inner);
    Ok(kept.reduce(|a, b| op.combine(a, b)).unwrap_or_else(|| op.identity()))
}

#[track_caller]
pub(super) fn or_panic<T>(answer: Result<T, Error>) -> T {
    match answer {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}
