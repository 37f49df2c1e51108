//! Clauses of OpenMP that have no expansion, and transforms and scans that do not fit their loops.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn clauses(n: usize, mut x: usize) {
    #[omp(parallel for, reduction(task, +: x))]
    for _ in 0..n {
        x += 1;
    }
    #[omp(task, in_reduction(+: x))]
    {}
    #[omp(task, depend(x))]
    {}
    #[omp(taskloop)]
    for i in 0..n {
        if i == 2 {
            break;
        }
    }
    #[omp(taskgroup, task_reduction(+: x))]
    {}
    omp!(taskwait, nowait);
    #[omp(taskgroup, task_reduction(+: n))]
    {
        let tell = || {
            #[omp(task, in_reduction(+: n))]
            {}
        };
    }
}

#[omp]
fn transforms(n: usize) {
    #[omp(interchange)]
    for i in 0..n {
        for _ in 0..i {}
    }
    #[omp(interchange, permutation(1, 3))]
    for _ in 0..n {
        for _ in 0..n {}
    }
    #[omp(tile, sizes(2, 2))]
    for _ in 0..n {
        drop(n);
    }
    #[omp(tile)]
    for _ in 0..n {}
    #[omp(tile, sizes(4))]
    for i in 0..n {
        if i == 2 {
            break;
        }
    }
    #[omp(parallel for)]
    #[omp(tile, sizes(4))]
    for _ in 0..n {}
    #[omp(parallel for)]
    #[omp(single)]
    for _ in 0..n {}
    #[omp(fuse)]
    {
        for _ in 0..n {}
        drop(n);
    }
}

#[omp]
fn scans(n: usize, mut x: usize, mut y: usize) {
    #[omp(parallel for, reduction(inscan, +: x))]
    for i in 0..n {
        x += i;
    }
    #[omp(parallel for, reduction(inscan, +: x, y))]
    for i in 0..n {
        x += i;
        omp!(scan, inclusive(x));
    }
    for _ in 0..n {
        omp!(scan, inclusive(x));
    }
}

fn main() {}
