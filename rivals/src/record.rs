//! The line a measuring process prints for one construct, and the runner reads.

use serde::{Deserialize, Serialize};

/// One construct measured once, in one process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The rival's name.
    pub peer: String,
    /// Members of its team.
    pub threads: usize,
    /// The construct's name, as in [`construct::ALL`](crate::construct::ALL).
    pub construct: String,
    /// Median of the samples, in nanoseconds (per iteration for the scheduling loops).
    pub ns: f64,
    /// Smallest sample, in nanoseconds.
    pub min: f64,
    /// Samples taken.
    pub samples: usize,
    /// The runner's round, from 0; absent in the measuring process.
    #[serde(default)]
    pub round: usize,
}
