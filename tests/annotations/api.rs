//! The programs that the annotations were designed from.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::prelude::*;

static APPENDED: AtomicUsize = AtomicUsize::new(0);

fn touch(x: f64) {
    assert!(x >= 0.0);
}

fn append() {
    APPENDED.fetch_add(1, Relaxed);
}

#[omp]
fn solve(a: f64, x: &[f64], y: &mut [f64]) -> f64 {
    #[omp(parallel for, schedule(static))]
    for i in 0..y.len() {
        y[i] += a * x[i];
    }

    let mut sum = 0.0;
    let mut biggest = f64::MIN;
    #[omp(parallel for, reduction(+: sum), reduction(max: biggest), num_threads(4))]
    for v in y.iter() {
        sum += v;
        biggest = biggest.max(*v);
    }

    #[omp(parallel)]
    {
        #[omp(for, schedule(dynamic, 16), nowait)]
        for i in 0..x.len() {
            touch(x[i]);
        }
        #[omp(single)]
        {
            println!("one of {}", ferromp::omp::get_num_threads());
        }
        #[omp(critical(log))]
        {
            append();
        }
        omp!(barrier);
    }
    sum / biggest
}

#[test]
fn solve_is_right() {
    let x = vec![1.0; 100];
    let mut y = vec![2.0; 100];
    assert_eq!(solve(3.0, &x, &mut y), 100.0);
    assert!(y.iter().all(|y| *y == 5.0));
    assert!(APPENDED.load(Relaxed) > 0);
}
