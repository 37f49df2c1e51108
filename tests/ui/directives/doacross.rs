//! Loops with `ordered(n)`, and sinks that name no iteration.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn clauses(n: usize, depth: usize) {
    #[omp(parallel for, ordered(depth))]
    for _ in 0..n {}
    #[omp(parallel for, ordered(7))]
    for _ in 0..n {}
    #[omp(parallel for, ordered(2), collapse(2))]
    for _ in 0..n {
        for _ in 0..n {}
    }
}

#[omp]
fn nests(n: usize, x: &[u64], mut y: Vec<u64>) {
    #[omp(parallel for, ordered(1))]
    for x in x.iter() {
        omp!(ordered, depend(source));
    }
    #[omp(parallel for, ordered(2))]
    for i in 0..n {
        let a = i;
        for j in 0..n {
            omp!(ordered, depend(source));
        }
    }
    #[omp(parallel for, ordered(2))]
    for i in 0..n {
        for j in 0..i {
            omp!(ordered, depend(source));
        }
    }
    #[omp(parallel for, ordered(1))]
    for i in 1..n {
        omp!(ordered, depend(sink: i - 1));
        y[i] = y[i - 1];
        omp!(ordered, depend(source));
    }
    #[omp(parallel for, ordered(1))]
    for i in 1..n {
        if i == 7 {
            break;
        }
    }
}

#[omp]
fn sinks(n: usize, k: usize) {
    #[omp(parallel for, ordered(2))]
    for i in 0..n {
        for j in 0..n {
            omp!(ordered, depend(sink: i - 1));
            omp!(ordered, depend(sink: j, i - 1));
            omp!(ordered, depend(sink: i, j));
            omp!(ordered, depend(sink: i - 1, k));
            omp!(ordered, depend(in: i));
            omp!(ordered, doacross(source: i));
            omp!(ordered, depend(source), depend(sink));
            #[omp(ordered)]
            drop(i);
        }
    }
}

#[omp]
fn places(n: usize) {
    omp!(ordered, depend(source));
    #[omp(parallel for, ordered)]
    for i in 0..n {
        omp!(ordered, depend(sink: i - 1));
    }
    #[omp(parallel for, ordered(1))]
    for i in 0..n {
        #[omp(ordered, depend(source))]
        drop(i);
    }
    omp!(ordered);
}

fn main() {}
