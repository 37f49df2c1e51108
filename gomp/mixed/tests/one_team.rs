//! Rust and C share one team: the same threads under the same numbers, regions of one in those of the other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::{self, ThreadId};

use ferromp::{Parallel, Sum, omp, parallel};

/// One test, since threads of the process are counted.
#[test]
fn one_team() {
    let _watchdog = watchdog::watch("one_team");
    for threads in [1, 2, 3, 4, 8] {
        omp::set_num_threads(threads);
        kernels(threads);
        the_same_threads(threads);
        loops_of_c_in_regions_of_rust(threads);
        regions_of_rust_below_c(threads);
        tasks_of_c(threads);
    }
}

fn kernels(threads: usize) {
    let n = 10_007;
    let x: Vec<f64> = (0..n).map(f64::from).collect();
    let mut y = vec![1.0; x.len()];
    parallel(|team| assert_eq!(team.num_threads(), threads));
    let before = mixed::os_threads();
    for _ in 0..100 {
        mixed::axpy(2.0, &x, &mut y);
        parallel(|team| assert_eq!(team.reduce(Sum, 1), threads));
        assert!(mixed::dot(&x, &y) > 0.0);
    }
    assert!(y.iter().zip(&x).all(|(y, x)| *y == 1.0 + 200.0 * x));
    assert_eq!(mixed::os_threads(), before, "a second team has been started");
}

fn the_same_threads(threads: usize) {
    let of_rust: Vec<ThreadId> = Parallel::new().map(|_| thread::current().id());
    let of_c: Vec<Mutex<Option<ThreadId>>> = (0..threads).map(|_| Mutex::new(None)).collect();
    mixed::call_back(&|number| {
        assert_eq!((omp::get_thread_num(), omp::get_num_threads()), (number, threads));
        *of_c[number].lock().unwrap() = Some(thread::current().id());
    });
    let of_c: Vec<ThreadId> = of_c.into_iter().map(|id| id.into_inner().unwrap().unwrap()).collect();
    assert_eq!(of_rust, of_c);
}

fn loops_of_c_in_regions_of_rust(threads: usize) {
    let mut counts = vec![0_u8; 1000];
    let address = counts.as_mut_ptr() as usize;
    parallel(|team| {
        for _ in 0..20 {
            // SAFETY: all members come here, and the counts are used by nobody else in the region.
            let size = unsafe { mixed::share(1000, address as *mut u8) };
            assert_eq!(size, threads);
            team.barrier();
        }
        let seen = team.single(|| team.thread_num());
        assert!(seen < threads);
    });
    assert!(counts.iter().all(|&count| count == 20));
}

fn regions_of_rust_below_c(threads: usize) {
    let runs = AtomicUsize::new(0);
    mixed::call_back(&|_| {
        // Inner regions have one member, as settings say.
        parallel(|team| {
            assert_eq!((team.num_threads(), team.level()), (1, 2));
            runs.fetch_add(1, Relaxed);
        });
    });
    assert_eq!(runs.into_inner(), threads);
}

fn tasks_of_c(threads: usize) {
    assert_eq!(mixed::leaves(6), 64);
    let total = AtomicUsize::new(0);
    parallel(|team| {
        team.single_nowait(|| {
            total.fetch_add(mixed::leaves(10), Relaxed);
        });
        team.barrier();
    });
    assert_eq!(total.into_inner(), 1024, "{threads} threads");
}

#[path = "../../../tests/common/watchdog.rs"]
mod watchdog;
