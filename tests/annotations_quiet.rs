//! The expansion warns of nothing that the source does not have.
#![cfg(not(loom))]
#![deny(warnings, unused, clippy::all)]
#![allow(clippy::needless_range_loop, reason = "as C programs are written")]

use ferromp::prelude::*;

#[omp]
fn loops(x: &[f64], y: &mut [f64], c: &mut [Vec<f64>], n: usize) -> f64 {
    #[omp(parallel for)]
    for i in 0..n {
        y[i] = 1.0;
    }
    #[omp(parallel for, schedule(static))]
    for i in 1..n {
        if x[i] > 0.0 {
            y[i] += x[i - 1];
        }
    }
    #[omp(parallel for)]
    for i in 0..n {
        for j in 0..c[i].len() {
            c[i][j] = y.len() as f64;
        }
    }
    #[omp(parallel for)]
    for _ in 0..3 {
        std::hint::black_box(());
    }
    let mut sum = 0.0;
    #[omp(parallel for, reduction(+: sum))]
    for (i, v) in x.iter().enumerate() {
        sum += v * i as f64;
    }
    #[omp(parallel)]
    {
        #[omp(for)]
        for i in 0..n {
            y[i] += x[i];
        }
        #[omp(for, nowait)]
        for i in (0..n).step_by(2) {
            std::hint::black_box(y[i]);
        }
    }
    sum
}

#[omp]
fn loops_in_two_versions(a: &[Vec<f64>], b: &mut [Vec<f64>], x: &[f64], y: &mut [f64]) -> f64 {
    let n = a.len();
    let mut sum = 0.0;
    #[omp(parallel for, reduction(+: sum))]
    for i in 0..n {
        sum += x[i] * y[i];
    }
    #[omp(parallel for)]
    for i in 1..n - 1 {
        y[i] = x[i - 1] + x[i + 1] + i as f64;
    }
    #[omp(parallel for)]
    for i in 1..n - 1 {
        for j in 1..n - 1 {
            b[i][j] = a[i - 1][j] + a[i][j + 1];
        }
        for j in 0..n {
            b[i][j] += x[i] * x[j] + j as f64;
        }
    }
    sum
}

#[test]
fn quiet() {
    let (a, mut b) = (vec![vec![1.0; 3]; 3], vec![vec![1.0; 3]; 3]);
    assert_eq!(loops_in_two_versions(&a, &mut b, &[1.0; 3], &mut [2.0; 3]), 6.0);
    assert_eq!(b[1], [2.0, 4.0, 4.0]);

    let (x, mut y, mut c) = (vec![1.0; 10], vec![0.0; 10], vec![vec![0.0; 3]; 10]);
    assert_eq!(loops(&x, &mut y, &mut c, 10), 45.0);
    assert_eq!((y[0], y[9], c[9][2]), (2.0, 3.0, 10.0));
}
