//! Regions inside the threads of other runtimes.
#![cfg(not(loom))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::{Parallel, Sum, parallel_for};
use rayon::prelude::*;

/// A region with every kind of waiting.
fn region(members: usize) -> usize {
    let done = AtomicUsize::new(0);
    Parallel::new().num_threads(members).run(|team| {
        team.barrier();
        assert_eq!(team.reduce(Sum, 1), members);
        team.for_loop(0..100).for_each(|_| drop(done.fetch_add(1, Relaxed).to_string()));
    });
    parallel_for(0..100).num_threads(members).for_each(|_| drop(done.fetch_add(1, Relaxed).to_string()));
    done.into_inner()
}

#[test]
fn trap_19_a_region_inside_a_rayon_worker() {
    let _watch = watchdog::watch("trap_19 rayon");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let done: usize = pool.install(|| (0..200).into_par_iter().map(|i| region(1 + i % 5)).sum());
    assert_eq!(done, 200 * 200);
    // And rayon inside a region.
    Parallel::new().num_threads(3).run(|team| {
        let sum: usize = pool.install(|| (0..1000_usize).into_par_iter().sum());
        assert_eq!(sum, 499_500);
        team.barrier();
    });
}

#[test]
fn trap_19_a_panic_of_a_region_inside_a_rayon_worker() {
    let _watch = watchdog::watch("trap_19 rayon panic");
    let result = std::panic::catch_unwind(|| {
        rayon::join(
            || {
                Parallel::new().num_threads(3).run(|team| {
                    if team.thread_num() == 2 {
                        std::panic::resume_unwind(Box::new("a member"));
                    }
                    team.barrier();
                });
            },
            || region(3),
        )
    });
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"a member"));
    assert_eq!(region(3), 200);
}

#[test]
fn trap_19_a_region_inside_a_tokio_worker() {
    let _watch = watchdog::watch("trap_19 tokio");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).build().unwrap();
    let done = runtime.block_on(async {
        let tasks: Vec<_> = (0..60)
            .map(|i| {
                if i % 2 == 0 {
                    tokio::spawn(async move { region(1 + i % 4) })
                } else {
                    tokio::task::spawn_blocking(move || region(1 + i % 4))
                }
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await.unwrap();
        }
        done
    });
    assert_eq!(done, 60 * 200);
}
