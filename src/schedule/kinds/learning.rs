//! The published policies that go by who asks, by what chunks took, or by what the loop took before: names and
//! parameters. What each does is said in `policies/`.

use super::{Kind, Request};
use crate::schedule::adaptive::{Adaptive, Rule};
use crate::schedule::args::{Form, Parameter, Slot};
use crate::schedule::{Mapping, Schedule};

fn adaptive(rule: Rule, loop_: &Request) -> Mapping<'static> {
    Mapping::Adaptive(Adaptive { rule, chunk: loop_.args.a })
}

const fn weight(k: u32) -> Parameter {
    Parameter { name: "weight", slot: Slot::Byte(k), form: Form::Weight, default: 0 }
}

pub(in crate::schedule) static WF2: Kind = Kind {
    name: "wf2",
    parameters: &[weight(0), weight(1), weight(2), weight(3), weight(4), weight(5), weight(6), weight(7)],
    make: |args| Schedule::Wf2(args.a.to_le_bytes()),
    map: |loop_: &Request| {
        Mapping::Adaptive(Adaptive { rule: Rule::Wf2(loop_.args.a.to_le_bytes()), chunk: 1 })
    },
    variants: &[Schedule::Wf2([0; 8])],
};

macro_rules! by_chunk {
    ($($kind:ident $name:literal $variant:ident)*) => {$(
        pub(in crate::schedule) static $kind: Kind = Kind {
            name: $name,
            parameters: &[Parameter::CHUNK],
            make: |args| Schedule::$variant(args.a),
            map: |loop_: &Request| adaptive(Rule::$variant, loop_),
            variants: &[Schedule::$variant(1)],
        };
    )*};
}

by_chunk! {
    AWF "awf" Awf
    AWF_B "awf_b" AwfB
    AWF_C "awf_c" AwfC
    AWF_D "awf_d" AwfD
    AWF_E "awf_e" AwfE
    AF "af" Af
    HISTORY "history" History
}

pub(in crate::schedule) static BOLD: Kind = Kind {
    name: "bold",
    parameters: &[
        Parameter::ratio("spread", Slot::C, 1.0),
        Parameter::ratio("overhead", Slot::B, 0.0),
        Parameter::CHUNK,
    ],
    make: |args| Schedule::Bold {
        spread: args.ratio(),
        overhead: f32::from_bits(args.b as u32),
        chunk: args.a,
    },
    map: |loop_: &Request| {
        let rule = Rule::Bold { spread: loop_.args.ratio(), overhead: f32::from_bits(loop_.args.b as u32) };
        adaptive(rule, loop_)
    },
    variants: &[Schedule::Bold { spread: 1.0, overhead: 0.0, chunk: 1 }],
};
