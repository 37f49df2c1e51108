//! Directives on statements of another kind.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn loops(n: usize) {
    #[omp(parallel for)]
    while n > 0 {}
    #[omp(parallel for)]
    {
        for _ in 0..n {}
    }
    #[omp(parallel for)]
    drop(n);
    #[omp(parallel)]
    for _ in 0..n {}
    #[omp(parallel)]
    drop(n);
    #[omp(single)]
    let x = n;
    #[omp(parallel sections)]
    {
        #[omp(section)]
        {}
        drop(n);
    }
    #[omp(barrier)]
    {}
    omp!(single);
    omp!(cancel);
    omp!(cancel bananas);
    omp!(cancellation line parallel);
    let _ = (
        #[omp(critical)]
        { n },
    );
}

#[omp]
struct NotCode;

#[omp(parallel for)]
fn directive_on_a_function(n: usize) {
    for _ in 0..n {}
}

#[parallel_for]
fn no_loop() {}

#[parallel_for]
fn two_loops(n: usize) {
    for _ in 0..n {}
    for _ in 0..n {}
}

#[parallel_for]
struct NoFunction;

fn main() {}
