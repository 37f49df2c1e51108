//! The schedules that a word names, and the numbers that may follow it: those of `OMP_SCHEDULE`.

/// A kind of schedule.
pub(crate) struct ScheduleKind {
    /// Its name in a clause.
    pub(crate) word: &'static str,
    /// The variant of `Schedule` that it is.
    pub(crate) variant: &'static str,
    pub(crate) shape: Shape,
}

/// What a variant's numbers are.
pub(crate) enum Shape {
    /// None.
    Plain,
    /// A block each, or this other variant if a chunk size is given.
    OrChunked(&'static str),
    /// A chunk size, 1 if not given.
    Chunk,
    /// These fields, in this order.
    Fields(&'static [Field]),
    /// A list of up to eight weights.
    Weights,
    /// A number of bins, or bins.
    Bins,
}

/// A field, and what it is without saying.
pub(crate) enum Field {
    Count(&'static str, u64),
    Small(&'static str, u32),
    Ratio(&'static str, f32),
}

use Field::{Count, Ratio, Small};
use Shape::{Bins, Chunk, Fields, OrChunked, Plain, Weights};

const TRAPEZOID: Shape = Fields(&[Count("first", 0), Count("last", 1)]);
const SPREAD: Shape = Fields(&[Ratio("spread", 1.0), Count("chunk", 1)]);
const STAGES: Shape = Fields(&[Small("stages", 0), Count("chunk", 1)]);

const fn kind(word: &'static str, variant: &'static str, shape: Shape) -> ScheduleKind {
    ScheduleKind { word, variant, shape }
}

pub(crate) static KINDS: [ScheduleKind; 26] = [
    kind("static", "Static", OrChunked("StaticChunk")),
    kind("dynamic", "Dynamic", Chunk),
    kind("guided", "Guided", Chunk),
    kind("auto", "Auto", Plain),
    kind("runtime", "Runtime", Plain),
    kind("static_steal", "StaticSteal", Chunk),
    kind("fsc", "Fsc", Fields(&[Ratio("overhead", 0.1), Count("chunk", 1)])),
    kind("tss", "Tss", TRAPEZOID),
    kind("tfss", "Tfss", TRAPEZOID),
    kind("tap", "Tap", SPREAD),
    kind("fac", "Fac", SPREAD),
    kind("mfac", "Mfac", SPREAD),
    kind("fac2", "Fac2", Chunk),
    kind("wf2", "Wf2", Weights),
    kind("awf", "Awf", Chunk),
    kind("awf_b", "AwfB", Chunk),
    kind("awf_c", "AwfC", Chunk),
    kind("awf_d", "AwfD", Chunk),
    kind("awf_e", "AwfE", Chunk),
    kind("af", "Af", Chunk),
    kind("bold", "Bold", Fields(&[Ratio("spread", 1.0), Ratio("overhead", 0.0), Count("chunk", 1)])),
    kind("fiss", "Fiss", STAGES),
    kind("viss", "Viss", STAGES),
    kind("rnd", "Rnd", Fields(&[Count("least", 0), Count("most", 0), Small("seed", 0)])),
    kind("history", "History", Chunk),
    kind("binlpt", "EvenBins", Bins),
];

impl ScheduleKind {
    /// The kind that `word` names.
    pub(crate) fn named(word: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.word == word)
    }

    /// How many numbers may follow.
    pub(crate) fn most(&self) -> usize {
        match self.shape {
            Plain => 0,
            OrChunked(_) | Chunk | Bins => 1,
            Fields(fields) => fields.len(),
            Weights => 8,
        }
    }
}
