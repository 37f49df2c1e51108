//! What the iterations of a loop cost.

use super::time::{self, Time};
use std::fmt;
use std::ops::Range;
use std::time::Duration;

/// What each iteration of a loop takes on a member of speed 1, in seconds.
///
/// Takes 8 bytes for each iteration. Costs are kept in whole picoseconds; those of all iterations together may
/// come to 213 days.
///
/// ```
/// use ferromp::simulate::Workload;
/// let measured = Workload::from_seconds([2e-6, 1e-6, 5e-6]);
/// assert_eq!((measured.len(), measured.total()), (3, 8e-6));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Workload {
    /// What the iterations before each take together; one more than there are iterations.
    sums: Box<[Time]>,
}

impl Workload {
    /// Iterations that take the given numbers of seconds: measured ones, for example.
    ///
    /// # Panics
    /// If one is negative or not finite, or if they come to more than 213 days together.
    #[track_caller]
    pub fn from_seconds(costs: impl IntoIterator<Item = f64>) -> Self {
        let costs = costs.into_iter();
        let mut sums = Vec::with_capacity(costs.size_hint().0 + 1);
        sums.push(0);
        let mut sum: Time = 0;
        for (i, cost) in costs.enumerate() {
            sum = add(sum, time::checked(cost, format_args!("the cost of iteration {i}")));
            sums.push(sum);
        }
        Workload { sums: sums.into() }
    }

    /// `len` iterations of which number `i` takes `cost(i)` seconds.
    ///
    /// # Panics
    /// As [`from_seconds`](Self::from_seconds).
    #[track_caller]
    pub fn from_fn(len: u64, cost: impl FnMut(u64) -> f64) -> Self {
        Workload::from_seconds((0..len).map(cost))
    }

    /// Iterations that take the given times.
    ///
    /// # Panics
    /// If they come to more than 213 days together.
    #[track_caller]
    pub fn from_durations(costs: impl IntoIterator<Item = Duration>) -> Self {
        Workload::from_seconds(costs.into_iter().map(|cost| cost.as_secs_f64()))
    }

    /// `len` iterations of which whole chunks have been measured: each entry is a range of iterations and the seconds
    /// that it took, spread evenly over it.
    ///
    /// Entries may come in any order. An iteration that none covers is taken to cost as much as the covered ones on
    /// average; of entries that overlap, the later counts for what both cover. What lies beyond `len` is left out.
    ///
    /// ```
    /// use ferromp::simulate::Workload;
    /// let profile = [(0..4, 8e-6), (4..6, 1e-6)];
    /// let costs = Workload::from_chunks(6, profile);
    /// assert_eq!(costs.cost(0..1), 2e-6);
    /// assert_eq!(costs.cost(4..5), 0.5e-6);
    /// ```
    ///
    /// # Panics
    /// As [`from_seconds`](Self::from_seconds).
    #[track_caller]
    pub fn from_chunks(len: u64, chunks: impl IntoIterator<Item = (Range<u64>, f64)>) -> Self {
        let mut costs: Vec<Option<f64>> = (0..len).map(|_| None).collect();
        for (range, seconds) in chunks {
            time::checked(seconds, format_args!("the time of iterations {range:?}"));
            let each = seconds / range.end.saturating_sub(range.start).max(1) as f64;
            let clipped = range.start.min(len)..range.end.min(len);
            if clipped.start < clipped.end {
                costs[clipped.start as usize..clipped.end as usize].fill(Some(each));
            }
        }
        let (sum, count) = costs.iter().flatten().fold((0.0, 0_u64), |(sum, n), cost| (sum + cost, n + 1));
        let mean = sum / count.max(1) as f64;
        Workload::from_seconds(costs.into_iter().map(|cost| cost.unwrap_or(mean)))
    }

    /// How many iterations there are.
    pub fn len(&self) -> u64 {
        self.sums.len() as u64 - 1
    }

    /// Whether there is no iteration.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What all iterations take, one after the other, in seconds.
    pub fn total(&self) -> f64 {
        time::to_seconds(self.work(0..self.len()))
    }

    /// What the iterations of a range take together, in seconds; those beyond the end take nothing.
    pub fn cost(&self, range: Range<u64>) -> f64 {
        let end = range.end.min(self.len());
        time::to_seconds(self.work(range.start.min(end)..end))
    }

    /// The longest iteration, in seconds; 0 if there is none.
    pub fn longest(&self) -> f64 {
        let costs = self.sums.windows(2).map(|sums| sums[1] - sums[0]);
        time::to_seconds(costs.max().unwrap_or(0))
    }

    /// What the iterations of a range within the loop take.
    pub(super) fn work(&self, range: Range<u64>) -> Time {
        self.sums[range.end as usize] - self.sums[range.start as usize]
    }
}

#[track_caller]
fn add(sum: Time, cost: Time) -> Time {
    sum.checked_add(cost)
        .expect("the iterations take more than 213 days together: are their costs in seconds?")
}

impl fmt::Debug for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Workload({} iterations, {} s)", self.len(), self.total())
    }
}
