//! `static` and `static,c`: the mapping is arithmetic, known before the loop starts.

use super::{Kind, Request};
use crate::schedule::{Mapping, Schedule};

pub(in crate::schedule) static STATIC: Kind = Kind {
    name: "static",
    takes_chunk: true,
    default_chunk: None,
    make: |chunk| chunk.map_or(Schedule::Static, Schedule::StaticChunk),
    map: |loop_: &Request| loop_.chunk.map_or(Mapping::Block, Mapping::Cyclic),
    variants: &[Schedule::Static, Schedule::StaticChunk(1)],
};
