//! Constructs without types, begun by one call and ended by another, for callers that cannot be unwound: what `gomp/`
//! gives C names to. No part of the public interface: it may change with every version.
//!
//! A wait that is called off ends with an answer here, never with an unwinding: [`CalledOff`]. What calls for an
//! explanation (members that have met different constructs, a panic that would have to pass the caller's frames) is
//! written to standard error, and the process aborts.
//!
//! | file | what |
//! |---|---|
//! | `member.rs` | [`Member`]: the implicit task of the calling thread, and how waits are called off |
//! | `initial.rs` | threads outside of all regions |
//! | `region.rs` | [`Region`]: fork and join |
//! | `split.rs` | the same in two calls |
//! | `barrier.rs` | barriers |
//! | `settings.rs` | internal control variables |
//! | `section.rs` | [`Section`]: `critical` |
//! | `work/` | loops, sections, `single`; their cancellation |
//! | `tasks.rs` | tasks, groups, events |

mod barrier;
mod initial;
mod member;
mod region;
mod section;
mod settings;
mod split;
mod tasks;
mod work;

pub use crate::error::die;
pub use crate::icv::{Host, HostVariables, settle_host};
pub use initial::as_initial_thread;
pub use member::{CalledOff, Member};
pub use region::Region;
pub use section::Section;
pub use settings::{Settings, num_teams_of_environment, read_environment, teams_thread_limit_of_environment};
pub use split::end_region;
pub use tasks::{Body, Chunks, CopyBlock, Mode, Outlined, fulfill_event, run_body};
pub use work::{Cancelled, Loop, Memory, Sharing};
