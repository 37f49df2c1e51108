//! What a comparison found.

use crate::schedule::Schedule;
use std::time::Duration;

/// What was measured, by number of threads and schedule. Prints as a table, the fastest first, see
/// [`Display`](#impl-Display-for-Comparison<'_>).
#[derive(Clone, Debug)]
pub struct Comparison<'p> {
    timings: Vec<Timing<'p>>,
}

/// A schedule on a number of threads, and how long the loop took.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Timing<'p> {
    /// The schedule that the loop was given.
    pub schedule: Schedule<'p>,
    /// How many threads regions were to have.
    pub threads: usize,
    /// In ascending order.
    samples: Vec<Duration>,
}

impl<'p> Comparison<'p> {
    pub(super) fn new(mut timings: Vec<Timing<'p>>) -> Self {
        timings.retain(|timing| !timing.samples.is_empty());
        Comparison { timings }
    }

    /// All that were measured at least once, as they were asked for: one number of threads after the other.
    pub fn timings(&self) -> &[Timing<'p>] {
        &self.timings
    }

    /// All that were measured, by median, the fastest first; of equals, in the order they were asked for.
    pub fn ranking(&self) -> impl Iterator<Item = &Timing<'p>> {
        let mut ranking: Vec<_> = self.timings.iter().collect();
        ranking.sort_by_key(|timing| timing.median());
        ranking.into_iter()
    }

    /// The one with the least median; `None` if nothing was measured.
    pub fn best(&self) -> Option<&Timing<'p>> {
        self.ranking().next()
    }

    /// The one with the least median on this number of threads.
    pub fn best_on(&self, threads: usize) -> Option<&Timing<'p>> {
        self.ranking().find(|timing| timing.threads == threads)
    }

    /// How a schedule did on a number of threads.
    pub fn timing(&self, schedule: Schedule<'_>, threads: usize) -> Option<&Timing<'p>> {
        self.timings.iter().find(|timing| timing.schedule == schedule && timing.threads == threads)
    }
}

impl<'p> Timing<'p> {
    pub(super) fn new(schedule: Schedule<'p>, threads: usize) -> Self {
        Timing { schedule, threads, samples: Vec::new() }
    }

    pub(super) fn add(&mut self, sample: Duration) {
        let at = self.samples.partition_point(|other| *other <= sample);
        self.samples.insert(at, sample);
    }

    /// How long one run of the loop took, in ascending order; never empty.
    pub fn samples(&self) -> &[Duration] {
        &self.samples
    }

    /// The median; of an even number of samples the lower of the two in the middle.
    pub fn median(&self) -> Duration {
        self.quantile(2)
    }

    /// The spread: a quarter of the samples are no longer than the first, a quarter no shorter than the second.
    pub fn quartiles(&self) -> (Duration, Duration) {
        (self.quantile(1), self.quantile(3))
    }

    /// The shortest.
    pub fn fastest(&self) -> Duration {
        self.quantile(0)
    }

    fn quantile(&self, quarters: usize) -> Duration {
        self.samples[(self.samples.len() - 1) * quarters / 4]
    }

    /// Whether the two cannot be told apart: the median of the slower lies within the spread of the other, or the other
    /// way round.
    pub fn is_close_to(&self, other: &Timing<'_>) -> bool {
        let within = |a: &Timing<'_>, b: &Timing<'_>| {
            let (low, high) = b.quartiles();
            (low..=high).contains(&a.median())
        };
        within(self, other) || within(other, self)
    }
}
