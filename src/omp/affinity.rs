//! Routines that tell where the calling thread is bound (OpenMP 5.2, sections 18.3.1, 18.3.5 to 18.3.7, 18.3.10 and 18.3.11).

use crate::icv;
use crate::parallel::settings;
use crate::place::{Home, Partition, ProcBind};
use crate::team::context::Context;
use crate::team::settle::{numbers, position};
use std::io::Write;

/// How members of regions without a `proc_bind` clause would be bound here (`bind-var`). Mirrors `omp_get_proc_bind`
/// (OpenMP 5.2 §18.3.1).
///
/// ```
/// # if std::env::vars_os().all(|(name, _)| !name.to_string_lossy().starts_with("OMP_")) {
/// assert_eq!(ferromp::omp::get_proc_bind(), ferromp::ProcBind::False);
/// # }
/// ```
#[must_use]
pub fn get_proc_bind() -> ProcBind {
    settings().bind
}

/// Number of the place to which the calling thread is bound; `None`, where OpenMP answers -1, if it is not. A thread is
/// bound while it runs a region with a policy, [`proc_bind`](crate::Parallel::proc_bind) or `OMP_PROC_BIND`. Mirrors
/// `omp_get_place_num` (OpenMP 5.2 §18.3.5).
///
/// ```
/// use ferromp::{Parallel, ProcBind, omp};
/// Parallel::new().proc_bind(ProcBind::Spread).run(|_| {
///     assert!(omp::get_place_num().is_none_or(|place| place < omp::get_num_places()));
/// });
/// assert_eq!(omp::get_place_num(), None);
/// ```
#[must_use]
pub fn get_place_num() -> Option<usize> {
    Context::with_current(|task| task.and_then(position)).map(|position| position.place as usize)
}

/// Number of places over which regions that are opened here would bind their members. Mirrors
/// `omp_get_partition_num_places` (OpenMP 5.2 §18.3.6).
///
/// ```
/// use ferromp::omp;
/// assert!(omp::get_partition_num_places() <= omp::get_num_places());
/// ```
#[must_use]
pub fn get_partition_num_places() -> usize {
    partition().map_or(0, |partition| partition.len as usize)
}

/// Numbers of these places, in increasing order: the calling thread's part of the places (`place-partition-var`), of
/// which [`ProcBind::Spread`] gives every member another. Mirrors `omp_get_partition_place_nums` (OpenMP 5.2 §18.3.7).
///
/// ```
/// use ferromp::omp;
/// assert_eq!(omp::get_partition_place_nums().len(), omp::get_partition_num_places());
/// ```
#[must_use]
pub fn get_partition_place_nums() -> Vec<usize> {
    partition().map_or_else(Vec::new, |Partition { first, len }| {
        (first as usize..first as usize + len as usize).collect()
    })
}

fn partition() -> Option<Partition> {
    let here = Context::with_current(|task| task.and_then(position));
    here.or_else(|| Home::of_this_thread().origin(icv::places())).map(|position| position.partition)
}

/// Writes a line about where the calling thread is bound to standard error, in the format `format`, or if that is empty
/// in the one of [`set_affinity_format`](super::set_affinity_format). Mirrors `omp_display_affinity` (OpenMP 5.2
/// §18.3.10).
///
/// ```
/// ferromp::parallel(|_| ferromp::omp::display_affinity("thread %n of %N is on %A"));
/// ```
pub fn display_affinity(format: &str) {
    let line = capture_affinity(format) + "\n";
    // Nobody can be told that standard error is closed.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The line that [`display_affinity`] writes, without the end of the line. Mirrors `omp_capture_affinity` (OpenMP 5.2
/// §18.3.11).
///
/// ```
/// use ferromp::{Parallel, omp};
/// let lines = Parallel::new().num_threads(2).map(|_| omp::capture_affinity("thread %n of %N, level %L"));
/// assert_eq!(lines[0], format!("thread 0 of {}, level 1", lines.len()));
/// ```
#[must_use]
pub fn capture_affinity(format: &str) -> String {
    icv::capture_affinity(format, Context::with_current(numbers))
}
