//! Timing routines (OpenMP 5.2, section 18.10).

use crate::sys::clock;

/// Elapsed wall-clock time in seconds since some moment in the past.
///
/// Differences between two calls are meaningful on whatever thread the calls are made; the clock never goes back and
/// does not follow changes of the system's date. Mirrors `omp_get_wtime`.
///
/// ```
/// let start = ferromp::omp::get_wtime();
/// std::thread::sleep(std::time::Duration::from_millis(2));
/// assert!(ferromp::omp::get_wtime() - start >= 0.002);
/// ```
#[must_use]
pub fn get_wtime() -> f64 {
    clock::wtime()
}

/// Seconds between two successive ticks of the clock of [`get_wtime`]. Mirrors `omp_get_wtick`.
///
/// ```
/// assert!(ferromp::omp::get_wtick() > 0.0);
/// ```
#[must_use]
pub fn get_wtick() -> f64 {
    clock::wtick()
}
