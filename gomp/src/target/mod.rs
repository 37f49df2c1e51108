//! Device constructs, all of which the host runs (OpenMP 5.2, chapter 13), and `teams`.
//!
//! | file | what |
//! |---|---|
//! | `region.rs` | `target` |
//! | `data.rs` | `target data` and what belongs to it: nothing has to be moved |
//! | `map.rs` | the private copies that a region gets |
//! | `teams.rs` | `teams` |
//! | `memory.rs` | device memory routines |
//! | `offload.rs` | code for devices: there are none |

mod data;
mod map;
mod memory;
mod offload;
mod region;
mod teams;

/// Waits for the tasks that a construct depends on.
///
/// # Safety
/// `depend` is a list of dependences, or null.
unsafe fn wait_for_dependences(depend: *mut *mut std::ffi::c_void) {
    if !depend.is_null() {
        // SAFETY: contract of this function.
        unsafe { crate::GOMP_taskwait_depend(depend.cast_const().cast()) };
    }
}

pub use data::*;
pub use memory::*;
pub use offload::*;
pub use region::*;
pub use teams::*;
