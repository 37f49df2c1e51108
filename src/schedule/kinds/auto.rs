//! `auto`: the runtime's choice.
//!
//! Own share first, so that an even loop keeps `static`'s locality and costs a handful of uncontended claims;
//! in 32 chunks, so that an uneven one is balanced to about 3 % of a share (at the end of the loop the last
//! chunks run alone); and never `static` itself, because the loops that ask for `auto` are those whose author
//! does not know that they are even.

use super::{Kind, Request};
use crate::schedule::{Mapping, Schedule};

const CHUNKS_PER_MEMBER: u64 = 32;

pub(in crate::schedule) static AUTO: Kind = Kind {
    name: "auto",
    takes_chunk: false,
    default_chunk: None,
    make: |_| Schedule::Auto,
    map: |loop_: &Request| {
        let chunk = loop_.len.div_ceil((loop_.members as u64).saturating_mul(CHUNKS_PER_MEMBER)).max(1);
        match (loop_.ordered, loop_.monotonic) {
            // In an ordered loop members wait for each other in iteration order: long chunks would serialise it.
            (true, _) => Mapping::Counter(1),
            (false, true) => Mapping::Counter(chunk),
            (false, false) => Mapping::Steal(chunk),
        }
    },
    variants: &[Schedule::Auto],
};
