//! OpenMP's library routines, named as in its specification without the prefix `omp_`.
//!
//! ```
//! use ferromp::omp;
//! let start = omp::get_wtime();
//! println!("{} processors; that took {} s to find out", omp::get_num_procs(), omp::get_wtime() - start);
//! ```

mod display;
mod limits;
mod places;
mod time;

pub use display::{display_env, get_affinity_format, set_affinity_format};
pub use limits::{
    get_cancellation, get_max_task_priority, get_num_procs, get_supported_active_levels, get_thread_limit,
};
pub use places::{get_num_places, get_place_num_procs, get_place_proc_ids};
pub use time::{get_wtick, get_wtime};
