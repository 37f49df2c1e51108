//! OpenMP for Rust: parallel regions, worksharing loops, reductions, barriers and tasks, without data races.
//!
//! ```
//! use ferromp::prelude::*;
//!
//! let x = vec![1.0; 1000];
//! let mut y = vec![2.0; 1000];
//! parallel_for((&mut y, &x)).for_each(|(y, x)| *y += 3.0 * x); // one loop, shared among the threads
//!
//! let sum = parallel_for(&y).reduce(Sum, |y| *y); // its results combined
//! assert_eq!(sum, 5000.0);
//!
//! parallel(|team| {
//!     // A region: every member of the team runs this.
//!     let numbers = team.reduce(Sum, team.thread_num());
//!     team.masked(|| assert_eq!(numbers, (0..team.num_threads()).sum()));
//! });
//! ```
//!
//! The names are OpenMP's, and so is their meaning: documentation cites the sections of version 5.2 that items
//! mirror. The concepts in the order in which one meets them:
//!
//! # Teams and regions
//!
//! A *region* is a closure that every member of a *team* runs at the same time: [`parallel`], or [`Parallel`]
//! for its clauses. The calling thread is member 0. The other members are threads that the first region
//! starts and later ones find waiting: to open a region is one write that they see, to close it one
//! write of each member. Nothing is allocated and no lock is taken on the way.
//!
//! A member knows itself by its [`Team`] handle: its number, the size of the team, and the constructs that
//! members run together. All members must meet the same constructs in the same order. A member that leaves
//! one out, or meets another one instead, makes the region end with a panic (or an [`Error`] from the `try_`
//! forms) that names both places. It does not hang.
//!
//! # Worksharing
//!
//! [`Team::for_loop`] shares the iterations of a loop among the members: each runs once, on one of them. At
//! its end is a barrier, unless [`nowait`](ForLoop::nowait) says otherwise. [`Team::single`],
//! [`Team::sections`] and [`Team::masked`] share out other work.
//!
//! [`parallel_for`](fn@parallel_for) is a region with one loop in it. It gives no thread numbers to honour, so it need not
//! wait for a member that is asleep or preempted: its parts are claimed by whoever is awake, the caller first.
//! For a single loop it is the better choice.
//!
//! What a loop runs over is a [`Space`](space::Space): ranges of every integer type, slices, vectors by
//! value, chunks, tuples of spaces in step, nested loops, triangles. See [`space`].
//!
//! # Tasks
//!
//! Work that is not a loop: [`Team::join`] for recursion, [`Team::task`] and [`Team::taskgroup`] for pieces that are
//! run by whoever has time, [`Team::task_with`] for pieces that wait for each other's data, [`Team::taskloop`] for loops among
//! them. One member usually creates them ([`parallel_masked`]) while the others help. A task may borrow what outlives the
//! construct that waits for it: the region for `task`, the group for [`TaskGroup::task`].
//!
//! A waiting member runs tasks: at a barrier and the end of a region any of the region, at a `taskwait`, a group's end or
//! a join only those below what it waits for, and those whose data these need. It never runs tasks of other regions or other threads' regions.
//!
//! # Data sharing
//!
//! OpenMP has clauses `shared`, `private`, `firstprivate`, `lastprivate`. Here the borrow checker does their work.
//! A closure's captures are shared, so they must be [`Sync`]; what the body declares is private. A combined
//! loop over `&mut y[..]` lends each iteration its own element:
//!
//! ```compile_fail,E0594
//! # use ferromp::parallel_for;
//! let mut sum = 0;
//! parallel_for(0..100).for_each(|i| sum += i); // a data race in C: here it does not compile
//! ```
//!
//! Inside a region every member evaluates the same expression, so none of them can hold `&mut y`.
//! [`SharedMut`](space::SharedMut) holds it instead, and lends its elements to one loop at a time, or the
//! whole for reading between loops. State of a member's own is made by `for_each_init`.
//!
//! Nothing in this crate's interface that users are asked to call is `unsafe`. Implementations of its traits
//! ([`Reduction`], [`ChunkPolicy`], [`Space`](space::Space)) are never trusted for memory safety, and leaking
//! or unwinding anywhere is harmless.
//!
//! # Schedules
//!
//! A [`Schedule`] says who runs which iterations. [`Static`](Schedule::Static) gives each member one block,
//! the same one in every loop of that length: memory that a member touched first stays near it, and chains of
//! `nowait` loops need no barrier. [`Dynamic`](Schedule::Dynamic) and [`Guided`](Schedule::Guided) balance
//! uneven iterations, and so do the published policies, which [`Schedule`] has by the names of the literature. A
//! [`ChunkPolicy`] is a schedule of your own. Every iteration runs exactly once under
//! each of them; after a panic or an early exit, at most once.
//!
//! # Reductions and bits
//!
//! A [`Reduction`] is an operator with its identity. Partial results belong to parts of the loop, never to
//! threads, and are combined in the order of iterations. So the operator need not commute, and a sum of
//! floats has the same bits in every run with the same schedule and number of threads.
//! [`deterministic`](ParallelFor::deterministic) makes them the same for any number of threads; its
//! documentation says at what price.
//!
//! # Waiting
//!
//! A waiting member looks again and again for a short time, then yields its processor between looks, then
//! sleeps. It yields at once where there are more members than processors, or where it sits on the processor
//! of a member it waits for. `OMP_WAIT_POLICY` makes this endless (`active`) or short (`passive`).
//!
//! # Nesting
//!
//! A region inside a region has one member by default. `OMP_MAX_ACTIVE_LEVELS`, or
//! [`omp::set_max_active_levels`], lets it have a team of its own, hired for it and kept like the first. Threads that
//! are not ours (of [`std::thread`], rayon, tokio) may open regions, also at the same time: each gets its own
//! team. `OMP_DYNAMIC` keeps all of them together from using more threads than there are processors.
//!
//! # Panics
//!
//! If a member panics, the others are called out of every wait of that region. When all have left, the first
//! panic goes on in the caller. The team is as good as new for the next region.
//! [`Team::cancel_parallel`] ends a region early in the same way, without a panic at the end.
//!
//! # From OpenMP
//!
#![cfg_attr(
    feature = "macros",
    doc = "The chapter [`from_openmp`] shows each pragma of C beside its form here, [`omp`](macro@omp) first."
)]
//! The functions behind:
//!
//! | OpenMP | here |
//! |---|---|
//! | `parallel` | [`parallel`], [`Parallel`] |
//! | `num_threads`, `if`, `proc_bind` | [`Parallel::num_threads`], [`only_if`](Parallel::only_if), [`proc_bind`](Parallel::proc_bind) |
//! | `num_threads(strict: n)` | [`Parallel::strict`] |
//! | `parallel for` | [`parallel_for`](fn@parallel_for) |
//! | `parallel masked` | [`parallel_masked`], [`Parallel::masked`] |
//! | `for` | [`Team::for_loop`] |
//! | `schedule`, `nowait` | [`ForLoop::schedule`], [`ForLoop::nowait`] |
//! | `collapse` | [`space::collapse()`], [`space::collapse_with`] |
//! | `ordered` | [`ForLoop::ordered`] |
//! | `ordered(n)`, `doacross`, `depend(sink: …)` | [`ForLoop::doacross`], [`ParallelFor::doacross`], [`Doacross`] |
//! | `lastprivate` | [`ForLoop::lastprivate`], [`ParallelFor::lastprivate`] |
//! | `reduction` | [`ParallelFor::reduce`], [`ForLoop::reduce`], [`Team::reduce`], [`Parallel::reduce`] |
//! | `declare reduction` | [`Reduction`], [`reduction`] |
//! | `scan` | [`ParallelFor::scan_inclusive`], [`ForLoop::scan_inclusive`] and their exclusive kin |
//! | `private`, `firstprivate` | variables of the closure; [`ForLoop::for_each_init`] |
//! | `copyprivate` | the result of [`Team::single`] |
//! | `single`, `masked`, `sections`, `scope` | [`Team::single`], [`Team::masked`], [`Team::sections`], [`Team::scope`] |
//! | `barrier` | [`Team::barrier`] |
//! | `task` and its clauses | [`Team::task`], [`Task`] |
//! | `taskwait`, `taskyield`, `taskgroup` | [`Team::taskwait`], [`Team::taskyield`], [`Team::taskgroup`] |
//! | `task_reduction`, `in_reduction` | [`Team::taskgroup_reduce`] |
//! | `depend` | [`Team::task_with`] and the accesses of [`Data`] |
//! | `taskwait` with `depend` | [`Team::taskwait_with`] |
//! | `detach`, `omp_fulfill_event` | [`Team::task_detached`], [`Event::fulfill`] |
//! | `taskgraph` | [`TaskGraph`] |
//! | `taskloop` | [`Team::taskloop`] |
//! | `grainsize`, `num_tasks`, `nogroup` | [`TaskLoop::grainsize`], [`TaskLoop::num_tasks`], [`TaskLoop::nogroup`] |
//! | `cancel taskgroup` | [`TaskGroup::cancel`] |
//! | `critical` | [`critical!`], [`Critical`], [`Team::critical`] |
//! | `atomic`, `flush` | [`std::sync::atomic`], [`AtomicF64`], [`AtomicF32`]; [`flush`] |
//! | `cancel parallel`, `cancellation point` | [`Team::cancel_parallel`], [`Team::cancellation_point`] |
//! | `cancel for` | [`ForLoop::for_each_until`], [`ForLoop::find_any`] |
//! | `omp_lock_t`, `omp_nest_lock_t` | [`Lock`], [`NestLock`] |
//! | tools (OMPT) | the module `observe`, with the feature of that name; `profile` is one |
//! | `omp_…` routines | [`omp`](mod@omp) |
//! | `OMP_…` variables | read at the first use; the README has the table |
//!
//! [`parallel_for`]: parallel_for()

#![warn(missing_docs, unreachable_pub)]

#[doc(hidden)]
pub mod __private;
#[cfg(all(feature = "raw", not(loom)))]
#[doc(hidden)]
pub mod __raw;
#[cfg(feature = "macros")]
mod annotations;
mod barrier;
#[cfg(not(loom))]
pub mod bridge;
mod compare;
mod doacross;
mod error;
#[cfg(feature = "macros")]
pub mod from_openmp;
mod hook;
mod icv;
#[cfg(feature = "observe")]
pub mod observe;
pub mod omp;
mod parallel;
mod place;
pub mod prelude;
mod prim;
#[cfg(feature = "profile")]
pub mod profile;
mod reduce;
mod schedule;
pub mod simulate;
pub mod space;
mod sync;
mod syntax;
mod sys;
mod task;
mod taskpool;
mod team;
mod wait;
mod worksharing;

#[cfg(feature = "macros")]
pub use annotations::{omp, parallel_for};
pub use compare::{CompareSchedules, Comparison, Timing, compare_schedules};
pub use error::Error;
pub use parallel::{Parallel, ParallelFor, parallel, parallel_for, parallel_masked};
pub use place::ProcBind;
pub use reduce::{
    BitAnd, BitOr, BitXor, Elementwise, LogicalAnd, LogicalOr, Max, Min, Product, Reduction, Sum,
    UserReduction, reduction,
};
pub use schedule::{
    BinLpt, ChunkPolicy, Completed, LoopStart, LoopState, Modified, Modifier, ParseScheduleError, Schedule,
};
pub use sync::{AtomicF32, AtomicF64, LockError, SyncHint, flush};
#[cfg(not(loom))]
pub use sync::{Critical, Lock, LockGuard, NestLock};
pub use task::{
    Data, Event, Recorder, Task, TaskGraph, TaskGroup, TaskLoop, TaskLoopNogroup, TaskReduction, TaskScope,
};
pub use team::Team;
pub use worksharing::{Doacross, ForLoop, Ordered};

/// Accesses of tasks to [`Data`], by which they wait for each other: the types that its methods make, and what they are.
pub mod depend {
    pub use crate::task::{Access, Commute, Concurrent, Lend, Read, Write};
}

/// The programs of the README, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
