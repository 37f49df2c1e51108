//! OpenMP's library routines, named as in its specification without the prefix `omp_`.
//!
//! ```
//! use ferromp::omp;
//! let start = omp::get_wtime();
//! println!("{} processors; that took {} s to find out", omp::get_num_procs(), omp::get_wtime() - start);
//! ```

mod affinity;
mod display;
mod limits;
mod pause;
mod places;
mod settings;
mod team;
mod time;

pub use affinity::{
    capture_affinity, display_affinity, get_partition_num_places, get_partition_place_nums, get_place_num,
    get_proc_bind,
};
pub use display::{display_env, get_affinity_format, set_affinity_format};
pub use limits::{
    get_cancellation, get_max_task_priority, get_num_procs, get_supported_active_levels, get_thread_limit,
};
pub use pause::{PauseResource, pause_resource, pause_resource_all};
pub use places::{get_num_places, get_place_num_procs, get_place_proc_ids};
pub use settings::{
    get_dynamic, get_max_active_levels, get_max_threads, get_schedule, set_dynamic, set_max_active_levels,
    set_num_threads, set_schedule,
};
#[allow(deprecated)]
pub use settings::{get_nested, set_nested};
pub use team::{
    get_active_level, get_ancestor_thread_num, get_level, get_num_threads, get_team_size, get_thread_num,
    in_final, in_parallel,
};
pub use time::{get_wtick, get_wtime};
