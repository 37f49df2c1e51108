//! The same by the interface without annotations. Bodies are closures that may be called from anywhere in a loop, so what
//! a thread counts for itself is a row of cells.

use super::ranking::{Ranking, Sizes, keys_of, zeros};
use ferromp::prelude::*;
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub fn rank(ranking: &Ranking, iterations: usize) -> Vec<AtomicU32> {
    let Ranking { keys, sorted, buckets, shift, .. } = ranking;
    let (buckets, shift) = (*buckets, *shift);
    let sizes = Sizes::new(ferromp::omp::get_max_threads(), buckets);
    let found = zeros(5 * iterations);
    parallel(|team| {
        let (me, threads) = (team.thread_num(), team.num_threads());
        let (mut mine, mut ends) = (vec![0_u32; buckets], vec![0; buckets]);
        for iteration in 1..=iterations {
            let sampled = team.single(|| ranking.change(iteration));

            mine.fill(0);
            let counts = Cell::from_mut(&mut mine[..]).as_slice_of_cells();
            team.for_loop(&keys[..]).schedule(Schedule::Static).nowait().for_each(|key| {
                let count = &counts[(key.load(Relaxed) >> shift) as usize];
                count.set(count.get() + 1);
            });
            sizes.publish(me, &mine);
            team.barrier();

            sizes.places(me, threads, &mut mine, &mut ends);
            let places = Cell::from_mut(&mut mine[..]).as_slice_of_cells();
            team.for_loop(&keys[..]).schedule(Schedule::Static).for_each(|key| {
                let key = key.load(Relaxed);
                let place = &places[(key >> shift) as usize];
                sorted[place.get() as usize].store(key, Relaxed);
                place.set(place.get() + 1);
            });

            // Few keys are very small or very large, so buckets take different times.
            team.for_loop(0..buckets).schedule(Schedule::Dynamic(1)).for_each(|bucket| {
                ranking.rank(bucket, keys_of(bucket, &ends));
            });
            team.masked(|| ranking.look_up(sampled, &found[5 * (iteration - 1)..]));
        }
    });
    found
}
