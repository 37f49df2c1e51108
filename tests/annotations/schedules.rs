//! Every kind of schedule by its name, with and without numbers: every iteration runs once.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use ferromp::prelude::*;
use ferromp::{BinLpt, Schedule};

pub(crate) struct Counts(pub(crate) Vec<AtomicU32>);

impl Counts {
    pub(crate) fn new(n: usize) -> Self {
        Self((0..n).map(|_| AtomicU32::new(0)).collect())
    }

    #[track_caller]
    pub(crate) fn check(&self, times: u32) {
        let wrong = self.0.iter().position(|count| count.swap(0, Relaxed) != times);
        assert_eq!(wrong, None);
    }
}

macro_rules! loops {
    ($counts:ident, $threads:ident: $($($kind:tt),+;)*) => {$({
        #[omp]
        fn run(counts: &Counts, threads: usize, bins: &BinLpt) {
            let _ = bins;
            let n = counts.0.len();
            #[omp(parallel for, num_threads(threads), schedule($($kind),+))]
            for i in 0..n {
                counts.0[i].fetch_add(1, Relaxed);
            }
            #[omp(parallel, num_threads(threads))]
            {
                #[omp(for, schedule(monotonic: $($kind),+))]
                for i in 0..n {
                    counts.0[i].fetch_add(1, Relaxed);
                }
            }
        }
        let bins = BinLpt::new(&[5, 1, 1, 1, 9, 1], 3);
        run(&$counts, $threads, &bins);
        $counts.check(2);
    })*};
}

#[omp]
fn every_name(counts: &Counts, threads: usize, bins: &BinLpt, k: usize) {
    let n = counts.0.len();
    #[omp(parallel for, num_threads(threads), schedule(tss, 64, 1))]
    for i in 0..n {
        counts.0[i].fetch_add(1, Relaxed);
    }
    #[omp(parallel for, num_threads(threads), schedule(fac2))]
    for i in 0..n {
        counts.0[i].fetch_add(1, Relaxed);
    }
    #[omp(parallel for, num_threads(threads), schedule(nonmonotonic: fac, 0.5, k))]
    for i in 0..n {
        counts.0[i].fetch_add(1, Relaxed);
    }
    #[omp(parallel for, num_threads(threads), schedule(binlpt, bins))]
    for i in 0..n {
        counts.0[i].fetch_add(1, Relaxed);
    }
    #[omp(parallel, num_threads(threads))]
    {
        #[omp(for, schedule(static_steal, 2), nowait)]
        for i in 0..n {
            counts.0[i].fetch_add(1, Relaxed);
        }
        #[omp(for, schedule(awf_c), nowait)]
        for i in 0..n {
            counts.0[i].fetch_add(1, Relaxed);
        }
        #[omp(for, schedule(wf2, 2, 1))]
        for i in 0..n {
            counts.0[i].fetch_add(1, Relaxed);
        }
    }
}

/// A variable is meant, and not the kind of that name, in parentheses.
#[omp]
fn a_variable_of_that_name(counts: &Counts, af: Schedule<'_>) {
    #[omp(parallel for, num_threads(2), schedule((af)))]
    for i in 0..counts.0.len() {
        counts.0[i].fetch_add(1, Relaxed);
    }
}

#[test]
fn kinds_have_their_names() {
    let bins = BinLpt::new(&[5, 1, 1, 1, 9, 1], 3);
    for threads in [1, 2, 3, 4, 8] {
        for n in [0, 1, 5, 1000] {
            let counts = Counts::new(n);
            every_name(&counts, threads, &bins, 3);
            counts.check(7);
            a_variable_of_that_name(&counts, Schedule::Static);
            counts.check(1);
        }
    }
}

#[test]
fn all_kinds_run_every_iteration_once() {
    for threads in [1, 2, 3, 4, 8] {
        let counts = Counts::new(777);
        loops! { counts, threads:
            static_steal; fsc; fsc, 0.2, 3; tss; tss, 9; tfss; tfss, 50, 2; tap; tap, 2, 4; mfac; mfac, 1; fac; fac2, 4;
            wf2; wf2, 3, 2, 1; awf; awf, 2; awf_b; awf_c, 5; awf_d; awf_e; af; af, 2; bold; bold, 0.5, 2.0, 3;
            fiss; fiss, 3; viss; viss, 2, 4; rnd; rnd, 1, 9, 42; history; history, 8; binlpt; binlpt, 20; auto; guided, 3;
        }
    }
}
