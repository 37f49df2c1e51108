use std::time::Duration;

use super::digest::digest;
use super::names::Names;
use super::recorder::{Busy, Log, Profiler};
use super::span::Span;

/// What was recorded: who ran what when, loop by loop and thread by thread.
///
/// Printed, it is a table with a line for each loop. All times are in nanoseconds since the recording began.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// How long the recording lasted.
    pub duration_ns: u64,
    /// How many processors the process may use.
    pub processors: usize,
    /// How many records found their buffer full. If not 0, what came late is missing; [`Profiler::capacity`] makes more
    /// room.
    pub dropped: u64,
    /// The loops of the source that ran, in the order of their places.
    pub sites: Vec<Site>,
    /// The threads that took part, in the order of their first event, each with what it did, in the order of beginnings.
    pub threads: Vec<Thread>,
}

/// What one thread did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Thread {
    /// Its name, or a number.
    pub name: String,
    /// What it did; spans lie in each other or apart.
    pub spans: Vec<Span>,
}

/// A loop in the source, and all that it did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// As in [`std::panic::Location`].
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// What kind of loop.
    pub kind: LoopKind,
    /// Each time that a team ran it, in the order of beginnings.
    pub executions: Vec<Execution>,
}

/// Kinds of loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LoopKind {
    /// A combined loop, [`parallel_for`](fn@crate::parallel_for).
    ParallelFor,
    /// A loop in a region, [`Team::for_loop`](crate::Team::for_loop).
    For,
    /// A [`Team::taskloop`](crate::Team::taskloop).
    TaskLoop,
}

impl LoopKind {
    /// In OpenMP's words.
    pub fn name(self) -> &'static str {
        match self {
            Self::ParallelFor => "parallel for",
            Self::For => "for",
            Self::TaskLoop => "taskloop",
        }
    }
}

/// One execution of a loop by a team.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Execution {
    /// Logical iterations. Of a [`deterministic`](crate::ParallelFor::deterministic) reduction its blocks: they are what
    /// is dealt out.
    pub len: u64,
    /// Members of the team.
    pub threads: usize,
    /// How it was dealt out, in the grammar of `OMP_SCHEDULE`, or the name of a policy.
    pub schedule: String,
    /// When the first member came to the loop.
    pub begin_ns: u64,
    /// When the last one had no more of it. What it did at the barrier is not part of this.
    pub end_ns: u64,
    /// What it took the program: with the barrier, and for a combined loop with fork and join.
    pub elapsed_ns: u64,
    /// Whether the chunks cover all iterations, each once. Not so for a loop that was left early, nor where records were
    /// dropped.
    pub complete: bool,
    /// What was run, in the order of beginnings.
    pub chunks: Vec<Chunk>,
    /// The time of each member in the loop that was not spent in chunks: what it took to get them.
    pub dispatch_ns: u64,
    /// The waits at the loop's end, in the order of members.
    pub waits: Vec<Wait>,
}

/// Iterations that a member ran at one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chunk {
    /// Which member ran it. In a combined loop: which thread of the team, not whose share it was.
    pub member: usize,
    /// The first logical iteration.
    pub first: u64,
    /// How many iterations.
    pub len: u64,
    /// When it began.
    pub begin_ns: u64,
    /// When it ended.
    pub end_ns: u64,
}

/// A wait at the end of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// Who waited.
    pub member: usize,
    /// From when.
    pub begin_ns: u64,
    /// Until when.
    pub end_ns: u64,
}

impl Profile {
    /// Records all regions of the process while `body` runs, with room for 65,536 chunks of each thread.
    ///
    /// # Panics
    /// If another recording is under way ([`Profiler::start`] answers an error instead), and if `body` panics.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// use ferromp::profile::Profile;
    /// let (sum, profile) = Profile::record(|| parallel_for(0..1_000_u64).num_threads(2).reduce(Sum, |i| i * i));
    /// assert_eq!(sum, 332_833_500);
    /// assert_eq!(profile.sites[0].iterations(), 1_000);
    /// println!("{profile}");
    /// ```
    pub fn record<R>(body: impl FnOnce() -> R) -> (R, Self) {
        match Profiler::new().start() {
            Ok(recording) => {
                let result = body();
                (result, recording.stop())
            }
            Err(busy @ Busy { .. }) => panic!("{busy}"),
        }
    }

    pub(super) fn of(logs: &[Log], ticks: u64, nanoseconds_per_tick: f64, names: &Names) -> Self {
        digest(logs, ticks, nanoseconds_per_tick, names)
    }
}

impl Site {
    /// `file:line`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// The schedules that it ran with, without repetitions.
    pub fn schedules(&self) -> Vec<&str> {
        let mut schedules: Vec<&str> = Vec::new();
        for execution in &self.executions {
            if !schedules.contains(&&*execution.schedule) {
                schedules.push(&execution.schedule);
            }
        }
        schedules
    }

    /// Iterations that ran, of all executions.
    pub fn iterations(&self) -> u64 {
        self.chunks_of_all().map(|chunk| chunk.len).sum()
    }

    /// Chunks that ran.
    pub fn chunks(&self) -> u64 {
        self.chunks_of_all().count() as u64
    }

    /// The time in chunks, of all members together: about what the loop would take serially.
    pub fn work(&self) -> Duration {
        Duration::from_nanos(self.executions.iter().map(Execution::work_ns).sum())
    }

    /// What the loop took the program.
    pub fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.executions.iter().map(|execution| execution.elapsed_ns).sum())
    }

    /// Load imbalance, weighted by work: how much longer the member with most to do worked than the mean, as a fraction. 0
    /// is perfect balance; with `n` members one of which did all it is `n - 1`.
    pub fn imbalance(&self) -> f64 {
        let loads = self.executions.iter().map(Execution::loads);
        let (most, mean) = loads.fold((0.0, 0.0), |(most, mean), loads| {
            let max = loads.iter().copied().max().unwrap_or(0) as f64;
            let sum = loads.iter().sum::<u64>() as f64;
            (most + max, mean + sum / loads.len().max(1) as f64)
        });
        if mean > 0.0 { most / mean - 1.0 } else { 0.0 }
    }

    /// The part of the members' time in the loop that went into getting chunks, from 0 to 1.
    pub fn dispatch_share(&self) -> f64 {
        let dispatch: u64 = self.executions.iter().map(|execution| execution.dispatch_ns).sum();
        let all = dispatch as f64 + self.work().as_nanos() as f64;
        if all > 0.0 { dispatch as f64 / all } else { 0.0 }
    }

    /// The time that members waited at the end of the loop, of all together.
    pub fn wait(&self) -> Duration {
        let waits = self.executions.iter().flat_map(|execution| &execution.waits);
        Duration::from_nanos(waits.map(|wait| wait.end_ns - wait.begin_ns).sum())
    }

    /// [`work`](Site::work) divided by [`elapsed`](Site::elapsed): how much faster the loop was than serially, if its
    /// iterations take as long there. 0 if it did nothing.
    pub fn speedup(&self) -> f64 {
        let elapsed = self.elapsed().as_secs_f64();
        if elapsed > 0.0 { self.work().as_secs_f64() / elapsed } else { 0.0 }
    }

    fn chunks_of_all(&self) -> impl Iterator<Item = &Chunk> {
        self.executions.iter().flat_map(|execution| &execution.chunks)
    }
}

impl Execution {
    /// The time in chunks, of all members together.
    pub fn work_ns(&self) -> u64 {
        self.chunks.iter().map(|chunk| chunk.end_ns - chunk.begin_ns).sum()
    }

    /// The time in chunks of each member.
    pub fn loads(&self) -> Vec<u64> {
        let mut loads = vec![0; self.threads];
        for chunk in &self.chunks {
            if let Some(load) = loads.get_mut(chunk.member) {
                *load += chunk.end_ns - chunk.begin_ns;
            }
        }
        loads
    }
}
