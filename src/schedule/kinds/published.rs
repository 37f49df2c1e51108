//! The published policies that need no measurement: names and parameters. What each does is said in `policies/`.

use super::{Kind, Request};
use crate::schedule::args::{Args, Form, Parameter, Slot};
use crate::schedule::policies::fsc;
use crate::schedule::sequence::Sequence;
use crate::schedule::{Mapping, Schedule};

const FIRST: Parameter = Parameter::count("first", Slot::A, 0);
const LAST: Parameter = Parameter::count("last", Slot::B, 1);
const SPREAD: Parameter = Parameter::ratio("spread", Slot::C, 1.0);
const STAGES: Parameter = Parameter::count("stages", Slot::C, 0);

pub(in crate::schedule) static TSS: Kind = Kind {
    name: "tss",
    parameters: &[FIRST, LAST],
    make: |Args { a: first, b: last, .. }| Schedule::Tss { first, last },
    map: |loop_: &Request| Mapping::Sequence(Sequence::Tss { first: loop_.args.a, last: loop_.args.b }),
    variants: &[Schedule::Tss { first: 0, last: 1 }],
};

pub(in crate::schedule) static TFSS: Kind = Kind {
    name: "tfss",
    parameters: &[FIRST, LAST],
    make: |Args { a: first, b: last, .. }| Schedule::Tfss { first, last },
    map: |loop_: &Request| Mapping::Sequence(Sequence::Tfss { first: loop_.args.a, last: loop_.args.b }),
    variants: &[Schedule::Tfss { first: 0, last: 1 }],
};

pub(in crate::schedule) static TAP: Kind = Kind {
    name: "tap",
    parameters: &[SPREAD, Parameter::CHUNK],
    make: |args| Schedule::Tap { spread: args.ratio(), chunk: args.a },
    map: |loop_: &Request| {
        Mapping::Sequence(Sequence::Tap { spread: loop_.args.ratio(), chunk: loop_.args.a })
    },
    variants: &[Schedule::Tap { spread: 1.0, chunk: 1 }],
};

pub(in crate::schedule) static FAC: Kind = Kind {
    name: "fac",
    parameters: &[SPREAD, Parameter::CHUNK],
    make: |args| Schedule::Fac { spread: args.ratio(), chunk: args.a },
    map: |loop_: &Request| {
        Mapping::Sequence(Sequence::Fac { spread: loop_.args.ratio(), chunk: loop_.args.a })
    },
    variants: &[Schedule::Fac { spread: 1.0, chunk: 1 }],
};

pub(in crate::schedule) static MFAC: Kind = Kind {
    name: "mfac",
    parameters: &[SPREAD, Parameter::CHUNK],
    make: |args| Schedule::Mfac { spread: args.ratio(), chunk: args.a },
    map: FAC.map,
    variants: &[Schedule::Mfac { spread: 1.0, chunk: 1 }],
};

pub(in crate::schedule) static FAC2: Kind = Kind {
    name: "fac2",
    parameters: &[Parameter::CHUNK],
    make: |args| Schedule::Fac2(args.a),
    map: |loop_: &Request| Mapping::Sequence(Sequence::Fac2 { chunk: loop_.args.a }),
    variants: &[Schedule::Fac2(1)],
};

pub(in crate::schedule) static FISS: Kind = Kind {
    name: "fiss",
    parameters: &[STAGES, Parameter::CHUNK],
    make: |args| Schedule::Fiss { stages: args.c, chunk: args.a },
    map: |loop_: &Request| Mapping::Sequence(Sequence::Fiss { stages: loop_.args.c, chunk: loop_.args.a }),
    variants: &[Schedule::Fiss { stages: 0, chunk: 1 }],
};

pub(in crate::schedule) static VISS: Kind = Kind {
    name: "viss",
    parameters: &[STAGES, Parameter::CHUNK],
    make: |args| Schedule::Viss { stages: args.c, chunk: args.a },
    map: |loop_: &Request| Mapping::Sequence(Sequence::Viss { stages: loop_.args.c, chunk: loop_.args.a }),
    variants: &[Schedule::Viss { stages: 0, chunk: 1 }],
};

pub(in crate::schedule) static RND: Kind = Kind {
    name: "rnd",
    parameters: &[
        Parameter::count("least", Slot::A, 0),
        Parameter::count("most", Slot::B, 0),
        Parameter { name: "seed", slot: Slot::C, form: Form::Seed, default: 0 },
    ],
    make: |args| Schedule::Rnd { least: args.a, most: args.b, seed: args.c },
    map: |loop_: &Request| {
        let Args { a: least, b: most, c: seed } = loop_.args;
        Mapping::Sequence(Sequence::Rnd { least, most, seed })
    },
    variants: &[Schedule::Rnd { least: 0, most: 0, seed: 0 }],
};

pub(in crate::schedule) static FSC: Kind = Kind {
    name: "fsc",
    parameters: &[Parameter::ratio("overhead", Slot::C, 0.1), Parameter::CHUNK],
    make: |args| Schedule::Fsc { overhead: args.ratio(), chunk: args.a },
    map: |loop_: &Request| {
        let chunk = fsc::length(loop_.len, loop_.members, loop_.args.ratio(), loop_.args.a);
        Mapping::Sequence(Sequence::Fsc { chunk })
    },
    variants: &[Schedule::Fsc { overhead: 0.1, chunk: 1 }],
};

/// Static stealing as libomp has it: own share chunk by chunk, then a quarter of what another share has left. (Not of one
/// paper; see A. Kukanov, M. J. Voss: "The foundations for scalable multi-core software in Intel Threading Building
/// Blocks", Intel Technology Journal 11(4), 2007, on stealing by parts.) A member that helps comes back for more less
/// often than under `dynamic`, and takes neighbouring iterations: it wins where data of neighbours are shared, and loses
/// where a stolen quarter turns out long. In a monotonic loop it is `monotonic:dynamic`.
pub(in crate::schedule) static STATIC_STEAL: Kind = Kind {
    name: "static_steal",
    parameters: &[Parameter::CHUNK],
    make: |args| Schedule::StaticSteal(args.a),
    map: |loop_: &Request| {
        let chunk = loop_.args.a;
        if loop_.monotonic { Mapping::Counter(chunk) } else { Mapping::StaticSteal(chunk) }
    },
    variants: &[Schedule::StaticSteal(1)],
};

/// `binlpt` without an estimate: all iterations count the same, so its bins are equal chunks, dealt out in turn.
pub(in crate::schedule) static BINLPT: Kind = Kind {
    name: "binlpt",
    parameters: &[Parameter::count("bins", Slot::A, 0)],
    make: |args| Schedule::EvenBins(args.a),
    map: |loop_: &Request| {
        let bins = if loop_.args.a == 0 { (loop_.members as u64).saturating_mul(32) } else { loop_.args.a };
        let chunk = loop_.len.div_ceil(bins).max(1);
        if loop_.monotonic { Mapping::Counter(chunk) } else { Mapping::Steal(chunk) }
    },
    variants: &[Schedule::EvenBins(0)],
};
