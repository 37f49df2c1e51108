//! Annotated loops of every form beside the same loops without the annotation.
#![cfg(not(loom))]

use ferromp::prelude::*;

#[omp]
fn axpy(a: f64, x: &[f64], y: &mut [f64], threads: usize) {
    #[omp(parallel for, schedule(static), num_threads(threads))]
    for i in 0..y.len() {
        y[i] += a * x[i];
    }
}

#[test]
fn axpy_() {
    let x: Vec<f64> = (0..1000).map(f64::from).collect();
    for threads in [1, 2, 3, 4, 8] {
        let mut y = x.clone();
        axpy(2.0, &x, &mut y, threads);
        assert!(y.iter().zip(&x).all(|(y, x)| *y == 3.0 * x));
    }
}
