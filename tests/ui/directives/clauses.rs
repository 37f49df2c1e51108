//! Clauses where they do not belong, and with arguments that they do not take.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn owners(n: usize) {
    #[omp(parallel, schedule(static))]
    {}
    #[omp(parallel, nowait)]
    {}
    #[omp(parallel for, copyprivate(n))]
    for _ in 0..n {}
    #[omp(single, reduction(+: n))]
    {}
    #[omp(masked, nowait)]
    {}
    #[omp(critical, num_threads(2))]
    {}
    #[omp(parallel, crate = ::ferromp)]
    {}
}

#[omp]
fn repeated(n: usize) {
    #[omp(parallel, num_threads(2), num_threads(3))]
    {}
    #[omp(parallel for, schedule(static), schedule(dynamic))]
    for _ in 0..n {}
}

#[omp]
fn arguments(n: usize, a: [f64; 4]) {
    #[omp(parallel, num_threads)]
    {}
    #[omp(parallel, num_threads())]
    {}
    #[omp(parallel for, nowait)]
    for _ in 0..n {}
    #[omp(parallel, reduction(+ n))]
    {}
    #[omp(parallel, reduction(+:))]
    {}
    #[omp(parallel, reduction(-: n))]
    {}
    #[omp(parallel, reduction(bananas, +: n))]
    {}
    #[omp(parallel, reduction(+: a[0:4]))]
    {}
    #[omp(parallel, reduction(+: *n))]
    {}
    #[omp(parallel, private(a.b))]
    {}
    #[omp(parallel, private(self.b))]
    {}
    #[omp(parallel, default(bananas))]
    {}
    #[omp(parallel, default(private))]
    {}
    #[omp(parallel, proc_bind(bananas))]
    {}
    #[omp(parallel, if(for: n > 2))]
    {}
    #[omp(parallel, num_threads(lax: 2))]
    {}
    #[omp(parallel, unsafe private(n))]
    {}
    #[omp(parallel for, collapse(n))]
    for _ in 0..n {}
    #[omp(parallel for, collapse(0))]
    for _ in 0..n {}
    #[omp(parallel for, schedule(static, 1, 2))]
    for _ in 0..n {}
    #[omp(parallel for, schedule(auto, 4))]
    for _ in 0..n {}
    #[omp(parallel for, schedule(bananas: dynamic))]
    for _ in 0..n {}
    #[omp(critical(a, b))]
    {}
    #[omp(atomic, seq_cst(1))]
    n += 1;
}

fn main() {}
