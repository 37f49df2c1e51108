//! `guided,c`: large chunks first, so that few are needed, small ones last, so that all end together.

use super::{Kind, Request};
use crate::schedule::{Mapping, Schedule};

pub(in crate::schedule) static GUIDED: Kind = Kind {
    name: "guided",
    takes_chunk: true,
    default_chunk: Some(1),
    make: |chunk| Schedule::Guided(chunk.unwrap_or(1)),
    map: |loop_: &Request| Mapping::Guided(loop_.chunk.unwrap_or(1)),
    variants: &[Schedule::Guided(1)],
};
