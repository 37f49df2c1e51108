//! A loop that takes as long as a recorded one, iteration by iteration.

use super::Kernel;
use super::synthetic::{Steps, steps};
use ferromp::simulate::Workload;
use std::hint::black_box;
use std::time::Instant;

/// Iterations as long as those of `costs`, to the nearest step of about a nanosecond; 4 s each at most.
pub fn recorded(costs: &Workload) -> Box<dyn Kernel> {
    let step = seconds_per_step();
    let count = |i| (costs.cost(i..i + 1) / step).round() as u32; // saturates
    Box::new(Steps::<6>((0..costs.len()).map(count).collect()))
}

fn seconds_per_step() -> f64 {
    const STEPS: u32 = 100_000;
    let sample = |seed| {
        let begin = Instant::now();
        black_box(steps(STEPS, seed));
        begin.elapsed().as_secs_f64()
    };
    let fastest = (0..15).map(sample).fold(f64::INFINITY, f64::min);
    (fastest / f64::from(STEPS)).max(1e-11)
}
