//! EP: pairs of uniform numbers become pairs of normal deviates, which are summed and counted by size.
//!
//! Batches are independent: each begins at its own place in the sequence of random numbers.

use crate::class::Class;
use crate::random::Random;
use crate::report::{Check, Report};
use ferromp::prelude::*;
use std::time::Instant;

const SEED: u64 = 271_828_183;
/// Pairs in a batch.
const BATCH: u64 = 1 << 16;

/// The sums of the deviates, and how many pairs have their larger one in `[l, l + 1)`.
#[omp]
fn tally(batches: u64) -> (f64, f64, [u64; 10]) {
    let (mut sx, mut sy) = (0.0, 0.0);
    let mut counts = [0; 10];
    #[omp(parallel for, reduction(+: sx, sy, counts))]
    for batch in 0..batches {
        let mut random = Random::at(SEED, 2 * BATCH * batch);
        for _ in 0..BATCH {
            let x = 2.0 * random.draw() - 1.0;
            let y = 2.0 * random.draw() - 1.0;
            let t = x * x + y * y;
            if t <= 1.0 {
                let factor = (-2.0 * t.ln() / t).sqrt();
                let (x, y) = (factor * x, factor * y);
                counts[x.abs().max(y.abs()) as usize] += 1;
                sx += x;
                sy += y;
            }
        }
    }
    (sx, sy, counts)
}

pub fn run(class: Class) -> Report {
    let log = class.pick([24, 25, 28, 30, 32]);
    let (sx, sy) = class.pick([
        (-3.247834652034740e3, -6.958407078382297e3),
        (-2.863319731645753e3, -6.320053679109499e3),
        (-4.295875165629892e3, -1.580732573678431e4),
        (4.033815542441498e4, -2.660669192809235e4),
        (4.764367927995374e4, -8.084072988043731e4),
    ]);
    parallel(|team| team.barrier());
    let since = Instant::now();
    let (x, y, counts) = tally((1 << log) / BATCH);
    let time = since.elapsed();

    println!("\n EP Benchmark Results:\n\n N = 2^{log}");
    println!(" No. Gaussian Pairs = {:>15}", counts.iter().sum::<u64>());
    println!(" Sums = {x:25.15e} {y:25.15e}\n Counts:");
    counts.iter().enumerate().for_each(|(size, count)| println!("{size:3}{count:15}"));
    let check =
        |what: &str, computed, expected| Check { what: what.to_owned(), computed, expected, epsilon: 1e-8 };
    Report {
        name: "EP",
        class,
        size: (1_u64 << (log + 1)).to_string(),
        iterations: 0,
        threads: ferromp::omp::get_max_threads(),
        time,
        mop: (1_u64 << (log + 1)) as f64 * 1e-6,
        operation: "Random numbers generated",
        checks: vec![check("The sum of x", x, sx), check("The sum of y", y, sy)],
    }
}
