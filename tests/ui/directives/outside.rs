//! Directives without `#[omp]` on the function.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

fn forgotten(n: usize) {
    #[omp(parallel for)]
    for _ in 0..n {}
}

fn forgotten_too() {
    omp!(barrier);
}

fn main() {}
