//! Counts primes with Eratosthenes' sieve, segment by segment.
//!
//! ```text
//! cargo run --release --example prime_sieve [END]
//! ```
//! The primes up to the square root come first. Then each segment, short enough for a cache, is sieved by
//! itself; the counts are added by a reduction. Later segments meet more primes, so `schedule(dynamic)` shares
//! them out.
//!
//! Ends with an error if a sieve in one piece counts differently, or if the count up to a power of ten is not the known
//! one.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

/// Odd numbers of a segment, one byte each.
const SEGMENT: usize = 1 << 15;
/// How many primes there are up to 1, 10, 100 and so on.
const KNOWN: [usize; 10] = [0, 4, 25, 168, 1229, 9592, 78_498, 664_579, 5_761_455, 50_847_534];

fn main() -> Result<(), Box<dyn Error>> {
    let end = arguments::number(1, "END", 50_000_000_usize)?;

    let (_, serial_time) = timed::best_of(3, || count_primes(end, false));
    let (count, parallel_time) = timed::best_of(3, || count_primes(end, true));

    println!("{count} primes up to {end}");
    let expected = primes_up_to(end).len();
    if count != expected {
        return Err(format!("a sieve in one piece finds {expected}").into());
    }
    if let Some(power) = (0..KNOWN.len()).find(|&power| end == 10_usize.pow(power as u32))
        && count != KNOWN[power]
    {
        return Err(format!("there are {} primes up to {end}", KNOWN[power]).into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

#[omp]
fn count_primes(end: usize, parallel: bool) -> usize {
    if end < 2 {
        return 0;
    }
    let small = primes_up_to(end.isqrt());
    let mut count = 1; // the prime 2
    #[omp(parallel for, schedule(dynamic), reduction(+: count), if(parallel))]
    for first in (3..=end).step_by(2 * SEGMENT) {
        count += primes_of_segment(first, (first + 2 * SEGMENT).min(end + 1), &small);
    }
    count
}

/// The number of primes from `first`, which is odd, to `end` without `end`.
fn primes_of_segment(first: usize, end: usize, small: &[usize]) -> usize {
    let mut composite = [false; SEGMENT];
    let numbers = (end - first).div_ceil(2);
    for &prime in small.iter().skip(1) {
        if prime * prime >= end {
            break;
        }
        // The first odd multiple from here on, not below the square.
        let multiple = (prime * prime).max(first.next_multiple_of(prime));
        let odd = if multiple % 2 == 0 { multiple + prime } else { multiple };
        for k in ((odd - first) / 2..numbers).step_by(prime) {
            composite[k] = true;
        }
    }
    composite[..numbers].iter().filter(|composite| !**composite).count()
}

/// The sieve in one piece.
fn primes_up_to(end: usize) -> Vec<usize> {
    let mut composite = vec![false; end + 1];
    let mut primes = Vec::new();
    for number in 2..=end {
        if !composite[number] {
            primes.push(number);
            for multiple in (number * number..=end).step_by(number) {
                composite[multiple] = true;
            }
        }
    }
    primes
}
