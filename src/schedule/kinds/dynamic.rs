//! `dynamic,c`: from own and others' shares, or from one cursor where the order must be monotonic.

use super::{Kind, Request};
use crate::schedule::{Mapping, Modified, Modifier, Schedule};

pub(in crate::schedule) static DYNAMIC: Kind = Kind {
    name: "dynamic",
    takes_chunk: true,
    default_chunk: Some(1),
    make: |chunk| Schedule::Dynamic(chunk.unwrap_or(1)),
    map: |loop_: &Request| {
        let chunk = loop_.chunk.unwrap_or(1);
        if loop_.monotonic { Mapping::Counter(chunk) } else { Mapping::Steal(chunk) }
    },
    variants: &[
        Schedule::Dynamic(1),
        Schedule::Modified(Modified { modifier: Modifier::Monotonic, kind: &DYNAMIC, chunk: Some(1) }),
    ],
};
