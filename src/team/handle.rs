use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::Location;

use super::context::Context;
use super::interrupt::{self, Cause};
use crate::hook::{Cancelled, SyncKind};
use crate::reduce::Reduction;

/// One member's handle on the team that runs a parallel region.
///
/// Every member of the team receives its own and cannot send it elsewhere. Worksharing constructs and
/// synchronisation are its methods: all members must meet the same ones in the same order, as in OpenMP; a
/// member that does not is answered with a panic that names both places, not with a hang.
///
/// `'scope` is the part of the program that outlives the region, as for [`std::thread::scope`].
///
/// A handle belongs to its member's thread, and ends with the region:
/// ```compile_fail,E0277
/// ferromp::parallel(|team| {
///     std::thread::scope(|threads| {
///         threads.spawn(|| team.barrier());
///     });
/// });
/// ```
/// ```compile_fail,E0277
/// ferromp::parallel(|outer| {
///     ferromp::parallel(|_inner| outer.barrier());
/// });
/// ```
/// ```compile_fail,E0521
/// let kept = std::sync::Mutex::new(None);
/// ferromp::Parallel::new().masked(|team| *kept.lock().unwrap() = Some(team));
/// ```
/// What a body shares must be [`Sync`], and what members receive from each other [`Send`]:
/// ```compile_fail,E0277
/// let count = std::cell::Cell::new(0);
/// ferromp::parallel(|_team| count.set(count.get() + 1));
/// ```
/// ```compile_fail,E0277
/// ferromp::parallel(|team| drop(team.single(|| std::rc::Rc::new(1))));
/// ```
#[repr(transparent)]
pub struct Team<'scope> {
    context: Context,
    _scope: PhantomData<Cell<&'scope ()>>,
}

impl<'scope> Team<'scope> {
    /// The handle of the member whose implicit task is `context`.
    #[inline]
    pub(crate) fn of(context: &Context) -> &Self {
        // SAFETY: `Team` is a transparent wrapper of `Context`, so a reference to one is a reference to the
        // other; `'scope` only stands in a marker.
        unsafe { &*std::ptr::from_ref(context).cast() }
    }

    #[inline]
    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// This member's number, from 0 (the thread that met the region) to `num_threads() - 1`.
    ///
    /// OpenMP 5.2 §18.2.4, `omp_get_thread_num`.
    ///
    /// ```
    /// let numbers = ferromp::Parallel::new().num_threads(3).map(|team| team.thread_num());
    /// assert_eq!(numbers, [0, 1, 2]);
    /// ```
    #[inline]
    pub fn thread_num(&self) -> usize {
        self.context.thread_num()
    }

    /// How many members the team has. OpenMP 5.2 §18.2.2, `omp_get_num_threads`.
    ///
    /// ```
    /// ferromp::Parallel::new().num_threads(2).run(|team| assert_eq!(team.num_threads(), 2));
    /// ```
    #[inline]
    pub fn num_threads(&self) -> usize {
        self.context.size()
    }

    /// How many regions enclose this point, this one included: 1 in a region opened outside every other.
    /// OpenMP 5.2 §18.2.17, `omp_get_level`.
    pub fn level(&self) -> usize {
        self.context.frame().level
    }

    /// The same, counting only regions with more than one member. OpenMP 5.2 §18.2.20,
    /// `omp_get_active_level`.
    pub fn active_level(&self) -> usize {
        self.context.frame().active_level
    }

    /// The number that this member, or the ancestor from which its region was opened, has at `level`; `None`
    /// above [`level`](Team::level). Level 0 is the sequential part, whose only member has number 0.
    /// OpenMP 5.2 §18.2.18, `omp_get_ancestor_thread_num`.
    pub fn ancestor_thread_num(&self, level: usize) -> Option<usize> {
        self.context.ancestor_thread_num(level)
    }

    /// The size of the team at `level`, as for [`ancestor_thread_num`](Team::ancestor_thread_num).
    /// OpenMP 5.2 §18.2.19, `omp_get_team_size`.
    pub fn team_size(&self, level: usize) -> Option<usize> {
        self.context.team_size(level)
    }

    /// Waits until every member has come here. What members did before is seen by all afterwards.
    /// OpenMP 5.2 §15.3.1.
    ///
    /// If a member panics, or leaves the region without coming here, the others are called out of the
    /// barrier, and the caller of the region learns why.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    /// let arrived = AtomicUsize::new(0);
    /// ferromp::parallel(|team| {
    ///     arrived.fetch_add(1, Relaxed);
    ///     team.barrier();
    ///     assert_eq!(arrived.load(Relaxed), team.num_threads());
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn barrier(&self) {
        self.context.meet(SyncKind::Barrier, Location::caller());
    }

    /// Combines one value of each member, in member order; every member receives the result. Implies a
    /// barrier.
    ///
    /// The grouping is fixed by the size of the team, so floating-point results have the same bits in every
    /// run with as many members. `T: 'static`, since a value crosses between members whose borrows could
    /// differ.
    ///
    /// # Panics
    /// If `op` or `T::clone` panics, the region ends with that panic.
    ///
    /// ```
    /// use ferromp::Sum;
    /// ferromp::parallel(|team| {
    ///     let n = team.num_threads();
    ///     assert_eq!(team.reduce(Sum, team.thread_num() + 1), n * (n + 1) / 2);
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn reduce<R, T>(&self, op: R, value: T) -> T
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
    {
        match self.context.core() {
            Some(core) => self.context.all_reduce(core, Location::caller(), value, |a, b| op.combine(a, b)),
            None => value,
        }
    }

    /// Ends the region early: members leave it when they next wait for each other, and worksharing loops
    /// start no further chunk. OpenMP 5.2 §11.1, `cancel parallel`.
    ///
    /// The call does not return: this member leaves at once, by an unwinding that runs destructors and that
    /// the region catches. [`Parallel::run`](crate::Parallel::run) then returns as usual. It works whatever
    /// `OMP_CANCELLATION` says, which is a setting for annotations: code that follows a call which does not
    /// return cannot be run.
    ///
    /// ```
    /// use ferromp::Parallel;
    /// Parallel::new().num_threads(2).run(|team| {
    ///     if team.thread_num() == 1 {
    ///         team.cancel_parallel();
    ///     }
    ///     team.barrier();
    ///     unreachable!("no member passes a barrier that another will not reach");
    /// });
    /// ```
    pub fn cancel_parallel(&self) -> ! {
        self.context.tell_cancel(Cancelled::Parallel);
        if let Some(core) = self.context.core() {
            core.interrupt(Cause::Cancelled);
        }
        interrupt::unwind(self.context.frame())
    }

    /// Leaves the region, as [`cancel_parallel`](Team::cancel_parallel) does, if a member has cancelled it
    /// or panicked. OpenMP 5.2 §11.2, `cancellation point`.
    #[inline]
    pub fn cancellation_point(&self) {
        if self.is_cancelled() {
            interrupt::unwind(self.context.frame());
        }
    }

    /// Whether a member has cancelled the region or panicked.
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        self.context.core().is_some_and(|core| core.notice.interrupt.is_raised())
    }
}

impl std::fmt::Debug for Team<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Team")
            .field("thread_num", &self.thread_num())
            .field("num_threads", &self.num_threads())
            .field("level", &self.level())
            .finish()
    }
}
