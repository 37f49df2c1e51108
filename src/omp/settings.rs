//! Routines that read and change the internal control variables of the calling task (OpenMP 5.2, section 18.2).
//!
//! A change holds for the task that makes it and for regions it opens from then on: for the rest of a thread's
//! sequential part, or of a member's run of its region. Other threads and the regions around do not see it.

use crate::icv::{DataEnv, SUPPORTED_ACTIVE_LEVELS};
use crate::parallel::{set_settings, settings};
use crate::schedule::Schedule;

fn change(change: impl FnOnce(&mut DataEnv)) {
    let mut settings = settings();
    change(&mut settings);
    set_settings(settings);
}

/// Sets the number of threads for regions without a `num_threads` clause (the first element of `nthreads-var`), 0 meaning
/// 1. Mirrors `omp_set_num_threads` (OpenMP 5.2 §18.2.1).
///
/// ```
/// use ferromp::{omp, parallel};
/// omp::set_num_threads(3);
/// parallel(|team| assert_eq!(team.num_threads(), 3));
/// ```
pub fn set_num_threads(num_threads: usize) {
    change(|settings| settings.nthreads = u32::try_from(num_threads).unwrap_or(u32::MAX).max(1));
}

/// Number of threads that a region without a `num_threads` clause would ask for here. Mirrors `omp_get_max_threads`
/// (OpenMP 5.2 §18.2.3).
///
/// ```
/// ferromp::omp::set_num_threads(3);
/// assert_eq!(ferromp::omp::get_max_threads(), 3);
/// ```
#[must_use]
pub fn get_max_threads() -> usize {
    settings().nthreads as usize
}

/// Sets whether regions may get fewer threads than they ask for, so that those that run at once have no more threads
/// together than there are processors (`dyn-var`). Mirrors `omp_set_dynamic` (OpenMP 5.2 §18.2.6).
///
/// ```
/// use ferromp::{Parallel, omp};
/// omp::set_dynamic(true);
/// Parallel::new().num_threads(1000).run(|team| assert!(team.num_threads() <= omp::get_num_procs()));
/// ```
pub fn set_dynamic(dynamic: bool) {
    change(|settings| settings.dynamic = dynamic);
}

/// Whether regions may get fewer threads than they ask for (`dyn-var`). Mirrors `omp_get_dynamic` (OpenMP 5.2 §18.2.7).
///
/// ```
/// ferromp::omp::set_dynamic(true);
/// assert!(ferromp::omp::get_dynamic());
/// ```
#[must_use]
pub fn get_dynamic() -> bool {
    settings().dynamic
}

/// Sets what [`Schedule::Runtime`] means (`run-sched-var`). `Runtime` itself, which stands for this very value, changes
/// nothing. A policy of the program's own will do if it lives for ever. Mirrors `omp_set_schedule` (OpenMP 5.2 §18.2.11).
///
/// ```
/// use ferromp::{Schedule, omp, parallel_for};
/// omp::set_schedule(Schedule::Guided(4));
/// assert_eq!(omp::get_schedule(), Schedule::Guided(4));
/// parallel_for(0..100).schedule(Schedule::Runtime).for_each(|i| assert!(i < 100));
/// ```
pub fn set_schedule(schedule: Schedule<'static>) {
    if schedule.unmodified() != Schedule::Runtime {
        change(|settings| settings.schedule = schedule);
    }
}

/// What [`Schedule::Runtime`] means (`run-sched-var`): what was set last, else what `OMP_SCHEDULE` says, else
/// `dynamic`. Mirrors `omp_get_schedule` (OpenMP 5.2 §18.2.12).
///
/// ```
/// use ferromp::{Schedule, omp};
/// omp::set_schedule("monotonic:dynamic,3".parse().unwrap());
/// assert_eq!(omp::get_schedule(), Schedule::Dynamic(3).monotonic());
/// ```
#[must_use]
pub fn get_schedule() -> Schedule<'static> {
    settings().schedule
}

/// Sets how many active regions may be nested (`max-active-levels-var`), at most
/// [`get_supported_active_levels`](super::get_supported_active_levels); deeper ones get one member. With 0 all do.
/// Mirrors `omp_set_max_active_levels` (OpenMP 5.2 §18.2.15).
///
/// ```
/// use ferromp::{Parallel, omp};
/// omp::set_max_active_levels(2);
/// Parallel::new().num_threads(2).run(|_| {
///     Parallel::new().num_threads(3).run(|inner| assert_eq!((inner.level(), inner.num_threads()), (2, 3)));
/// });
/// ```
pub fn set_max_active_levels(levels: usize) {
    let levels = u32::try_from(levels).unwrap_or(u32::MAX).min(SUPPORTED_ACTIVE_LEVELS);
    change(|settings| settings.max_active_levels = levels);
}

/// How many active regions may be nested (`max-active-levels-var`). Mirrors `omp_get_max_active_levels` (OpenMP 5.2
/// §18.2.16).
///
/// ```
/// use ferromp::omp;
/// omp::set_max_active_levels(usize::MAX);
/// assert_eq!(omp::get_max_active_levels(), omp::get_supported_active_levels());
/// ```
#[must_use]
pub fn get_max_active_levels() -> usize {
    settings().max_active_levels as usize
}

/// Allows as many active levels as are supported, or one. Mirrors `omp_set_nested` (OpenMP 5.2 §18.2.9).
///
/// ```
/// # #![allow(deprecated)]
/// use ferromp::omp;
/// omp::set_nested(true);
/// assert_eq!(omp::get_max_active_levels(), omp::get_supported_active_levels());
/// ```
#[deprecated = "since OpenMP 5.0; use `set_max_active_levels`"]
pub fn set_nested(nested: bool) {
    set_max_active_levels(if nested { usize::MAX } else { 1 });
}

/// Whether active regions may be nested. Mirrors `omp_get_nested` (OpenMP 5.2 §18.2.10).
///
/// ```
/// # #![allow(deprecated)]
/// ferromp::omp::set_max_active_levels(1);
/// assert!(!ferromp::omp::get_nested());
/// ```
#[deprecated = "since OpenMP 5.0; use `get_max_active_levels`"]
#[must_use]
pub fn get_nested() -> bool {
    get_max_active_levels() > 1
}
