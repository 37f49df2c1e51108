//! Internal control variables (OpenMP 5.2, section 18.2).

use super::names::{count, getters, narrow, with_number};
use ferromp::__raw::Settings;
use ferromp::{Schedule, omp};
use std::ffi::{c_int, c_uint};

getters! {
    /// Threads that a region would ask for.
    omp_get_max_threads, omp_get_max_threads_ -> c_int {
        count(omp::get_max_threads())
    }

    /// Processors that the caller may use.
    omp_get_num_procs, omp_get_num_procs_ -> c_int {
        count(omp::get_num_procs())
    }

    /// `dyn-var`.
    omp_get_dynamic, omp_get_dynamic_ -> c_int {
        omp::get_dynamic().into()
    }

    /// Whether more than one active region may be nested.
    omp_get_nested, omp_get_nested_ -> c_int {
        (omp::get_max_active_levels() > 1).into()
    }

    /// `max-active-levels-var`.
    omp_get_max_active_levels, omp_get_max_active_levels_ -> c_int {
        count(omp::get_max_active_levels())
    }

    /// The most that `max-active-levels-var` can be.
    omp_get_supported_active_levels, omp_get_supported_active_levels_ -> c_int {
        count(omp::get_supported_active_levels())
    }

    /// `thread-limit-var`.
    omp_get_thread_limit, omp_get_thread_limit_ -> c_int {
        count(Settings::of_this_task().thread_limit() as usize)
    }

    /// `cancel-var`.
    omp_get_cancellation, omp_get_cancellation_ -> c_int {
        omp::get_cancellation().into()
    }

    /// `max-task-priority-var`.
    omp_get_max_task_priority, omp_get_max_task_priority_ -> c_int {
        count(omp::get_max_task_priority())
    }
}

with_number! {
    /// Sets `nthreads-var`; numbers below 1 mean 1.
    omp_set_num_threads, omp_set_num_threads_, omp_set_num_threads_8_(threads) {
        omp::set_num_threads(threads.max(1) as usize);
    }

    /// Sets `dyn-var`.
    omp_set_dynamic, omp_set_dynamic_, omp_set_dynamic_8_(dynamic) {
        omp::set_dynamic(dynamic != 0);
    }

    /// Sets `max-active-levels-var` to all or to one.
    omp_set_nested, omp_set_nested_, omp_set_nested_8_(nested) {
        omp::set_max_active_levels(if nested != 0 { usize::MAX } else { 1 });
    }

    /// Sets `max-active-levels-var`; numbers below 0 change nothing.
    omp_set_max_active_levels, omp_set_max_active_levels_, omp_set_max_active_levels_8_(levels) {
        if let Ok(levels) = usize::try_from(levels) {
            omp::set_max_active_levels(levels);
        }
    }
}

/// The bit of a schedule's code that says `monotonic`.
const MONOTONIC: c_uint = 1 << 31;

/// Sets `run-sched-var`. Codes that mean no schedule change nothing; chunk sizes below 1 mean the default.
#[unsafe(no_mangle)]
pub extern "C" fn omp_set_schedule(kind: c_uint, chunk: c_int) {
    let size = u64::try_from(chunk).ok().filter(|&size| size > 0);
    let schedule = match kind & !MONOTONIC {
        1 => size.map_or(Schedule::Static, Schedule::StaticChunk),
        2 => Schedule::Dynamic(size.unwrap_or(1)),
        3 => Schedule::Guided(size.unwrap_or(1)),
        4 => Schedule::Auto,
        _ => return,
    };
    let monotonic = kind & MONOTONIC != 0;
    omp::set_schedule(if monotonic { schedule.monotonic() } else { schedule.nonmonotonic() });
}

/// Answers `run-sched-var`.
///
/// # Safety
/// Numbers can be written to both addresses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_schedule(kind: *mut c_uint, chunk: *mut c_int) {
    let (code, size) = schedule_code(omp::get_schedule());
    // SAFETY: contract of this function.
    unsafe { (*kind, *chunk) = (code, size) };
}

/// Code and chunk size of a schedule; 0 is the size of blocks that are as long as possible.
fn schedule_code(schedule: Schedule<'static>) -> (c_uint, c_int) {
    use ferromp::Modifier;
    let size = schedule.chunk().map(|size| narrow(size.try_into().unwrap_or(i64::MAX)));
    let (code, default) = match schedule.unmodified() {
        Schedule::Static | Schedule::StaticChunk(_) => (1, 0),
        Schedule::Dynamic(_) => (2, 1),
        Schedule::Guided(_) => (3, 1),
        _ => (4, 1),
    };
    // Static is monotonic unless somebody has said otherwise, the others only if somebody has said so.
    let monotonic = match schedule.modifier() {
        Some(modifier) => modifier == Modifier::Monotonic,
        None => code == 1,
    };
    (if monotonic { code | MONOTONIC } else { code }, size.unwrap_or(default))
}

/// [`omp_set_schedule`] for Fortran.
///
/// # Safety
/// The addresses are numbers'.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_set_schedule_(kind: *const i32, chunk: *const i32) {
    // SAFETY: contract of this function.
    let (kind, chunk) = unsafe { (*kind, *chunk) };
    omp_set_schedule(kind.cast_unsigned(), chunk);
}

/// [`omp_set_schedule`] for Fortran.
///
/// # Safety
/// The addresses are numbers'.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_set_schedule_8_(kind: *const i32, chunk: *const i64) {
    // SAFETY: contract of this function.
    let (kind, chunk) = unsafe { (*kind, *chunk) };
    omp_set_schedule(kind.cast_unsigned(), narrow(chunk));
}

/// What Fortran gets to see: its constants have no bit for `monotonic`.
fn fortran_code() -> (i32, c_int) {
    let (code, size) = schedule_code(omp::get_schedule());
    ((code & !MONOTONIC).cast_signed(), size)
}

/// [`omp_get_schedule`] for Fortran.
///
/// # Safety
/// Numbers can be written to both addresses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_schedule_(kind: *mut i32, chunk: *mut i32) {
    // SAFETY: contract of this function.
    unsafe { (*kind, *chunk) = fortran_code() };
}

/// [`omp_get_schedule`] for Fortran.
///
/// # Safety
/// Numbers can be written to both addresses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_schedule_8_(kind: *mut i32, chunk: *mut i64) {
    let (code, size) = fortran_code();
    // SAFETY: contract of this function.
    unsafe { (*kind, *chunk) = (code, size.into()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_what_the_environment_says() {
        let table = [
            ("static", 1 | MONOTONIC, 0),
            ("static,4", 1 | MONOTONIC, 4),
            ("nonmonotonic:static,3", 1, 3),
            ("dynamic", 2, 1),
            ("monotonic:dynamic,2", 2 | MONOTONIC, 2),
            ("guided,3", 3, 3),
            ("auto", 4, 1),
        ];
        for (text, code, size) in table {
            assert_eq!(schedule_code(text.parse().unwrap()), (code, size), "{text}");
        }
    }

    #[test]
    fn what_is_set_is_what_is_got() {
        let set = |kind, chunk| {
            omp_set_schedule(kind, chunk);
            schedule_code(omp::get_schedule())
        };
        for kind in [1, 2, 3] {
            for bit in [0, MONOTONIC] {
                assert_eq!(set(kind | bit, 5), (kind | bit, 5));
                assert_eq!(set(kind | bit, -5), (kind | bit, (kind > 1).into()));
            }
        }
        assert_eq!(set(2, 77), (2, 77));
        for nonsense in [0, 5, 6, MONOTONIC] {
            assert_eq!(set(nonsense, 1), (2, 77));
        }
        assert_eq!(set(4, 3).0, 4);
    }
}
