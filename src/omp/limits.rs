//! Limits of machine, environment and implementation (OpenMP 5.2, chapter 18).

use crate::icv::{SUPPORTED_ACTIVE_LEVELS, environment};
use crate::sys::width;

/// Number of processors that are available to the calling thread: those in its affinity mask, but no more than the CPU
/// quota of the process's control groups pays for, and at least one.
///
/// Mask and quota are read anew, so the answer is right immediately after the program has changed either. A thread that
/// the runtime has bound to a place is answered as if it were not bound. Mirrors `omp_get_num_procs`.
///
/// ```
/// assert!(ferromp::omp::get_num_procs() >= 1);
/// ```
#[must_use]
pub fn get_num_procs() -> usize {
    width::num_procs()
}

/// Greatest number of threads that execute at once for one initial thread (`thread-limit-var`): what
/// `OMP_THREAD_LIMIT` says, 2³¹ - 1 without it. Mirrors `omp_get_thread_limit`.
///
/// ```
/// assert!(ferromp::omp::get_thread_limit() >= 1);
/// ```
#[must_use]
pub fn get_thread_limit() -> usize {
    environment().thread_limit as usize
}

/// Whether cancellation is activated (`cancel-var`): what `OMP_CANCELLATION` says, false without it. It
/// concerns annotations only: explicit calls such as [`Team::cancel_parallel`](crate::Team::cancel_parallel) always
/// cancel. Mirrors `omp_get_cancellation`.
///
/// ```
/// # if std::env::var_os("OMP_CANCELLATION").is_none() {
/// assert!(!ferromp::omp::get_cancellation());
/// # }
/// ```
#[must_use]
pub fn get_cancellation() -> bool {
    environment().cancellation
}

/// Greatest priority that tasks can have (`max-task-priority-var`): what `OMP_MAX_TASK_PRIORITY` says, 0 without it.
/// Mirrors `omp_get_max_task_priority`.
///
/// ```
/// # if std::env::var_os("OMP_MAX_TASK_PRIORITY").is_none() {
/// assert_eq!(ferromp::omp::get_max_task_priority(), 0);
/// # }
/// ```
#[must_use]
pub fn get_max_task_priority() -> usize {
    environment().max_task_priority as usize
}

/// Greatest number of nested active regions that the implementation supports. Mirrors
/// `omp_get_supported_active_levels`.
///
/// ```
/// assert!(ferromp::omp::get_supported_active_levels() >= 1);
/// ```
#[must_use]
pub fn get_supported_active_levels() -> usize {
    SUPPORTED_ACTIVE_LEVELS as usize
}
