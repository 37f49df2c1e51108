//! IS: the rank of each of many small integers, ten times, with two keys changed between.
//!
//! Keys go to buckets by their upper bits, every thread's after those of the threads before; then each bucket is counted
//! on its own. Where a key goes depends on its value, which no compiler can follow. Relaxed atomics say so: their loads and
//! stores are ordinary ones, and safe code stays safe.

use crate::class::Class;
use crate::random::Random;
use crate::report::{Check, Report};
use ferromp::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Instant;

const ITERATIONS: usize = 10;

struct Ranking {
    keys: Vec<AtomicU32>,
    /// The same, by bucket.
    sorted: Vec<AtomicU32>,
    /// After an iteration: how many keys there are up to this one.
    ranks: Vec<AtomicU32>,
    buckets: usize,
    /// A key's bucket is what is left of it after this many bits.
    shift: u32,
    /// Keys whose ranks are known.
    samples: [usize; 5],
}

fn zeros(n: usize) -> Vec<AtomicU32> {
    (0..n).map(|_| AtomicU32::new(0)).collect()
}

impl Ranking {
    #[omp]
    fn new(log_keys: u32, log_largest: u32, log_buckets: u32, samples: [usize; 5]) -> Self {
        let (n, largest) = (1_usize << log_keys, 1_usize << log_largest);
        let keys = zeros(n);
        const BLOCK: usize = 1 << 12;
        #[omp(parallel for)]
        for (block, keys) in keys.chunks(BLOCK).enumerate() {
            let mut random = Random::at(314_159_265, (4 * BLOCK * block) as u64);
            for key in keys {
                let sum = random.draw() + random.draw() + random.draw() + random.draw();
                key.store(((largest / 4) as f64 * sum) as u32, Relaxed);
            }
        }
        let shift = log_largest - log_buckets;
        Self { keys, sorted: zeros(n), ranks: zeros(largest), buckets: 1 << log_buckets, shift, samples }
    }
}

/// The ranks of the sampled keys, five for each of some iterations. All of them are one region.
#[omp]
fn rank(ranking: &Ranking, iterations: usize) -> Vec<AtomicU32> {
    let Ranking { keys, sorted, ranks, buckets, shift, samples } = ranking;
    let (buckets, shift) = (*buckets, *shift);
    let threads = ferromp::omp::get_max_threads();
    let sizes = zeros(threads * buckets);
    let found = zeros(5 * iterations);
    #[omp(parallel)]
    {
        let me = ferromp::omp::get_thread_num();
        let threads = ferromp::omp::get_num_threads();
        let mut mine = vec![0_u32; buckets];
        let mut ends = vec![0_u32; buckets];
        for iteration in 1..=iterations {
            let mut sampled = [0; 5];
            #[omp(single, copyprivate(sampled))]
            {
                keys[iteration].store(iteration as u32, Relaxed);
                keys[iteration + ITERATIONS].store((ranks.len() - iteration) as u32, Relaxed);
                sampled = samples.map(|sample| keys[sample].load(Relaxed));
            }

            mine.fill(0);
            #[omp(for, schedule(static), nowait)]
            for key in keys.iter() {
                mine[(key.load(Relaxed) >> shift) as usize] += 1;
            }
            for (shared, size) in sizes[me * buckets..][..buckets].iter().zip(&mine) {
                shared.store(*size, Relaxed);
            }
            omp!(barrier);

            // Where this thread's keys of each bucket begin, and where each bucket ends.
            let mut end = 0;
            for bucket in 0..buckets {
                for thread in 0..threads {
                    if thread == me {
                        mine[bucket] = end;
                    }
                    end += sizes[thread * buckets + bucket].load(Relaxed);
                }
                ends[bucket] = end;
            }
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
                let first = if bucket == 0 { 0 } else { ends[bucket - 1] };
                let ranks = &ranks[bucket << shift..(bucket + 1) << shift];
                ranks.iter().for_each(|rank| rank.store(0, Relaxed));
                for key in &sorted[first as usize..ends[bucket] as usize] {
                    let rank = &ranks[key.load(Relaxed) as usize & (ranks.len() - 1)];
                    rank.store(rank.load(Relaxed) + 1, Relaxed);
                }
                let mut sum = first;
                for rank in ranks {
                    sum += rank.load(Relaxed);
                    rank.store(sum, Relaxed);
                }
            }

            #[omp(masked)]
            {
                for (found, key) in found[5 * (iteration - 1)..].iter().zip(sampled) {
                    found.store(ranks[key as usize - 1].load(Relaxed), Relaxed);
                }
            }
        }
    }
    found
}

/// How many neighbours are in the wrong order once every key stands where its rank says.
#[omp]
fn out_of_order(ranking: &Ranking) -> u64 {
    let Ranking { sorted, ranks, buckets, shift, .. } = ranking;
    let result = zeros(sorted.len());
    let start =
        |bucket: usize| if bucket == 0 { 0 } else { ranks[(bucket << shift) - 1].load(Relaxed) as usize };
    #[omp(parallel for, schedule(dynamic))]
    for bucket in 0..*buckets {
        // The last rank of a bucket is left alone by whoever is at the next one: its key comes last.
        let end = ranks[((bucket + 1) << shift) - 1].load(Relaxed) as usize;
        let mut places: Vec<u32> =
            ranks[bucket << shift..(bucket + 1) << shift].iter().map(|rank| rank.load(Relaxed)).collect();
        for key in &sorted[start(bucket)..end] {
            let key = key.load(Relaxed);
            let place = &mut places[key as usize - (bucket << shift)];
            *place -= 1;
            result[*place as usize].store(key, Relaxed);
        }
    }
    let mut wrong = 0;
    #[omp(parallel for, reduction(+: wrong))]
    for pair in result.windows(2) {
        wrong += u64::from(pair[0].load(Relaxed) > pair[1].load(Relaxed));
    }
    wrong
}

pub fn run(class: Class) -> Report {
    let log_keys = class.pick([16, 20, 23, 25, 27]);
    let samples = class.pick([
        [48427, 17148, 23627, 62548, 4431],
        [357773, 934767, 875723, 898999, 404505],
        [2112377, 662041, 5336171, 3642833, 4250760],
        [41869, 812306, 5102857, 18232239, 26860214],
        [44172927, 72999161, 74326391, 129606274, 21736814],
    ]);
    let ranking =
        Ranking::new(log_keys, class.pick([11, 16, 19, 21, 23]), class.pick([9, 10, 10, 10, 10]), samples);
    rank(&ranking, 1);
    let since = Instant::now();
    let found = rank(&ranking, ITERATIONS);
    let time = since.elapsed();

    let mut checks = vec![Check {
        what: "The number of keys out of order".to_owned(),
        computed: out_of_order(&ranking) as f64,
        expected: 0.0,
        epsilon: 0.0,
    }];
    for (iteration, ranks) in (1..).zip(found.chunks_exact(5)) {
        for (sample, rank) in ranks.iter().enumerate() {
            checks.push(Check {
                what: format!("The rank of key {} in iteration {iteration}", samples[sample]),
                computed: rank.load(Relaxed).into(),
                expected: expected_rank(class, sample, iteration) as f64,
                epsilon: 0.0,
            });
        }
    }
    Report {
        name: "IS",
        class,
        size: (1_u64 << log_keys).to_string(),
        iterations: ITERATIONS as u32,
        threads: ferromp::omp::get_max_threads(),
        time,
        mop: (ITERATIONS << log_keys) as f64 * 1e-6,
        operation: "keys ranked",
        checks,
    }
}

/// The keys that change displace the sampled ones by one in each iteration, upwards or downwards.
fn expected_rank(class: Class, sample: usize, iteration: i64) -> i64 {
    let ranks: [i64; 5] = class.pick([
        [0, 18, 346, 64917, 65463],
        [1249, 11698, 1039987, 1043896, 1048018],
        [104, 17523, 123928, 8288932, 8388264],
        [33422937, 10244, 59149, 33135281, 99],
        [61147, 882988, 266290, 133997595, 133525895],
    ]);
    let up = class.pick([&[0, 1, 2][..], &[0, 1], &[0, 1, 2], &[1, 2, 4], &[0, 1, 2]]).contains(&sample);
    if up {
        ranks[sample] + iteration - class.pick([0, 2, 1, 0, 0])
    } else {
        ranks[sample] - iteration + class.pick([0, 0, 1, 0, 0])
    }
}
