//! `runtime`: stands for the value of `run-sched-var`, which `Schedule::resolve` puts in its place.

use super::{AUTO, Kind};
use crate::schedule::Schedule;

pub(in crate::schedule) static RUNTIME: Kind = Kind {
    name: "runtime",
    parameters: &[],
    make: |_| Schedule::Runtime,
    // Reached only if the variable itself says `runtime`.
    map: AUTO.map,
    variants: &[],
};
