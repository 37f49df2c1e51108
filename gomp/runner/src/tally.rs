//! What the runs of one program at one number of threads say together.

use crate::outcome::{End, Outcome};
use std::time::Duration;

/// All runs: first those on our library, then those on the one to compare with.
#[derive(Debug)]
pub(crate) struct Tally(Vec<Vec<Outcome>>);

/// How our library compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The program passes on both.
    Same,
    /// It fails on both, in the same ways.
    FailsAlike,
    /// The program passes on theirs, and fails on ours.
    Worse,
    /// It passes on ours, and fails on theirs.
    Better,
    /// It fails on both, differently.
    FailsDifferently,
    /// It passes on both; all runs on theirs have one output, and a run on ours has another.
    OutputDiffers,
}

impl Tally {
    pub(crate) fn new(libraries: usize) -> Self {
        Self((0..libraries).map(|_| Vec::new()).collect())
    }

    pub(crate) fn add(&mut self, library: usize, outcome: Outcome) {
        self.0[library].push(outcome);
    }

    pub(crate) fn passed(&self, library: usize) -> bool {
        self.0[library].iter().all(|outcome| outcome.end.passed())
    }

    /// `outputs`: whether these are compared, too.
    pub(crate) fn verdict(&self, outputs: bool) -> Verdict {
        let [ours, theirs] = &self.0[..] else {
            return if self.passed(0) { Verdict::Same } else { Verdict::Worse };
        };
        match (self.passed(0), self.passed(1)) {
            (true, true) if outputs && output_differs(ours, theirs) => Verdict::OutputDiffers,
            (true, true) => Verdict::Same,
            (false, true) => Verdict::Worse,
            (true, false) => Verdict::Better,
            (false, false) if ends(ours) == ends(theirs) => Verdict::FailsAlike,
            (false, false) => Verdict::FailsDifferently,
        }
    }

    /// Time of the fastest run that passed.
    pub(crate) fn fastest(&self, library: usize) -> Option<Duration> {
        self.0[library].iter().filter(|outcome| outcome.end.passed()).map(|outcome| outcome.time).min()
    }

    /// In few words how the runs on a library ended, and what was said last by one that failed.
    pub(crate) fn describe(&self, library: usize) -> String {
        let outcomes = &self.0[library];
        let counted = ends(outcomes).into_iter().map(|end| {
            let count = outcomes.iter().filter(|outcome| outcome.end == end).count();
            if outcomes.len() == 1 {
                end.to_string()
            } else {
                format!("{count} of {}: {end}", outcomes.len())
            }
        });
        let counted: Vec<String> = counted.collect();
        let failed = outcomes.iter().find(|outcome| !outcome.end.passed());
        let words = failed.map(|outcome| outcome.last_words.trim()).filter(|words| !words.is_empty());
        counted.join(", ") + &words.map_or_else(String::new, |words| format!(" ({words})"))
    }
}

/// The different ends, in the order in which they were first seen.
fn ends(outcomes: &[Outcome]) -> Vec<End> {
    let mut ends = Vec::new();
    for outcome in outcomes {
        if !ends.contains(&outcome.end) {
            ends.push(outcome.end);
        }
    }
    ends
}

/// Whether an output of ours differs from what theirs always is.
fn output_differs(ours: &[Outcome], theirs: &[Outcome]) -> bool {
    let Some(expected) = theirs.first().map(|outcome| &outcome.output) else { return false };
    let settled = theirs.iter().all(|outcome| outcome.output == *expected);
    settled && ours.iter().any(|outcome| outcome.output != *expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(end: End, output: &str) -> Outcome {
        Outcome {
            end,
            time: Duration::from_millis(3),
            output: output.as_bytes().to_vec(),
            last_words: "bye".to_owned(),
        }
    }

    fn tally(ours: &[(End, &str)], theirs: &[(End, &str)]) -> Tally {
        let all = |runs: &[(End, &str)]| runs.iter().map(|(end, output)| outcome(*end, output)).collect();
        Tally(vec![all(ours), all(theirs)])
    }

    const OK: End = End::Status(0);
    const FAILED: End = End::Status(1);

    #[test]
    fn verdicts() {
        let table = [
            (vec![(OK, "a")], vec![(OK, "a")], Verdict::Same),
            (vec![(OK, "a")], vec![(OK, "b")], Verdict::OutputDiffers),
            (vec![(OK, "a"), (OK, "b")], vec![(OK, "a"), (OK, "b")], Verdict::Same),
            (vec![(OK, "a"), (OK, "b")], vec![(OK, "a"), (OK, "a")], Verdict::OutputDiffers),
            (vec![(OK, ""), (End::Timeout, "")], vec![(OK, ""), (OK, "")], Verdict::Worse),
            (vec![(OK, "")], vec![(End::Signal(11), "")], Verdict::Better),
            (vec![(FAILED, "a")], vec![(FAILED, "b")], Verdict::FailsAlike),
            (vec![(FAILED, "")], vec![(End::Timeout, "")], Verdict::FailsDifferently),
        ];
        for (ours, theirs, verdict) in table {
            assert_eq!(tally(&ours, &theirs).verdict(true), verdict, "{ours:?} {theirs:?}");
        }
        assert_eq!(tally(&[(OK, "a")], &[(OK, "b")]).verdict(false), Verdict::Same);
    }

    #[test]
    fn descriptions_count_and_quote() {
        let tally = tally(&[(OK, ""), (End::Timeout, ""), (OK, "")], &[(OK, "")]);
        assert_eq!(tally.describe(0), "2 of 3: status 0, 1 of 3: timeout (bye)");
        assert_eq!(tally.describe(1), "status 0");
    }
}
