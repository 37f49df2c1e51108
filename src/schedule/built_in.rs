//! Which kind a schedule is, with which numbers, and what that means for a loop.

use super::args::Args;
use super::kinds::{self, Kind, Request};
use super::plan::Mapping;
use super::schedule::{Modified, Modifier, Schedule};

impl<'p> Schedule<'p> {
    /// Kind and parameters, as far as they mean something; `None` for a policy and for bins.
    pub(super) fn built_in(self) -> Option<(&'static Kind, Args)> {
        use Schedule::*;
        let chunk = |chunk: u64| Args { a: chunk.max(1), ..Args::default() };
        let both = |x: f32, chunk: u64| Args { a: chunk.max(1), b: 0, c: bits(x) };
        Some(match self {
            Static => (&kinds::STATIC, Args::default()),
            StaticChunk(c) => (&kinds::STATIC, chunk(c)),
            Dynamic(c) => (&kinds::DYNAMIC, chunk(c)),
            Guided(c) => (&kinds::GUIDED, chunk(c)),
            Auto => (&kinds::AUTO, Args::default()),
            Runtime => (&kinds::RUNTIME, Args::default()),
            Modified(self::Modified { kind, args, .. }) => (kind, args),
            StaticSteal(c) => (&kinds::STATIC_STEAL, chunk(c)),
            Fsc { overhead, chunk } => (&kinds::FSC, both(overhead, chunk)),
            Tss { first, last } => (&kinds::TSS, Args { a: first, b: last.max(1), c: 0 }),
            Tfss { first, last } => (&kinds::TFSS, Args { a: first, b: last.max(1), c: 0 }),
            Tap { spread, chunk } => (&kinds::TAP, both(spread, chunk)),
            Fac { spread, chunk } => (&kinds::FAC, both(spread, chunk)),
            Mfac { spread, chunk } => (&kinds::MFAC, both(spread, chunk)),
            Fac2(c) => (&kinds::FAC2, chunk(c)),
            Wf2(weights) => (&kinds::WF2, Args { a: u64::from_le_bytes(listed(weights)), b: 0, c: 0 }),
            Awf(c) => (&kinds::AWF, chunk(c)),
            AwfB(c) => (&kinds::AWF_B, chunk(c)),
            AwfC(c) => (&kinds::AWF_C, chunk(c)),
            AwfD(c) => (&kinds::AWF_D, chunk(c)),
            AwfE(c) => (&kinds::AWF_E, chunk(c)),
            Af(c) => (&kinds::AF, chunk(c)),
            Bold { spread, overhead, chunk } => {
                (&kinds::BOLD, Args { a: chunk.max(1), b: u64::from(bits(overhead)), c: bits(spread) })
            }
            Fiss { stages, chunk } => (&kinds::FISS, Args { a: chunk.max(1), b: 0, c: stages }),
            Viss { stages, chunk } => (&kinds::VISS, Args { a: chunk.max(1), b: 0, c: stages }),
            Rnd { least, most, seed } => (&kinds::RND, Args { a: least, b: most, c: seed }),
            History(c) => (&kinds::HISTORY, chunk(c)),
            EvenBins(bins) => (&kinds::BINLPT, Args { a: bins, b: 0, c: 0 }),
            BinLpt(_) | Custom(_) => return None,
        })
    }

    /// What this schedule means for one loop of `len` iterations in a team of `members`.
    ///
    /// `runtime` is the value of `run-sched-var`; should that be `Runtime` again, `Auto` is meant. A loop with
    /// an `ordered` clause is monotonic whatever the modifier (OpenMP 5.2 §11.5.3 forbids to say otherwise).
    pub(crate) fn resolve(
        self,
        runtime: Schedule<'static>,
        len: u64,
        members: usize,
        ordered: bool,
    ) -> Mapping<'p> {
        let said = self.modifier();
        let schedule: Schedule<'p> = if self.is_runtime() { runtime } else { self };
        let modifier = said.or(schedule.modifier());
        let Some((kind, args)) = schedule.built_in() else {
            return match schedule {
                Schedule::BinLpt(_) if ordered => Mapping::Guided(1),
                Schedule::BinLpt(bins) => Mapping::Bins(bins),
                Schedule::Custom(policy) => Mapping::Policy(policy),
                _ => unreachable!("all others have a kind"),
            };
        };
        let monotonic = ordered || modifier == Some(Modifier::Monotonic);
        (kind.map)(&Request { args, monotonic, ordered, len, members: members.max(1) })
    }

    fn is_runtime(self) -> bool {
        self.built_in().is_some_and(|(kind, _)| *kind == kinds::RUNTIME)
    }
}

/// A ratio as it is kept: none that is negative, infinite or no number, so that what is printed can be read.
fn bits(ratio: f32) -> u32 {
    if ratio > 0.0 { ratio.min(f32::MAX).to_bits() } else { 0 }
}

/// Weights as they are kept: none that is 0 before the last.
fn listed(mut weights: [u8; 8]) -> [u8; 8] {
    let end = weights.iter().rposition(|&weight| weight != 0).unwrap_or(0);
    for weight in &mut weights[..end] {
        *weight = (*weight).max(1);
    }
    weights
}
