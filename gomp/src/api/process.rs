//! Time, resources and what the environment said (OpenMP 5.2, sections 18.6, 18.10 and 18.15).

use super::names::{getters, narrow};
use ferromp::omp;
use std::ffi::c_int;

getters! {
    /// Seconds since some moment.
    omp_get_wtime, omp_get_wtime_ -> f64 {
        omp::get_wtime()
    }

    /// Seconds between two ticks of [`omp_get_wtime`].
    omp_get_wtick, omp_get_wtick_ -> f64 {
        omp::get_wtick()
    }
}

/// Ends threads that have nothing to do. 0 if it did, -1 in a region, for a kind that does not exist, and for a device
/// that is not the host.
#[unsafe(no_mangle)]
pub extern "C" fn omp_pause_resource(kind: c_int, device: c_int) -> c_int {
    if device == super::device::omp_get_initial_device() { omp_pause_resource_all(kind) } else { -1 }
}

/// The same for all devices.
#[unsafe(no_mangle)]
pub extern "C" fn omp_pause_resource_all(kind: c_int) -> c_int {
    let kind = match kind {
        1 => omp::PauseResource::Soft,
        2 => omp::PauseResource::Hard,
        _ => return -1,
    };
    if omp::pause_resource_all(kind) { 0 } else { -1 }
}

/// [`omp_pause_resource`] for Fortran.
///
/// # Safety
/// The addresses are numbers'.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_pause_resource_(kind: *const i32, device: *const i32) -> i32 {
    // SAFETY: contract of this function.
    unsafe { omp_pause_resource(*kind, *device) }
}

/// [`omp_pause_resource_all`] for Fortran.
///
/// # Safety
/// The address is a number's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_pause_resource_all_(kind: *const i32) -> i32 {
    // SAFETY: contract of this function.
    omp_pause_resource_all(unsafe { *kind })
}

/// Writes the initial values of all variables to standard error.
#[unsafe(no_mangle)]
pub extern "C" fn omp_display_env(verbose: c_int) {
    omp::display_env(verbose != 0);
}

/// [`omp_display_env`] for Fortran.
///
/// # Safety
/// The address is a number's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_display_env_(verbose: *const i32) {
    // SAFETY: contract of this function.
    omp_display_env(unsafe { *verbose });
}

/// [`omp_display_env`] for Fortran.
///
/// # Safety
/// The address is a number's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_display_env_8_(verbose: *const i64) {
    // SAFETY: contract of this function.
    omp_display_env(narrow(unsafe { *verbose }));
}
