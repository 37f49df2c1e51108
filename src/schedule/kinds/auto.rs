//! `auto`: the runtime's choice. `policies/auto.rs` says how it chooses and learns.

use super::{Kind, Request};
use crate::schedule::policies::auto::even_chunk;
use crate::schedule::{Mapping, Schedule};

pub(in crate::schedule) static AUTO: Kind = Kind {
    name: "auto",
    parameters: &[],
    make: |_| Schedule::Auto,
    map: |loop_: &Request| match (loop_.ordered, loop_.monotonic) {
        // In an ordered loop members wait for each other in iteration order: long chunks would serialise it.
        (true, _) => Mapping::Counter(1),
        (false, true) => Mapping::Counter(even_chunk(loop_.len, loop_.members)),
        (false, false) => Mapping::Auto,
    },
    variants: &[Schedule::Auto],
};
