//! Who runs the loop, and what it costs to ask for work.

use super::time::{self, Time};

/// A team of members, and what dispatching costs it. See [`run`](Machine::run).
///
/// Times are in seconds. Unless said otherwise all members have speed 1, start together and are free of noise; a
/// dispatch costs 2 ns where no other member writes, and 60 ns on a line that others write as well.
///
/// ```
/// use ferromp::{Schedule, simulate::{Machine, Workload}};
/// let loop_ = Workload::from_fn(1000, |_| 1e-6);
/// // Two members, one of half the speed: even blocks wait for the slow one, dynamic does not.
/// let machine = Machine::new(2).speeds([1.0, 0.5]);
/// assert!(machine.run(&loop_, Schedule::Static).makespan > 0.99e-3);
/// assert!(machine.run(&loop_, Schedule::Dynamic(1)).makespan < 0.68e-3);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a machine does nothing until `run`"]
pub struct Machine {
    pub(super) members: usize,
    pub(super) speeds: Box<[f64]>,
    pub(super) delays: Box<[Time]>,
    pub(super) noise: f64,
    pub(super) seed: u64,
    pub(super) own_dispatch: Time,
    pub(super) shared_dispatch: Time,
    pub(super) region: Time,
    pub(super) loops: u32,
    pub(super) timeline: bool,
}

impl Machine {
    /// A team of `members`.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    pub fn new(members: usize) -> Self {
        assert!(members > 0, "a team has at least one member, and this machine none: ask for 1 or more");
        Machine {
            members,
            speeds: Box::new([]),
            delays: Box::new([]),
            noise: 0.0,
            seed: 0,
            own_dispatch: 2_000,
            shared_dispatch: 60_000,
            region: 0,
            loops: 1,
            timeline: true,
        }
    }

    /// How many members there are.
    pub fn num_threads(&self) -> usize {
        self.members
    }

    /// How fast the members are, in thread order: an iteration takes its cost divided by the speed of the member that
    /// runs it. Members beyond the last speed have 1; speeds beyond the last member are left out.
    ///
    /// # Panics
    /// If one is not positive and finite.
    #[track_caller]
    pub fn speeds(mut self, speeds: impl IntoIterator<Item = f64>) -> Self {
        self.speeds = speeds.into_iter().take(self.members).collect();
        for (member, speed) in self.speeds.iter().enumerate() {
            assert!(
                speed.is_finite() && *speed > 0.0,
                "the speed of member {member} must be positive and finite, not {speed}"
            );
        }
        self
    }

    /// How many seconds the members come late, in thread order; those beyond the last come at once.
    ///
    /// # Panics
    /// If one is negative or not finite.
    #[track_caller]
    pub fn start_delays(mut self, seconds: impl IntoIterator<Item = f64>) -> Self {
        let delays = seconds.into_iter().take(self.members).enumerate();
        self.delays = delays
            .map(|(member, delay)| time::checked(delay, format_args!("the delay of member {member}")))
            .collect();
        self
    }

    /// Multiplies the time of every chunk by a random number with mean 1 and this standard deviation, cut off at 0: what
    /// interrupts and caches do. What a chunk draws depends on the seed and its first iteration alone.
    ///
    /// # Panics
    /// If it is negative or not finite.
    #[track_caller]
    pub fn noise(mut self, deviation: f64) -> Self {
        assert!(
            deviation.is_finite() && deviation >= 0.0,
            "the deviation of noise must be finite and not negative, not {deviation}"
        );
        self.noise = deviation;
        self
    }

    /// Where the noise comes from; 0 unless said otherwise.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What a chunk costs that a member takes without touching memory that others write: under `static`, and from
    /// its own share. Members do so at the same time.
    ///
    /// # Panics
    /// If it is negative or not finite.
    #[track_caller]
    pub fn own_dispatch(mut self, seconds: f64) -> Self {
        self.own_dispatch = time::checked(seconds, format_args!("the cost of a dispatch"));
        self
    }

    /// What a chunk costs that is taken from a cursor which others write: that of the team, or the share of
    /// another member. Members do so one after the other, each waiting for those that came before.
    ///
    /// # Panics
    /// If it is negative or not finite.
    #[track_caller]
    pub fn shared_dispatch(mut self, seconds: f64) -> Self {
        self.shared_dispatch = time::checked(seconds, format_args!("the cost of a shared dispatch"));
        self
    }

    /// What opening and closing the region costs: comes on top of every makespan. 0 unless said otherwise.
    ///
    /// # Panics
    /// If it is negative or not finite.
    #[track_caller]
    pub fn region(mut self, seconds: f64) -> Self {
        self.region = time::checked(seconds, format_args!("the cost of a region"));
        self
    }

    /// Runs the loop this many times, one after the other; the outcome is that of the last. Makes a difference to
    /// schedules that learn from loop to loop. 0 is taken as 1.
    pub fn loops(mut self, loops: u32) -> Self {
        self.loops = loops.max(1);
        self
    }

    /// With `false`, the outcome has no [`timeline`](super::Outcome::timeline), which takes 40 bytes for each chunk.
    pub fn timeline(mut self, kept: bool) -> Self {
        self.timeline = kept;
        self
    }

    pub(super) fn speed(&self, member: usize) -> f64 {
        self.speeds.get(member).copied().unwrap_or(1.0)
    }

    pub(super) fn delay(&self, member: usize) -> Time {
        self.delays.get(member).copied().unwrap_or(0)
    }
}
