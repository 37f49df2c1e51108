//! Routines that tell where in the regions around it a thread stands (OpenMP 5.2, section 18.2).
//!
//! Inside a region a [`Team`](crate::Team) answers the same questions without a look at a thread-local variable. These
//! are for functions that are called from regions and get no team.

use crate::taskpool::node::FINAL;
use crate::team::context::Context;

/// Number of threads in the team that runs the innermost region; 1 outside of all. Mirrors `omp_get_num_threads`
/// (OpenMP 5.2 §18.2.2).
///
/// ```
/// use ferromp::{Parallel, omp};
/// assert_eq!(omp::get_num_threads(), 1);
/// Parallel::new().num_threads(2).run(|team| assert_eq!(omp::get_num_threads(), team.num_threads()));
/// ```
#[must_use]
pub fn get_num_threads() -> usize {
    Context::with_current(|task| task.map_or(1, Context::size))
}

/// Number of the calling thread in its team, from 0; 0 outside of all regions. Mirrors `omp_get_thread_num`
/// (OpenMP 5.2 §18.2.4).
///
/// ```
/// use ferromp::{Parallel, omp};
/// assert_eq!(omp::get_thread_num(), 0);
/// Parallel::new().num_threads(2).run(|team| assert_eq!(omp::get_thread_num(), team.thread_num()));
/// ```
#[must_use]
pub fn get_thread_num() -> usize {
    Context::with_current(|task| task.map_or(0, Context::thread_num))
}

/// Whether the calling thread is in an active region: one of more than one member, be it the innermost or not. Mirrors
/// `omp_in_parallel` (OpenMP 5.2 §18.2.5).
///
/// ```
/// use ferromp::{Parallel, omp};
/// assert!(!omp::in_parallel());
/// Parallel::new().num_threads(1).run(|_| assert!(!omp::in_parallel()));
/// Parallel::new().num_threads(2).run(|team| assert_eq!(omp::in_parallel(), team.num_threads() > 1));
/// ```
#[must_use]
pub fn in_parallel() -> bool {
    get_active_level() > 0
}

/// Number of regions around the calling thread, active or not. Mirrors `omp_get_level` (OpenMP 5.2 §18.2.17).
///
/// ```
/// use ferromp::{Parallel, omp};
/// assert_eq!(omp::get_level(), 0);
/// Parallel::new().num_threads(1).run(|_| assert_eq!(omp::get_level(), 1));
/// ```
#[must_use]
pub fn get_level() -> usize {
    Context::with_current(|task| task.map_or(0, |task| task.frame().level))
}

/// Number of active regions, those of more than one member, around the calling thread. Mirrors `omp_get_active_level`
/// (OpenMP 5.2 §18.2.20).
///
/// ```
/// use ferromp::{Parallel, omp};
/// Parallel::new().num_threads(1).run(|_| assert_eq!(omp::get_active_level(), 0));
/// ```
#[must_use]
pub fn get_active_level() -> usize {
    Context::with_current(|task| task.map_or(0, |task| task.frame().active_level))
}

/// Number that the calling thread, or the ancestor that opened the regions around it, has in the team at nesting level
/// `level`. `None` for a level beyond [`get_level`], where OpenMP answers -1. At level 0 it is 0. Mirrors
/// `omp_get_ancestor_thread_num` (OpenMP 5.2 §18.2.18).
///
/// ```
/// use ferromp::{Parallel, omp};
/// Parallel::new().num_threads(2).run(|team| {
///     assert_eq!(omp::get_ancestor_thread_num(0), Some(0));
///     assert_eq!(omp::get_ancestor_thread_num(1), Some(team.thread_num()));
///     assert_eq!(omp::get_ancestor_thread_num(2), None);
/// });
/// ```
#[must_use]
pub fn get_ancestor_thread_num(level: usize) -> Option<usize> {
    Context::with_current(|task| match task {
        Some(task) => task.ancestor_thread_num(level),
        None => (level == 0).then_some(0),
    })
}

/// Size of the team at nesting level `level` to which the calling thread or its ancestor belongs. `None` for a level
/// beyond [`get_level`], where OpenMP answers -1. At level 0 it is 1. Mirrors `omp_get_team_size` (OpenMP 5.2 §18.2.19).
///
/// ```
/// use ferromp::{Parallel, omp};
/// assert_eq!((omp::get_team_size(0), omp::get_team_size(1)), (Some(1), None));
/// Parallel::new().num_threads(2).run(|team| assert_eq!(omp::get_team_size(1), Some(team.num_threads())));
/// ```
#[must_use]
pub fn get_team_size(level: usize) -> Option<usize> {
    Context::with_current(|task| match task {
        Some(task) => task.team_size(level),
        None => (level == 0).then_some(1),
    })
}

/// Whether the calling task is `final`, or runs inside one that is: what it creates runs at once. Mirrors `omp_in_final`
/// (OpenMP 5.2 §18.5.3).
///
/// ```
/// use ferromp::{Task, omp, parallel_masked};
/// parallel_masked(|team| {
///     assert!(!omp::in_final());
///     team.taskgroup(|group| {
///         Task::new().final_if(true).spawn(group, |_| assert!(omp::in_final()));
///     });
/// });
/// ```
#[must_use]
pub fn in_final() -> bool {
    Context::with_current(|task| {
        task.is_some_and(|task| task.opened_tasks().is_some() && task.current().has(FINAL))
    })
}
