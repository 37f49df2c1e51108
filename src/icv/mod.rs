//! Internal control variables: what the `OMP_*` environment says, and what each task's data environment makes of it.
//!
//! [`Environment`] holds what was read once and never changes; [`DataEnv`] the variables of which every task has its
//! own copy, handed down from region to region. What is read and decided is pure: environment, limits and load come in
//! as values. Only `process` knows that there is one environment, one machine and one list of places.

mod affinity_format;
mod contention;
mod data_env;
mod display;
mod environment;
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(unreachable_pub))]
mod host;
mod num_threads;
mod process;
mod read;
mod values;
mod variables;

use affinity_format::DEFAULT_AFFINITY_FORMAT;
pub(crate) use affinity_format::ThreadNumbers;
pub(crate) use contention::{ContentionGroup, Held};
pub(crate) use data_env::DataEnv;
pub(crate) use environment::Environment;
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(unreachable_pub))]
// Public for those who see `__raw`.
pub use host::HostVariables;
#[cfg(all(feature = "raw", not(loom)))]
pub use host::{Host, settle_host};
pub(crate) use host::{name_here, name_there, named_by_host};
pub(crate) use num_threads::{RegionRequest, num_threads_for_region};
pub(crate) use process::{
    affinity_format, capture_affinity, display, environment, places, set_affinity_format,
};
pub(crate) use values::{DisplayEnv, WaitPolicy};

/// Greatest number of nested active regions (`omp_get_supported_active_levels`).
pub(crate) const SUPPORTED_ACTIVE_LEVELS: u32 = 255;

/// Greatest number of threads: OpenMP counts them in an `int`.
pub(crate) const MAX_THREADS: u32 = i32::MAX as u32;
