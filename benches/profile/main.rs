//! What recording costs: the same loop with and without, in turns. `run` builds and calls this.
//!
//! Bodies of 1, 10 and 100 µs under `dynamic,1`: the most chunks that a loop can have. Each round times both forms, now this
//! one first and now that one. On a machine that does other things as well, believe the minima.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ferromp::prelude::*;
use ferromp::profile::Profiler;

/// Computes for about `nanoseconds`, without looking at a clock.
fn work(rounds: u64) {
    let mut x = rounds;
    for _ in 0..rounds {
        x = black_box(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    }
    black_box(x);
}

/// How many rounds of [`work`] take `nanoseconds`.
fn rounds(nanoseconds: f64) -> u64 {
    let time = |n: u64| {
        let best = (0..200).map(|_| {
            let begin = Instant::now();
            work(n);
            begin.elapsed()
        });
        best.min().unwrap_or_default().as_nanos() as f64
    };
    (nanoseconds * 20_000.0 / time(20_000)) as u64
}

fn run(threads: usize, chunks: u64, rounds: u64) -> Duration {
    let begin = Instant::now();
    parallel_for(0..chunks).num_threads(threads).schedule(Schedule::Dynamic(1)).for_each(|_| work(rounds));
    begin.elapsed()
}

/// The same while it is recorded; making and reading the buffers is not timed.
fn run_recorded(threads: usize, chunks: u64, rounds: u64) -> Duration {
    let profiler = Profiler::new().threads(threads).capacity(chunks as usize + 64);
    let Ok(recording) = profiler.start() else { unreachable!("there is no other recording") };
    // Every thread takes its buffer beforehand.
    Parallel::new().num_threads(threads).run(|_| ());
    let time = run(threads, chunks, rounds);
    let profile = recording.stop();
    assert_eq!(profile.dropped, 0);
    time
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let argument = |at: usize, default: u64| {
        std::env::args()
            .nth(at)
            .map_or(default, |text| text.parse().expect("a number of rounds, then of threads"))
    };
    let (turns, threads) = (argument(1, 201), argument(2, 2) as usize);
    println!("{turns} rounds, {threads} threads, dynamic,1; times in µs; ratios are recorded / plain");
    println!(
        "{:>8} {:>8} {:>14} {:>14} {:>18} {:>18} {:>12}",
        "body", "chunks", "plain, median", "recorded", "ratio of medians", "ratio of minima", "ns a chunk"
    );
    // Short enough that a run mostly keeps its processors from beginning to end.
    for (name, nanoseconds, chunks) in
        [("empty", 0.0, 20_000), ("1 µs", 1e3, 1_000), ("10 µs", 1e4, 200), ("100 µs", 1e5, 20)]
    {
        let rounds = rounds(nanoseconds);
        let (mut plain, mut recorded) = (Vec::new(), Vec::new());
        for turn in 0..turns {
            let mut plainly = || plain.push(run(threads, chunks, rounds).as_secs_f64() * 1e6);
            if turn % 2 == 0 {
                plainly();
            }
            recorded.push(run_recorded(threads, chunks, rounds).as_secs_f64() * 1e6);
            if turn % 2 == 1 {
                plainly();
            }
        }
        let (a, b) = (median(&mut plain), median(&mut recorded));
        let (least, least_recorded) = (plain[0], recorded[0]);
        let each = (least_recorded - least) * 1e3 * threads as f64 / chunks as f64;
        println!(
            "{name:>8} {chunks:>8} {a:>14.1} {b:>14.1} {:>18.4} {:>18.4} {each:>12.0}",
            b / a,
            least_recorded / least
        );
    }
}
