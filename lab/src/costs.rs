//! What each iteration of a kernel costs, measured.

use crate::kernels::Kernel;
use ferromp::Parallel;
use ferromp::simulate::Workload;
use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

/// Iterations are timed in blocks of at least this long, so that looking at the clock does not count.
const BLOCK: f64 = 4e-6;

/// The costs of all iterations: for each block of them the median of so many passes by each of some threads, all of which
/// run the whole loop. So what they take from each other (of memory's bandwidth, of a shared core) is in it.
pub fn measure(kernel: &dyn Kernel, passes: usize, threads: usize) -> Workload {
    let len = kernel.len();
    let begin = Instant::now();
    (0..len).for_each(|i| _ = black_box(kernel.iteration(i)));
    let mean = begin.elapsed().as_secs_f64() / len as f64;
    let size = ((BLOCK / mean.max(1e-12)) as u64).clamp(1, len.div_ceil(16).max(1));

    let blocks: Vec<_> = (0..len).step_by(size as usize).map(|first| first..len.min(first + size)).collect();
    let team = Parallel::new().num_threads(threads);
    let samples: Vec<Vec<Vec<f64>>> =
        team.map(|_| (0..passes.max(1)).map(|_| pass(kernel, &blocks)).collect());
    let samples: Vec<Vec<f64>> = samples.into_iter().flatten().collect();
    let clock = seconds_per_look();
    let typical = (0..blocks.len()).map(|block| {
        let mut samples: Vec<f64> = samples.iter().map(|pass| pass[block]).collect();
        samples.sort_by(f64::total_cmp);
        (samples[(samples.len() - 1) / 2] - clock).max(0.0)
    });
    Workload::from_chunks(len, blocks.iter().cloned().zip(typical))
}

/// What each block takes, in seconds.
fn pass(kernel: &dyn Kernel, blocks: &[Range<u64>]) -> Vec<f64> {
    let block = |block: &Range<u64>| {
        let begin = Instant::now();
        block.clone().for_each(|i| _ = black_box(kernel.iteration(i)));
        begin.elapsed().as_secs_f64()
    };
    blocks.iter().map(block).collect()
}

/// What a look at the clock adds to what is timed.
fn seconds_per_look() -> f64 {
    (0..1000).map(|_| Instant::now().elapsed().as_secs_f64()).fold(f64::INFINITY, f64::min)
}
