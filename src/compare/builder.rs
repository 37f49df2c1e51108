//! What to compare, and the measuring.

use super::comparison::{Comparison, Timing};
use crate::parallel::{set_settings, settings};
use crate::schedule::Schedule;
use std::time::{Duration, Instant};

/// Runs `run` under every built-in schedule and says which is the fastest: a [`CompareSchedules`] with its defaults.
///
/// ```
/// use ferromp::{compare_schedules, parallel_for};
///
/// let work = |i: u64| (0..i).fold(0, |sum, k| sum ^ k * i); // later iterations take longer
/// let comparison = compare_schedules(|schedule| {
///     parallel_for(0..500_u64).schedule(schedule).for_each(|i| drop(std::hint::black_box(work(i))));
/// });
/// println!("{comparison}"); // a table
/// let best = comparison.best().unwrap();
/// println!("write schedule({}): {:?}", best.schedule, best.median());
/// ```
///
/// In a benchmark of criterion's, compare first and hand over the winner:
///
/// ```
/// # struct Criterion; // stands for criterion's
/// # impl Criterion { fn bench_function(&mut self, name: String, mut f: impl FnMut(&mut Bencher)) { f(&mut Bencher) } }
/// # struct Bencher;
/// # impl Bencher { fn iter(&mut self, mut f: impl FnMut()) { f() } }
/// # use ferromp::{Schedule, compare_schedules, parallel_for};
/// fn bench(criterion: &mut Criterion) {
///     let run = |schedule: Schedule<'_>| parallel_for(0..100).schedule(schedule).for_each(|i| drop(i));
///     let comparison = compare_schedules(run);
///     for timing in comparison.ranking().take(3) {
///         let name = format!("loop under {}", timing.schedule);
///         criterion.bench_function(name, |bencher| bencher.iter(|| run(timing.schedule)));
///     }
/// }
/// # bench(&mut Criterion);
/// ```
pub fn compare_schedules(run: impl FnMut(Schedule<'static>)) -> Comparison<'static> {
    CompareSchedules::new().run(run)
}

/// What to compare and how often. See [`compare_schedules`] for the short way.
///
/// All candidates (a schedule and a number of threads) take turns: a round measures each once, every other round in
/// reverse, so that a machine that slows down slows them all. Before the first round each runs once unmeasured, and a
/// second time to see how often it has to run to fill a sample.
///
/// ```
/// use ferromp::{CompareSchedules, Schedule, parallel_for};
/// let comparison = CompareSchedules::new()
///     .schedules([Schedule::Static, Schedule::Dynamic(16), Schedule::Guided(1)])
///     .threads([1, 2])
///     .rounds(3)
///     .run(|schedule| parallel_for(0..100).schedule(schedule).for_each(|_| {}));
/// assert_eq!(comparison.timings().len(), 6);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a comparison does nothing until `run`"]
pub struct CompareSchedules<'p> {
    schedules: Vec<Schedule<'p>>,
    threads: Vec<usize>,
    rounds: usize,
    sample: Duration,
}

impl CompareSchedules<'_> {
    /// All built-in schedules, on as many threads as a region would have here, in 9 rounds of samples of at least 1 ms.
    pub fn new() -> Self {
        Self {
            schedules: Schedule::all().collect(),
            threads: Vec::new(),
            rounds: 9,
            sample: Duration::from_millis(1),
        }
    }
}

impl Default for CompareSchedules<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'p> CompareSchedules<'p> {
    /// Compares these schedules, in place of all built-in ones.
    pub fn schedules<'q>(self, schedules: impl IntoIterator<Item = Schedule<'q>>) -> CompareSchedules<'q> {
        let Self { schedules: _, threads, rounds, sample } = self;
        CompareSchedules { schedules: schedules.into_iter().collect(), threads, rounds, sample }
    }

    /// Runs each schedule with each of these numbers of threads; 0 is taken as 1, none as the default.
    ///
    /// The number is set as [`omp::set_num_threads`](crate::omp::set_num_threads) does, and set back afterwards: a
    /// `num_threads` clause of the loop's own overrules it.
    pub fn threads(mut self, threads: impl IntoIterator<Item = usize>) -> Self {
        self.threads = threads.into_iter().map(|threads| threads.max(1)).collect();
        self
    }

    /// How many times each is measured; 0 is taken as 1.
    pub fn rounds(mut self, rounds: usize) -> Self {
        self.rounds = rounds.max(1);
        self
    }

    /// How long a sample takes at least: a loop that is shorter runs several times for one, and its time is the mean.
    pub fn sample_time(mut self, least: Duration) -> Self {
        self.sample = least;
        self
    }

    /// Measures. `run` is to run the loop once under the schedule it is given.
    ///
    /// # Panics
    /// If `run` panics.
    pub fn run(self, run: impl FnMut(Schedule<'p>)) -> Comparison<'p> {
        self.run_while(|_, _| true, run)
    }

    /// [`run`](Self::run) as long as `go_on` says so. It is asked before every sample, with the number of those that
    /// have been taken and how many there will be, warm-ups among them. The comparison has what was measured until then.
    ///
    /// # Panics
    /// If `run` or `go_on` panics.
    pub fn run_while(
        self,
        mut go_on: impl FnMut(usize, usize) -> bool,
        mut run: impl FnMut(Schedule<'p>),
    ) -> Comparison<'p> {
        let default_threads = settings().nthreads as usize;
        let threads = if self.threads.is_empty() { vec![default_threads] } else { self.threads };
        let mut candidates: Vec<Candidate<'_>> = threads
            .iter()
            .flat_map(|&threads| self.schedules.iter().map(move |&schedule| (schedule, threads)))
            .map(|(schedule, threads)| Candidate { timing: Timing::new(schedule, threads), repeats: 1 })
            .collect();
        let steps = candidates.len() * (self.rounds + 1);
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        'rounds: for round in 0..=self.rounds {
            for (step, &candidate) in order.iter().enumerate() {
                if !go_on(round * order.len() + step, steps) {
                    break 'rounds;
                }
                let candidate = &mut candidates[candidate];
                let _threads = SetThreads::to(candidate.timing.threads);
                if round == 0 {
                    candidate.warm_up(self.sample, &mut run)
                } else {
                    candidate.measure(&mut run)
                }
            }
            order.reverse();
        }
        Comparison::new(candidates.into_iter().map(|candidate| candidate.timing).collect())
    }
}

struct Candidate<'p> {
    timing: Timing<'p>,
    /// How many runs a sample takes.
    repeats: u32,
}

impl<'p> Candidate<'p> {
    fn warm_up(&mut self, sample: Duration, run: &mut impl FnMut(Schedule<'p>)) {
        run(self.timing.schedule);
        let took = self.time(run).max(Duration::from_nanos(10));
        let repeats = sample.as_nanos().div_ceil(took.as_nanos());
        self.repeats = u32::try_from(repeats).unwrap_or(u32::MAX).max(1);
    }

    fn measure(&mut self, run: &mut impl FnMut(Schedule<'p>)) {
        let took = self.time(run);
        self.timing.add(took);
    }

    fn time(&self, run: &mut impl FnMut(Schedule<'p>)) -> Duration {
        let begin = Instant::now();
        for _ in 0..self.repeats {
            run(self.timing.schedule);
        }
        begin.elapsed() / self.repeats
    }
}

/// The number of threads while one candidate runs: set back even if it panics.
struct SetThreads(u32);

impl SetThreads {
    fn to(threads: usize) -> Self {
        let mut settings = settings();
        let before = SetThreads(settings.nthreads);
        settings.nthreads = u32::try_from(threads).unwrap_or(u32::MAX);
        set_settings(settings);
        before
    }
}

impl Drop for SetThreads {
    fn drop(&mut self) {
        let mut settings = settings();
        settings.nthreads = self.0;
        set_settings(settings);
    }
}
