//! What each iteration of a kernel costs, measured.

use crate::kernels::Kernel;
use ferromp::Parallel;
use ferromp::simulate::Workload;
use std::ops::Range;
use std::time::Instant;

/// Iterations are timed in blocks of at least this long, so that looking at the clock does not count.
const BLOCK: f64 = 4e-6;

/// The costs of all iterations: for each block of them the fastest of so many passes by each of some threads, all of which
/// run the whole loop at the same time. So what they take from each other (of memory's bandwidth, of a shared core) is
/// in it, and what other programs take is not.
pub fn measure(kernel: &dyn Kernel, passes: usize, threads: usize) -> Workload {
    let len = kernel.len();
    let mut results = vec![0; len as usize];
    let begin = Instant::now();
    kernel.run_here(0..len, &mut results);
    let mean = begin.elapsed().as_secs_f64() / len as f64;
    let size = ((BLOCK / mean.max(1e-12)) as u64).clamp(1, len.div_ceil(16).max(1));

    let blocks: Vec<_> = (0..len).step_by(size as usize).map(|first| first..len.min(first + size)).collect();
    let team = Parallel::new().num_threads(threads);
    let fastest = team.map(|_| fastest(kernel, &blocks, passes.max(1)));
    let clock = seconds_per_look();
    let block = |block: usize| fastest.iter().map(|times| times[block]).fold(f64::INFINITY, f64::min);
    let costs = (0..blocks.len()).map(|number| (block(number) - clock).max(0.0));
    Workload::from_chunks(len, blocks.iter().cloned().zip(costs))
}

/// What each block takes at best, in seconds.
fn fastest(kernel: &dyn Kernel, blocks: &[Range<u64>], passes: usize) -> Vec<f64> {
    let mut results = vec![0; kernel.len() as usize];
    let mut fastest = vec![f64::INFINITY; blocks.len()];
    for _ in 0..passes {
        for (block, fastest) in blocks.iter().zip(&mut fastest) {
            let begin = Instant::now();
            kernel.run_here(block.clone(), &mut results[block.start as usize..block.end as usize]);
            *fastest = fastest.min(begin.elapsed().as_secs_f64());
        }
        std::hint::black_box(&results);
    }
    fastest
}

/// What a look at the clock adds to what is timed.
fn seconds_per_look() -> f64 {
    (0..1000).map(|_| Instant::now().elapsed().as_secs_f64()).fold(f64::INFINITY, f64::min)
}
