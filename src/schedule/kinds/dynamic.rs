//! `dynamic,c`: from own and others' shares, or from one cursor where the order must be monotonic.

use super::{Kind, Request};
use crate::schedule::args::{Args, Parameter};
use crate::schedule::{Mapping, Modified, Modifier, Schedule};

pub(in crate::schedule) static DYNAMIC: Kind = Kind {
    name: "dynamic",
    parameters: &[Parameter::CHUNK],
    make: |args| Schedule::Dynamic(args.a),
    map: |loop_: &Request| {
        let chunk = loop_.args.a;
        if loop_.monotonic { Mapping::Counter(chunk) } else { Mapping::Steal(chunk) }
    },
    variants: &[
        Schedule::Dynamic(1),
        Schedule::Modified(Modified {
            modifier: Modifier::Monotonic,
            kind: &DYNAMIC,
            args: Args { a: 1, b: 0, c: 0 },
        }),
    ],
};
