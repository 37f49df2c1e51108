//! IS: the rank of each of many small integers, ten times, with two keys changed between.
//!
//! Keys go to buckets by their upper bits, every thread's after those of the threads before; then each bucket is counted
//! on its own. Where a key goes depends on its value, which no compiler can follow. Relaxed atomics say so: their loads and
//! stores are ordinary ones, and safe code stays safe.
//!
//! In both forms all iterations are one region.

mod annotated;
mod ranking;
mod regions;

use crate::class::Class;
use crate::form::Form;
use crate::report::{Check, Report};
use ranking::{ITERATIONS, Ranking, out_of_order};
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

pub fn run(class: Class, form: Form) -> Report {
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
    // The ranks of the sampled keys, five for each iteration.
    let rank = match form {
        Form::Annotations => annotated::rank,
        Form::Regions => regions::rank,
    };
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
