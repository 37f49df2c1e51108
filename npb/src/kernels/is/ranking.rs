//! What both forms share: the keys, and what is done to them in an iteration.

use crate::random::Random;
use ferromp::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub const ITERATIONS: usize = 10;

pub struct Ranking {
    pub keys: Vec<AtomicU32>,
    /// The same, by bucket.
    pub sorted: Vec<AtomicU32>,
    /// After an iteration: how many keys there are up to this one.
    pub ranks: Vec<AtomicU32>,
    pub buckets: usize,
    /// A key's bucket is what is left of it after this many bits.
    pub shift: u32,
    /// Keys whose ranks are known.
    pub samples: [usize; 5],
}

pub fn zeros(n: usize) -> Vec<AtomicU32> {
    (0..n).map(|_| AtomicU32::new(0)).collect()
}

impl Ranking {
    #[omp]
    pub fn new(log_keys: u32, log_largest: u32, log_buckets: u32, samples: [usize; 5]) -> Self {
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

    /// Changes two keys, and says what the sampled ones are.
    pub fn change(&self, iteration: usize) -> [u32; 5] {
        self.keys[iteration].store(iteration as u32, Relaxed);
        self.keys[iteration + ITERATIONS].store((self.ranks.len() - iteration) as u32, Relaxed);
        self.samples.map(|sample| self.keys[sample].load(Relaxed))
    }

    /// Ranks the keys of a bucket, which lie in `keys` of the sorted ones.
    #[inline]
    pub fn rank(&self, bucket: usize, keys: Range<usize>) {
        let ranks = &self.ranks[bucket << self.shift..(bucket + 1) << self.shift];
        ranks.iter().for_each(|rank| rank.store(0, Relaxed));
        let mut sum = keys.start as u32;
        for key in &self.sorted[keys] {
            let rank = &ranks[key.load(Relaxed) as usize & (ranks.len() - 1)];
            rank.store(rank.load(Relaxed) + 1, Relaxed);
        }
        for rank in ranks {
            sum += rank.load(Relaxed);
            rank.store(sum, Relaxed);
        }
    }

    /// Notes the ranks of the sampled keys.
    pub fn look_up(&self, sampled: [u32; 5], found: &[AtomicU32]) {
        for (found, key) in found.iter().zip(sampled) {
            found.store(self.ranks[key as usize - 1].load(Relaxed), Relaxed);
        }
    }
}

/// How many keys of each bucket every thread has.
pub struct Sizes {
    sizes: Vec<AtomicU32>,
    buckets: usize,
}

impl Sizes {
    pub fn new(threads: usize, buckets: usize) -> Self {
        Self { sizes: zeros(threads * buckets), buckets }
    }

    pub fn publish(&self, me: usize, mine: &[u32]) {
        for (shared, size) in self.sizes[me * self.buckets..][..self.buckets].iter().zip(mine) {
            shared.store(*size, Relaxed);
        }
    }

    /// Where this thread's keys of each bucket begin, after those of the threads before; and where each bucket ends.
    pub fn places(&self, me: usize, threads: usize, begins: &mut [u32], ends: &mut [usize]) {
        let mut end = 0;
        for (bucket, (begin, its_end)) in begins.iter_mut().zip(ends).enumerate() {
            for thread in 0..threads {
                if thread == me {
                    *begin = end;
                }
                end += self.sizes[thread * self.buckets + bucket].load(Relaxed);
            }
            *its_end = end as usize;
        }
    }
}

/// Where a bucket's keys are, by the ends of all.
#[inline]
pub fn keys_of(bucket: usize, ends: &[usize]) -> Range<usize> {
    let first = if bucket == 0 { 0 } else { ends[bucket - 1] };
    first..ends[bucket]
}

/// How many neighbours are in the wrong order once every key stands where its rank says.
#[omp]
pub fn out_of_order(ranking: &Ranking) -> u64 {
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
