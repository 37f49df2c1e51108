//! Schedules: how the iterations of a loop reach the members of a team.
//!
//! Pure logic without threads. Read in this order:
//!
//! * `schedule.rs`: [`Schedule`], what a user asks for; `text.rs`, its `OMP_SCHEDULE` grammar;
//!   `kinds/`, one file for each built-in policy; `policy.rs`, the user's own.
//! * `plan.rs`: what a schedule resolves to for one loop; `partition.rs` and `guided.rs`, the arithmetic.
//! * `source.rs`: whose memory a chunk comes from.
//! * `dispenser/`: hands out the chunks exactly once; `README.md` proves it.

mod dispenser;
mod events;
mod guided;
mod kinds;
mod partition;
mod plan;
mod policy;
#[allow(clippy::module_inception)]
mod schedule;
mod site;
mod source;
mod text;

#[cfg(all(test, loom))]
mod loom_models;
#[cfg(all(test, not(loom)))]
mod tests;

pub(crate) use dispenser::{Dispenser, Hand};
pub(crate) use events::Spent;
pub use events::{Completed, LoopStart};
pub(crate) use partition::{Blocks, Uniform};
pub(crate) use plan::{Mapping, Plan};
pub use policy::{ChunkPolicy, LoopState};
pub use schedule::{Modified, Modifier, Schedule};
pub(crate) use site::Site;
pub(crate) use source::Source;
pub use text::ParseScheduleError;
