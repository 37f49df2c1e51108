//! `static` and `static,c`: the mapping is arithmetic, known before the loop starts.

use super::{Kind, Request};
use crate::schedule::args::{Parameter, Slot};
use crate::schedule::{Mapping, Schedule};

pub(in crate::schedule) static STATIC: Kind = Kind {
    name: "static",
    parameters: &[Parameter::count("chunk", Slot::A, 0)],
    make: |args| if args.a == 0 { Schedule::Static } else { Schedule::StaticChunk(args.a) },
    map: |loop_: &Request| if loop_.args.a == 0 { Mapping::Block } else { Mapping::Cyclic(loop_.args.a) },
    variants: &[Schedule::Static, Schedule::StaticChunk(1)],
};
