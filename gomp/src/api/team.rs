//! Where the calling thread stands (OpenMP 5.2, section 18.2).

use super::names::{count, getters, or_minus_one, with_number};
use ferromp::__raw::Member;
use ferromp::omp;
use std::ffi::c_int;

getters! {
    /// The calling thread's number in its team.
    omp_get_thread_num, omp_get_thread_num_ -> c_int {
        Member::thread_num() as c_int
    }

    /// The size of the calling thread's team.
    omp_get_num_threads, omp_get_num_threads_ -> c_int {
        Member::num_threads() as c_int
    }

    /// Whether there is an active region around the caller.
    omp_in_parallel, omp_in_parallel_ -> c_int {
        omp::in_parallel().into()
    }

    /// Regions around the caller.
    omp_get_level, omp_get_level_ -> c_int {
        count(omp::get_level())
    }

    /// Active regions around the caller.
    omp_get_active_level, omp_get_active_level_ -> c_int {
        count(omp::get_active_level())
    }
}

with_number! {
    /// The number of the caller or its ancestor in the team at `level`; -1 if there is no such level.
    omp_get_ancestor_thread_num, omp_get_ancestor_thread_num_, omp_get_ancestor_thread_num_8_(level) -> c_int {
        or_minus_one(usize::try_from(level).ok().and_then(omp::get_ancestor_thread_num))
    }

    /// The size of the team at `level`; -1 if there is no such level.
    omp_get_team_size, omp_get_team_size_, omp_get_team_size_8_(level) -> c_int {
        or_minus_one(usize::try_from(level).ok().and_then(omp::get_team_size))
    }
}
