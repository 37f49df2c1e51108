//! Profiles: who ran which chunk when, summed up for each loop of the source.
//!
//! With the feature `profile`. [`Profile::record`] records all regions of the process while a closure runs; [`Profiler`]
//! does so between two calls, with a choice of how much memory it takes.
//!
//! ```
//! use ferromp::prelude::*;
//! use ferromp::profile::Profile;
//!
//! // Later rows take longer: half of them are far less than half of the work.
//! let triangle = |schedule: Schedule<'_>| {
//!     parallel_for(0..200_u64).schedule(schedule).num_threads(2).reduce(Sum, |row| (0..row * 50).fold(row, |x, y| x ^ y))
//! };
//! let (_, profile) = Profile::record(|| {
//!     let a = triangle(Schedule::Static);
//!     let b = triangle(Schedule::Dynamic(4));
//!     assert_eq!(a, b);
//! });
//!
//! // A line for each loop, with its load imbalance, the share of dispatch, the wait at the barrier, the speed-up.
//! println!("{profile}");
//! let loop_ = &profile.sites[0];
//! assert_eq!((loop_.executions.len(), loop_.iterations()), (2, 400));
//! assert_eq!(loop_.executions[1].chunks.len(), 50);
//!
//! // To be looked at in https://ui.perfetto.dev, and to be replayed by `ferromp-lab`.
//! let (mut trace, mut file) = (Vec::new(), Vec::new()); // `File::create(...)?` in earnest
//! profile.to_chrome_trace(&mut trace)?;
//! profile.to_json(&mut file)?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # What it costs
//!
//! A chunk costs two readings of the processor's time-stamp counter and a record of 32 bytes, written to memory that was
//! there before the loop began. Nothing is shared between threads. `benches/profile/run` measures it.
//! With the feature and no recording, a loop looks at one word at its beginning.
//!
//! # What it does not see
//!
//! Regions that ran already when the recording began, and what has not ended when it ends, are part of no loop. A recording
//! is of the whole process, and there is one at a time. After [`Recording::stop`] a thread keeps its buffer until it records
//! again, or ends.

mod buffer;
mod clock;
mod digest;
mod json;
mod loops;
mod names;
#[cfg(feature = "plot")]
mod plot;
#[allow(clippy::module_inception)] // The room is named after what it makes.
mod profile;
#[cfg(feature = "plot")]
mod raster;
mod record;
mod recorder;
mod span;
mod table;
mod trace;

pub use json::VERSION;
#[cfg(feature = "plot")]
pub use plot::PlotError;
pub use profile::{Chunk, Execution, LoopKind, Profile, Site, Thread, Wait};
pub use recorder::{Busy, Profiler, Recording};
pub use span::{Span, What};
