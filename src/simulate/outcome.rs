//! What came of a simulated loop.

/// What a schedule did on a [`Machine`](super::Machine). Times are in seconds, counted from when the loop began.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// When the last member was done.
    pub makespan: f64,
    /// How many chunks were handed out.
    pub chunks: u64,
    /// What the iterations cost, one after the other at speed 1.
    pub work: f64,
    /// The members in thread order.
    pub members: Vec<Load>,
    /// Every chunk, by when it began; of those that began together the lower member's first. Empty if
    /// [`Machine::timeline`](super::Machine::timeline) was turned off.
    pub timeline: Vec<Span>,
}

/// What one member did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Load {
    /// How long it ran iterations.
    pub busy: f64,
    /// How long it asked for chunks, or waited for others that asked.
    pub dispatching: f64,
    /// When it found that nothing was left.
    pub finish: f64,
    /// How many chunks it had.
    pub chunks: u64,
    /// How many iterations it had.
    pub iterations: u64,
}

/// A chunk, and who ran it when.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Span {
    /// The member that ran it.
    pub thread_num: usize,
    /// Its first iteration.
    pub first: u64,
    /// How many iterations it has, at least 1.
    pub len: u64,
    /// When its first iteration began.
    pub begin: f64,
    /// When its last iteration ended.
    pub end: f64,
}

impl Outcome {
    /// The work divided by the makespan: how many times as fast as one member of speed 1 that asks for nothing. 1 for a
    /// loop that takes no time.
    pub fn speedup(&self) -> f64 {
        if self.makespan > 0.0 { self.work / self.makespan } else { 1.0 }
    }

    /// The longest time that a member was at it (running or asking) divided by the mean: 1 is perfect balance, the
    /// number of members the worst.
    pub fn imbalance(&self) -> f64 {
        let (mean, _) = self.moments();
        let longest = self.engaged().fold(0.0, f64::max);
        if mean > 0.0 { longest / mean } else { 1.0 }
    }

    /// The standard deviation of the times that the members were at it, divided by their mean: what the papers on
    /// factoring call the c.o.v. 0 is perfect balance.
    pub fn variation(&self) -> f64 {
        let (mean, variance) = self.moments();
        if mean > 0.0 { variance.sqrt() / mean } else { 0.0 }
    }

    /// The share of the members' time that they neither ran iterations nor asked for any: waiting at the end, or
    /// come late. From 0 to 1.
    pub fn idle(&self) -> f64 {
        self.share(self.engaged().sum::<f64>()).map_or(0.0, |engaged| (1.0 - engaged).max(0.0))
    }

    /// The share of the members' time that went into asking for chunks. From 0 to 1.
    pub fn dispatch_share(&self) -> f64 {
        self.share(self.members.iter().map(|load| load.dispatching).sum()).unwrap_or(0.0)
    }

    fn engaged(&self) -> impl Iterator<Item = f64> {
        self.members.iter().map(|load| load.busy + load.dispatching)
    }

    fn share(&self, seconds: f64) -> Option<f64> {
        let all = self.makespan * self.members.len() as f64;
        (all > 0.0).then(|| seconds / all)
    }

    /// Mean and variance of the times that the members were at it.
    fn moments(&self) -> (f64, f64) {
        let count = self.members.len() as f64;
        let mean = self.engaged().sum::<f64>() / count;
        (mean, self.engaged().map(|time| (time - mean).powi(2)).sum::<f64>() / count)
    }
}
