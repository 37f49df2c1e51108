//! What dispatching costs on this machine.

use ferromp::simulate::Machine;
use ferromp::{Schedule, parallel_for};
use std::hint::black_box;
use std::time::Instant;

/// Measured costs in seconds: see the methods of [`Machine`] that they are named after.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    pub own_dispatch: f64,
    pub shared_dispatch: f64,
    pub region: f64,
}

impl Costs {
    /// Measures with so many threads.
    pub fn measure(threads: usize) -> Costs {
        const CHUNKS: u64 = 50_000;
        let empty = |schedule, len: u64| {
            let run = || {
                parallel_for(0..len).num_threads(threads).schedule(schedule).for_each(|i| _ = black_box(i));
            };
            run();
            median(15, run)
        };
        let region = empty(Schedule::Static, threads as u64);
        let per_chunk = |schedule| (empty(schedule, CHUNKS) - region).max(0.0) / CHUNKS as f64;
        Costs {
            own_dispatch: per_chunk(Schedule::Dynamic(1)) * threads as f64,
            shared_dispatch: per_chunk(Schedule::Dynamic(1).monotonic()),
            region,
        }
    }

    /// A machine of so many members with these costs.
    pub fn machine(&self, members: usize) -> Machine {
        Machine::new(members)
            .own_dispatch(self.own_dispatch)
            .shared_dispatch(self.shared_dispatch)
            .region(self.region)
    }
}

/// The median of the seconds that `run` takes.
pub fn median(times: usize, mut run: impl FnMut()) -> f64 {
    let mut samples: Vec<f64> = (0..times.max(1))
        .map(|_| {
            let begin = Instant::now();
            run();
            begin.elapsed().as_secs_f64()
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
