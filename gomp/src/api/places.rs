//! Places and binding (OpenMP 5.2, sections 18.3.1 to 18.3.7).

use super::names::{count, getters, narrow, or_minus_one, with_number};
use ferromp::{ProcBind, omp};
use std::ffi::c_int;

getters! {
    /// The policy for regions without a `proc_bind` clause.
    omp_get_proc_bind, omp_get_proc_bind_ -> c_int {
        match omp::get_proc_bind() {
            ProcBind::True => 1,
            ProcBind::Primary => 2,
            ProcBind::Close => 3,
            ProcBind::Spread => 4,
            // `False`: there is no other.
            _ => 0,
        }
    }

    /// How many places there are.
    omp_get_num_places, omp_get_num_places_ -> c_int {
        count(omp::get_num_places())
    }

    /// The place to which the caller is bound; -1 if it is not.
    omp_get_place_num, omp_get_place_num_ -> c_int {
        or_minus_one(omp::get_place_num())
    }

    /// How many places the caller's regions have.
    omp_get_partition_num_places, omp_get_partition_num_places_ -> c_int {
        count(omp::get_partition_num_places())
    }
}

with_number! {
    /// Processors of a place; 0 if there is no such place.
    omp_get_place_num_procs, omp_get_place_num_procs_, omp_get_place_num_procs_8_(place) -> c_int {
        usize::try_from(place).map_or(0, |place| count(omp::get_place_num_procs(place)))
    }
}

/// Writes `numbers` one after the other.
///
/// # Safety
/// So many numbers can be written from `to` on.
unsafe fn write<N>(numbers: Vec<usize>, to: *mut N, convert: impl Fn(usize) -> N) {
    for (index, number) in numbers.into_iter().enumerate() {
        // SAFETY: contract of this function.
        unsafe { to.add(index).write(convert(number)) };
    }
}

fn proc_ids(place: c_int) -> Vec<usize> {
    usize::try_from(place).map_or_else(|_| Vec::new(), omp::get_place_proc_ids)
}

fn wide(number: usize) -> i64 {
    number as i64
}

/// The system's numbers of the processors of a place.
///
/// # Safety
/// As many numbers as [`omp_get_place_num_procs`] says can be written from `ids` on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_place_proc_ids(place: c_int, ids: *mut c_int) {
    // SAFETY: contract of this function.
    unsafe { write(proc_ids(place), ids, count) };
}

/// [`omp_get_place_proc_ids`] for Fortran.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_place_proc_ids_(place: *const i32, ids: *mut i32) {
    // SAFETY: contract of this function.
    unsafe { write(proc_ids(*place), ids, count) };
}

/// [`omp_get_place_proc_ids`] for Fortran.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_place_proc_ids_8_(place: *const i64, ids: *mut i64) {
    // SAFETY: contract of this function.
    unsafe { write(proc_ids(narrow(*place)), ids, wide) };
}

/// The numbers of the places that the caller's regions have.
///
/// # Safety
/// As many numbers as [`omp_get_partition_num_places`] says can be written from `places` on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_partition_place_nums(places: *mut c_int) {
    // SAFETY: contract of this function.
    unsafe { write(omp::get_partition_place_nums(), places, count) };
}

/// [`omp_get_partition_place_nums`] for Fortran.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_partition_place_nums_(places: *mut i32) {
    // SAFETY: contract of this function.
    unsafe { write(omp::get_partition_place_nums(), places, count) };
}

/// [`omp_get_partition_place_nums`] for Fortran.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_partition_place_nums_8_(places: *mut i64) {
    // SAFETY: contract of this function.
    unsafe { write(omp::get_partition_place_nums(), places, wide) };
}
