//! Rayon on a team's threads, and regions on rayon's. One test, because it counts the threads of the process.
#![cfg(all(target_os = "linux", not(loom)))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use ferromp::{Parallel, Sum, parallel, parallel_for};
use rayon::prelude::*;

fn threads_of_the_process() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

#[test]
fn one_set_of_threads_for_both() {
    let _watch = watchdog::watch("bridge_rayon");
    iterators_run_on_the_team();
    panics_and_leftovers();
    calls_from_many_threads();
    regions_inside_a_pool_have_one_member();
}

fn iterators_run_on_the_team() {
    for members in [1, 2, 3, 8] {
        let region = Parallel::new().num_threads(members);
        // The team's workers are there before and after, and nobody else.
        let ours: HashSet<_> = region.map(|_| thread::current().id()).into_iter().collect();
        let before = threads_of_the_process();
        for _ in 0..50 {
            let seen = Mutex::new(HashSet::new());
            let sum: u64 = region.rayon(|| {
                assert_eq!(rayon::current_num_threads(), members);
                let seen = &seen;
                let noted = (0..1000_u64).into_par_iter().inspect(move |_| {
                    seen.lock().unwrap().insert(thread::current().id());
                });
                noted.map(|x| x * x).sum()
            });
            assert_eq!(sum, 332_833_500);
            assert!(seen.into_inner().unwrap().is_subset(&ours));
            assert_eq!(threads_of_the_process(), before);
        }
        // Inside, a pool is at hand already; and a region is nested.
        let inner = || Parallel::new().num_threads(5).rayon(rayon::current_num_threads);
        assert_eq!(region.rayon(inner), members);
        if members > 1 {
            assert_eq!(region.rayon(|| Parallel::new().map(|_| ()).len()), 1);
        }
    }
}

fn panics_and_leftovers() {
    let done = AtomicUsize::new(0);
    for _ in 0..20 {
        let result = catch_unwind(AssertUnwindSafe(|| {
            Parallel::new().num_threads(3).rayon(|| {
                rayon::scope(|scope| {
                    for i in 0..10 {
                        let done = &done;
                        scope.spawn(move |_| {
                            done.fetch_add(1, Relaxed);
                            if i == 7 {
                                std::panic::resume_unwind(Box::new("seven"));
                            }
                        });
                    }
                });
            });
        }));
        assert_eq!(result.unwrap_err().downcast_ref(), Some(&"seven"));
    }
    assert_eq!(done.into_inner(), 200);

    // What is left behind is done before the call returns.
    static LEFT: AtomicUsize = AtomicUsize::new(0);
    Parallel::new().num_threads(2).rayon(|| {
        for _ in 0..100 {
            rayon::spawn(|| {
                thread::yield_now();
                LEFT.fetch_add(1, Relaxed);
            });
        }
    });
    assert_eq!(LEFT.load(Relaxed), 100);
}

fn calls_from_many_threads() {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..30 {
                    let sum: usize =
                        Parallel::new().num_threads(2).rayon(|| (0..100_usize).into_par_iter().sum());
                    assert_eq!(sum, 4950);
                }
            });
        }
    });
}

fn regions_inside_a_pool_have_one_member() {
    ferromp::omp::set_num_threads(4);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    pool.broadcast(|_| ());
    let before = threads_of_the_process();
    let most = AtomicUsize::new(0);
    let total: usize = pool.install(|| {
        let each = (0..200_usize).into_par_iter().map(|_| {
            most.fetch_max(threads_of_the_process(), Relaxed);
            parallel(|team| assert_eq!(team.num_threads(), 1));
            parallel_for(0..10_usize).reduce(Sum, |i| i)
        });
        each.sum()
    });
    assert_eq!(total, 200 * 45);
    assert!(most.into_inner() <= before, "a region in a pool has started threads");
    // A number that is asked for is given.
    let asked = pool.install(|| Parallel::new().num_threads(2).map(|team| team.num_threads()));
    assert_eq!(asked, [2, 2]);
    // The only thread of a pool may have all processors.
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let members = single.install(|| {
        ferromp::omp::set_num_threads(3);
        Parallel::new().map(|_| ()).len()
    });
    assert_eq!(members, 3);
}
