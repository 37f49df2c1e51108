//! Library routines.
//!
//! | file | what |
//! |---|---|
//! | `names.rs` | the names of one routine in C and Fortran |
//! | `team.rs` | where the calling thread stands |
//! | `settings.rs` | internal control variables |
//! | `places.rs` | places and binding |
//! | `affinity.rs` | showing where threads are bound |
//! | `teams.rs` | teams of initial threads |
//! | `device.rs` | devices |
//! | `process.rs` | time, resources, the environment |

mod affinity;
pub(crate) mod device;
mod names;
mod places;
mod process;
mod settings;
mod team;
pub(crate) mod teams;

pub use affinity::*;
pub use device::*;
pub use places::*;
pub use process::*;
pub use settings::*;
pub use team::*;
pub use teams::*;
