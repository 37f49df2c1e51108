//! `guided,c`: large chunks first, so that few are needed, small ones last, so that all end together.
//!
//! Guided self-scheduling: C. D. Polychronopoulos, D. J. Kuck: "Guided self-scheduling: a practical scheduling scheme for
//! parallel supercomputers", IEEE Transactions on Computers C-36(12), 1987. The arithmetic is in `guided.rs`.

use super::{Kind, Request};
use crate::schedule::args::Parameter;
use crate::schedule::{Mapping, Schedule};

pub(in crate::schedule) static GUIDED: Kind = Kind {
    name: "guided",
    parameters: &[Parameter::CHUNK],
    make: |args| Schedule::Guided(args.a),
    map: |loop_: &Request| Mapping::Guided(loop_.args.a),
    variants: &[Schedule::Guided(1)],
};
