//! Estimates pi by throwing darts.
//!
//! ```text
//! cargo run --release --example monte_carlo_pi [DARTS [SEED]]
//! ```
//! Every member of the team has a stream of random numbers of its own, chosen by its number: the streams are
//! pieces, 2^128 numbers apart, of one sequence. With as many threads and the same seed the result is the
//! same on every run.
//!
//! Ends with an error if two runs differ, if the team's hits are not those of its streams thrown one after
//! the other, or if the estimate is off by more than five standard deviations.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::f64::consts::PI;

use ferromp::prelude::*;
use indicatif::ProgressBar;

fn main() -> Result<(), Box<dyn Error>> {
    let darts = arguments::number(1, "DARTS", 200_000_000_u64)?.max(1);
    let seed = arguments::number(2, "SEED", 2026)?;

    let threads = Parallel::new().map(|team| team.num_threads())[0];
    let (serial, serial_time) = timed::best_of(1, || {
        let no_bar = ProgressBar::hidden();
        (0..threads).map(|k| throw(Stream::of(seed, k), share(darts, threads, k), &no_bar)).sum::<u64>()
    });
    let (parallel, parallel_time) = timed::best_of(1, || throw_in_parallel(darts, seed));
    let again = throw_in_parallel(darts, seed);

    if parallel != again || parallel != serial {
        return Err(format!("{serial} hits serially, {parallel} and {again} in parallel").into());
    }
    let estimate = 4.0 * parallel as f64 / darts as f64;
    let deviation = (PI * (4.0 - PI) / darts as f64).sqrt();
    println!("{darts} darts: pi is about {estimate:.6} (standard deviation {deviation:.6})");
    if (estimate - PI).abs() > 5.0 * deviation {
        return Err(format!("{estimate} is too far from pi").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

fn throw_in_parallel(darts: u64, seed: u64) -> u64 {
    let progress = ProgressBar::new(darts);
    let silent = ProgressBar::hidden();
    let hits = Parallel::new().reduce(Sum, |team| {
        let (me, members) = (team.thread_num(), team.num_threads());
        let bar = team.masked(|| &progress).unwrap_or(&silent);
        throw(Stream::of(seed, me), share(darts, members, me), bar)
    });
    progress.finish_and_clear();
    hits
}

/// How many darts member `k` throws.
fn share(darts: u64, members: usize, k: usize) -> u64 {
    darts / members as u64 + u64::from((k as u64) < darts % members as u64)
}

/// How many of the darts hit the quarter circle. The bar moves as if all members were as far as this one.
fn throw(mut stream: Stream, darts: u64, bar: &ProgressBar) -> u64 {
    const BURST: u64 = 1 << 22;
    let mut hits = 0;
    let mut left = darts;
    while left > 0 {
        let burst = left.min(BURST);
        hits += (0..burst).filter(|_| stream.next().powi(2) + stream.next().powi(2) < 1.0).count() as u64;
        left -= burst;
        bar.set_position((bar.length().unwrap_or(0) as f64 * (darts - left) as f64 / darts as f64) as u64);
    }
    hits
}

/// The generator xoshiro256+ of Blackman and Vigna, made for floating-point numbers.
struct Stream([u64; 4]);

impl Stream {
    /// Stream `k` of `seed`: the sequence of the seed, `k` jumps of 2^128 numbers ahead.
    fn of(seed: u64, k: usize) -> Self {
        let mut state = seed;
        let mut stream = Self(std::array::from_fn(|_| split_mix(&mut state)));
        (0..k).for_each(|_| stream.jump());
        stream
    }

    /// A number from 0 to 1.
    fn next(&mut self) -> f64 {
        let bits = self.0[0].wrapping_add(self.0[3]) >> 11;
        self.advance();
        bits as f64 / (1_u64 << 53) as f64
    }

    fn advance(&mut self) {
        let s = &mut self.0;
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
    }

    /// What 2^128 calls of `next` would do, by the authors' jump polynomial.
    fn jump(&mut self) {
        const POLYNOMIAL: [u64; 4] =
            [0x180ec6d33cfd0aba, 0xd5a61266f0c9392c, 0xa9582618e03fc9aa, 0x39abdc4529b1661c];
        let mut ahead = [0; 4];
        for bit in 0..256 {
            if POLYNOMIAL[bit / 64] >> (bit % 64) & 1 == 1 {
                ahead.iter_mut().zip(self.0).for_each(|(sum, word)| *sum ^= word);
            }
            self.advance();
        }
        self.0 = ahead;
    }
}

/// Vigna's generator for seeds.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e3779b97f4a7c15);
    let mut z = *state;
    z = (z ^ z >> 30).wrapping_mul(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d049bb133111eb);
    z ^ z >> 31
}
