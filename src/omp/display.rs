//! Routines that show settings (OpenMP 5.2, sections 18.3.8, 18.3.9 and 18.15).

use crate::icv;
use std::io::Write;

/// Writes the versions of OpenMP and of this crate (`_FERROMP`), and the initial values of the variables that the
/// environment can set, to standard error, as a program does at its start whose environment has `OMP_DISPLAY_ENV=true`.
///
/// `verbose` adds what decides about defaults without being a variable: the CPUs and the CPU quota of the process.
/// Mirrors `omp_display_env`.
///
/// ```
/// ferromp::omp::display_env(false);
/// ```
pub fn display_env(verbose: bool) {
    // Nobody can be told that standard error is closed.
    let _ = std::io::stderr().write_all(icv::display(verbose).as_bytes());
}

/// Sets the format in which a thread's affinity is shown (`affinity-format-var`) for all threads of the process.
///
/// Text with fields: a percent sign, optionally the least width (`8`; `.8` for right-justified, `0.8` for leading
/// zeros), and a letter or a name in braces. Fields that do not exist show as `undefined`.
///
/// | field | value |
/// |---|---|
/// | `%t` `%{team_num}` | number of the team |
/// | `%T` `%{num_teams}` | number of teams |
/// | `%L` `%{nesting_level}` | nesting level |
/// | `%n` `%{thread_num}` | number of the thread in its team |
/// | `%N` `%{num_threads}` | number of threads in the team |
/// | `%a` `%{ancestor_tnum}` | number of the parent thread; -1 outside of regions |
/// | `%A` `%{thread_affinity}` | CPUs on which the thread may run, as in `0-3,8` |
/// | `%H` `%{host}` | name of the machine |
/// | `%P` `%{process_id}` | number of the process |
/// | `%i` `%{native_thread_id}` | the operating system's number of the thread |
///
/// Mirrors `omp_set_affinity_format`.
///
/// ```
/// use ferromp::omp;
/// omp::set_affinity_format("thread %0.3n on %A");
/// assert_eq!(omp::get_affinity_format(), "thread %0.3n on %A");
/// ```
pub fn set_affinity_format(format: &str) {
    icv::set_affinity_format(format);
}

/// The format in which a thread's affinity is shown: what was set last, else what `OMP_AFFINITY_FORMAT` says, else a
/// default. Mirrors `omp_get_affinity_format`.
///
/// ```
/// assert!(ferromp::omp::get_affinity_format().contains("%A"));
/// ```
#[must_use]
pub fn get_affinity_format() -> String {
    icv::affinity_format()
}
