//! How one construct is timed.

use std::time::{Duration, Instant};

use crate::work;

/// How long and how often to measure. The same for every rival of a run.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Repetitions fill at least this time per sample.
    pub sample: Duration,
    /// Samples per construct.
    pub samples: usize,
    /// No further sample starts once this much time went into a construct.
    pub limit: Duration,
}

/// The samples of one construct, in nanoseconds.
pub struct Samples(pub Vec<f64>);

impl Samples {
    /// Median and minimum.
    pub fn summary(&self) -> (f64, f64) {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        (sorted[sorted.len() / 2], sorted[0])
    }
}

/// Times `run(reps)`: nanoseconds per repetition, less what `reference(reps)` takes (timed beside each sample).
pub fn overhead(
    effort: &Effort,
    least: usize,
    mut run: impl FnMut(usize),
    reference: impl Fn(usize),
) -> Samples {
    let begin = Instant::now();
    let mut reps = least;
    loop {
        let took = clock(|| run(reps));
        if took >= effort.sample || begin.elapsed() >= effort.limit / 2 {
            break;
        }
        reps *= 2;
    }
    let mut samples = Vec::with_capacity(effort.samples);
    while samples.is_empty() || (samples.len() < effort.samples && begin.elapsed() < effort.limit) {
        let serial = clock(|| reference(reps));
        let took = clock(|| run(reps));
        samples.push((took.as_nanos() as f64 - serial.as_nanos() as f64) / reps as f64);
    }
    Samples(samples)
}

/// Times `run` itself, less the delay it contains, after a pause of 10 ms, `count` times.
pub fn after_pause(count: usize, mut run: impl FnMut()) -> Samples {
    run();
    let serial = {
        let mut times: Vec<Duration> = (0..101).map(|_| clock(work::pause)).collect();
        times.sort();
        times[50].as_nanos() as f64
    };
    let samples = (0..count).map(|_| {
        std::thread::sleep(Duration::from_millis(10));
        clock(&mut run).as_nanos() as f64 - serial
    });
    Samples(samples.collect())
}

/// Processor time in nanoseconds that the process uses in the 2 s after `run`.
pub fn burnt(mut run: impl FnMut()) -> f64 {
    run();
    let before = cpu_ns();
    std::thread::sleep(Duration::from_secs(2));
    cpu_ns() - before
}

/// Runs `run` back to back for `time`, reading the clock once for each: every duration, in nanoseconds, less the
/// median of the same with the serial delay.
pub fn back_to_back(time: Duration, mut run: impl FnMut()) -> Samples {
    run();
    let serial = Samples(chain(Duration::from_millis(2), work::pause)).summary().0;
    Samples(chain(time, run).into_iter().map(|ns| ns - serial).collect())
}

fn chain(time: Duration, mut run: impl FnMut()) -> Vec<f64> {
    let mut times = Vec::with_capacity(1 << 22);
    let begin = Instant::now();
    let mut last = begin;
    while last - begin < time && times.len() < times.capacity() {
        run();
        let now = Instant::now();
        times.push((now - last).as_nanos() as f64);
        last = now;
    }
    times
}

/// The serial reference: the delay, `reps` times.
pub fn reference(reps: usize) {
    (0..reps).for_each(|_| work::pause());
}

/// Steps of the delay that last about `target` here.
pub fn calibrate(target: Duration) -> u64 {
    let steps = 100_000;
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            clock(|| {
                work::opaque(work::delay(work::opaque(steps)));
            })
        })
        .collect();
    times.sort();
    ((steps as f64 * target.as_nanos() as f64 / times[10].as_nanos() as f64) as u64).max(1)
}

fn clock(run: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    run();
    begin.elapsed()
}

fn cpu_ns() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid place for the answer.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(status, 0, "the processor-time clock");
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}
