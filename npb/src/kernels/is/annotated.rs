//! Loops with annotations.

use super::ranking::{Ranking, Sizes, keys_of, zeros};
use ferromp::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

#[omp]
pub fn rank(ranking: &Ranking, iterations: usize) -> Vec<AtomicU32> {
    let Ranking { keys, sorted, buckets, shift, .. } = ranking;
    let (buckets, shift) = (*buckets, *shift);
    let sizes = Sizes::new(ferromp::omp::get_max_threads(), buckets);
    let found = zeros(5 * iterations);
    #[omp(parallel)]
    {
        let me = ferromp::omp::get_thread_num();
        let threads = ferromp::omp::get_num_threads();
        let mut mine = vec![0_u32; buckets];
        let mut ends = vec![0; buckets];
        for iteration in 1..=iterations {
            let mut sampled = [0; 5];
            #[omp(single, copyprivate(sampled))]
            {
                sampled = ranking.change(iteration);
            }

            mine.fill(0);
            #[omp(for, schedule(static), nowait)]
            for key in keys.iter() {
                mine[(key.load(Relaxed) >> shift) as usize] += 1;
            }
            sizes.publish(me, &mine);
            omp!(barrier);

            sizes.places(me, threads, &mut mine, &mut ends);
            #[omp(for, schedule(static))]
            for key in keys.iter() {
                let key = key.load(Relaxed);
                let place = &mut mine[(key >> shift) as usize];
                sorted[*place as usize].store(key, Relaxed);
                *place += 1;
            }

            // Few keys are very small or very large, so buckets take different times.
            #[omp(for, schedule(dynamic))]
            for bucket in 0..buckets {
                ranking.rank(bucket, keys_of(bucket, &ends));
            }
            #[omp(masked)]
            {
                ranking.look_up(sampled, &found[5 * (iteration - 1)..]);
            }
        }
    }
    found
}
