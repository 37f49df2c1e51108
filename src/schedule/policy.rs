//! A user's own schedule: it proposes chunk lengths, the dispenser disposes.

use super::{Completed, LoopStart};
use std::fmt;

/// A schedule of your own: proposes the length of the next chunk.
///
/// Give it to a loop with [`Schedule::custom`](super::Schedule::custom). (OpenMP has no counterpart yet;
/// `schedule(user: …)` has been proposed several times.)
///
/// The runtime trusts nothing this trait returns: a proposal is clamped to `1..=remaining`, so every iteration
/// runs exactly once whatever it says. A policy may keep state of its own (atomics; it is `Sync` because all
/// members ask it at the same time).
///
/// * Proposals race: the policy is called outside any lock, and when another member takes a chunk meanwhile,
///   the proposal is dropped and `next_chunk` is called again with the new state. A policy that counts its calls
///   therefore counts more than there are chunks.
/// * A member whose chunks take less than half a microsecond asks for up to eight that follow each other, and then runs them;
///   each question has the state that the answer before it made. Not so if the policy [`measures`](Self::measures).
/// * A panic reaches the member that asked, as a panic of the loop's body would; no chunk is taken by it.
/// * `next_chunk` may open regions and loops of its own.
///
/// Chunks are dispensed in ascending order (the schedule is monotonic).
///
/// ```
/// use ferromp::{ChunkPolicy, LoopState, Schedule};
///
/// struct Halves;
/// impl ChunkPolicy for Halves {
///     fn next_chunk(&self, s: &LoopState) -> u64 {
///         (s.remaining() / (2 * s.num_threads() as u64)).max(1)
///     }
/// }
/// let schedule = Schedule::custom(&Halves);
/// assert_eq!(schedule.to_string(), "custom");
/// ```
///
/// # State, and sites
///
/// One object may serve many loops, also at the same time: state is behind atomics or locks of its own. What is learnt for
/// one loop of the program is kept under its [`site`](LoopStart::site), which [`begin`](Self::begin) is told; a policy that
/// is `'static` can be `run-sched-var` as well ([`omp::set_schedule`](crate::omp::set_schedule)).
///
/// ```
/// use ferromp::{ChunkPolicy, Completed, LoopStart, LoopState, Schedule, parallel_for};
/// use std::collections::HashMap;
/// use std::sync::Mutex;
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
///
/// /// Chunks of about 20 µs, by what an iteration of this loop took before.
/// #[derive(Default)]
/// struct Twenty {
///     nanos_an_iteration: Mutex<HashMap<u64, u64>>,
///     site: AtomicU64, // of the loop that is on: this object serves one at a time
///     chunk: AtomicU64,
/// }
///
/// impl ChunkPolicy for Twenty {
///     fn begin(&self, start: &LoopStart) {
///         let known = self.nanos_an_iteration.lock().unwrap().get(&start.site()).copied();
///         self.site.store(start.site(), Relaxed);
///         self.chunk.store(known.map_or(1, |nanos| 20_000 / nanos.max(1)), Relaxed);
///     }
///     fn next_chunk(&self, _: &LoopState) -> u64 {
///         self.chunk.load(Relaxed)
///     }
///     fn measures(&self) -> bool {
///         true
///     }
///     fn completed(&self, done: &Completed) {
///         let nanos = done.elapsed().as_nanos() as u64 / done.len();
///         self.nanos_an_iteration.lock().unwrap().insert(self.site.load(Relaxed), nanos);
///     }
/// }
///
/// let policy = Twenty::default();
/// for step in 0..3 {
///     parallel_for(0..1000).schedule(Schedule::custom(&policy)).for_each(|i| { std::hint::black_box(i); });
/// }
/// # assert_eq!(policy.nanos_an_iteration.lock().unwrap().len(), 1, "one site");
/// ```
pub trait ChunkPolicy: Sync {
    /// How many iterations the next chunk should have. 0 is taken as 1, more than are left as all of them.
    fn next_chunk(&self, state: &LoopState) -> u64;

    /// A loop of this schedule begins: called once for each execution of the loop, by one member, before any member
    /// asks for a chunk. The others wait meanwhile.
    ///
    /// A policy that learns from run to run looks up what it knows of [`LoopStart::site`] here. Loops may overlap: those
    /// of other teams, and those behind a `nowait` loop that some members are still in.
    ///
    /// A panic here is one of the member that begins the loop; no chunk is taken.
    fn begin(&self, start: &LoopStart) {
        let _ = start;
    }

    /// Whether [`completed`](Self::completed) is to be called. Looking at the clock costs some 20 to 50 ns a chunk.
    /// Asked once by each member in each loop.
    fn measures(&self) -> bool {
        false
    }

    /// A chunk has run to its end: called by the member that ran it, when it comes for the next, if the policy
    /// [`measures`](Self::measures). Not called for a chunk that panicked or after which the loop was cancelled.
    ///
    /// In a reduction, whose partial results belong to blocks of iterations, chunks are whole blocks.
    fn completed(&self, done: &Completed) {
        let _ = done;
    }

    /// What tables and messages call this policy. It is not part of the `OMP_SCHEDULE` grammar.
    fn name(&self) -> &str {
        "custom"
    }
}

impl fmt::Debug for dyn ChunkPolicy + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a [`ChunkPolicy`] may know when it proposes: the loop as the asking member sees it.
#[derive(Clone, Debug)]
pub struct LoopState {
    pub(super) len: u64,
    pub(super) remaining: u64,
    pub(super) num_threads: usize,
    pub(super) thread_num: usize,
    pub(super) step: u64,
    pub(super) last_chunk: u64,
}

impl LoopState {
    /// Iterations of the whole loop.
    #[allow(clippy::len_without_is_empty)] // an empty loop never asks
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Iterations no member has taken yet, at least 1: the chunk proposed here starts at
    /// `len() - remaining()`.
    pub fn remaining(&self) -> u64 {
        self.remaining
    }

    /// Members of the team, at least 1.
    pub fn num_threads(&self) -> usize {
        self.num_threads
    }

    /// The member that asks, in `0..num_threads()`.
    pub fn thread_num(&self) -> usize {
        self.thread_num
    }

    /// How many chunks were dispensed before this one.
    ///
    /// Exact in a team of one, and in loops of fewer than 2<sup>32</sup> iterations. Otherwise it is approximate: a chunk counts a moment after it was
    /// taken, so the number may lag behind `remaining()`, by at most one for every other member.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Length of the chunk this member had before, 0 if it had none in this loop.
    pub fn last_chunk(&self) -> u64 {
        self.last_chunk
    }
}
