use ferromp::prelude::*;
use std::collections::HashMap;

#[omp]
fn headers(x: &[f64], map: &HashMap<u64, f64>, y: &mut [f64]) {
    #[omp(parallel for)]
    for v in x.iter().take(3) {
        std::hint::black_box(v);
    }
    #[omp(parallel for)]
    for (i, v) in x.iter().map(|v| v * 2.0).enumerate() {
        std::hint::black_box((i, v));
    }
}

#[omp]
fn not_a_space(map: &HashMap<u64, f64>) {
    #[omp(parallel for)]
    for v in map.iter() {
        std::hint::black_box(v);
    }
}

#[omp]
fn indices_that_may_repeat(list: Vec<usize>, y: &mut [f64]) {
    #[omp(parallel for)]
    for i in list {
        y[i] = 1.0;
    }
}

fn main() {}
