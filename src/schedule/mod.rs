//! Schedules: how the iterations of a loop reach the members of a team.
//!
//! Pure logic without threads. Read in this order:
//!
//! * `schedule.rs`: [`Schedule`], what a user asks for; `text.rs`, its `OMP_SCHEDULE` grammar;
//!   `kinds/`, the names and parameters of the built-in ones; `policy.rs`, the user's own.
//! * `plan.rs`: what a schedule resolves to for one loop; `partition.rs` and `guided.rs`, the arithmetic.
//! * `policies/`: the published policies, a file each with paper and formula; `sequence.rs` and `batch.rs`, those known before
//!   the loop begins; `adaptive.rs`, those that learn; `memory.rs`, what is remembered from run to run.
//! * `dispenser/`: hands out the chunks exactly once; `README.md` proves it.

mod adaptive;
mod args;
mod batch;
mod built_in;
mod dispenser;
mod events;
mod guided;
mod kinds;
mod memory;
mod partition;
mod plan;
mod policies;
mod policy;
#[allow(clippy::module_inception)]
mod schedule;
mod sequence;
mod site;
mod text;

#[cfg(all(test, loom))]
mod loom_models;
#[cfg(all(test, not(loom)))]
mod tests;

pub(crate) use dispenser::{Dispenser, Hand, Source};
pub(crate) use events::Spent;
pub use events::{Completed, LoopStart};
pub(crate) use memory::Loan;
pub(crate) use partition::{Blocks, Uniform};
pub(crate) use plan::{Mapping, Plan};
pub use policies::binlpt::BinLpt;
pub use policy::{ChunkPolicy, LoopState};
pub use schedule::{Modified, Modifier, Schedule};
pub(crate) use site::Site;
pub use text::ParseScheduleError;
