//! Words that are no directive, or no clause.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn directives() {
    #[omp]
    {}
    #[omp(paralel)]
    {}
    #[omp(omp parallel)]
    {}
    #[omp(target)]
    {}
    #[omp(teams)]
    {}
    #[omp(threadprivate)]
    {}
    #[omp(do)]
    {}
    #[omp(workshare)]
    {}
    #[omp(allocate)]
    {}
    #[omp(schedule(static))]
    {}
    #[omp(bananas)]
    {}
}

#[omp]
fn clauses(n: usize) {
    #[omp(parallel, num_thread(4))]
    {}
    #[omp(parallel, map(n))]
    {}
    #[omp(parallel, allocate(n))]
    {}
    #[omp(parallel, num_teams(2))]
    {}
    #[omp(critical, name(x))]
    {}
    #[omp(parallel, bananas)]
    {}
    #[omp(parallel, 4)]
    {}
}

fn main() {}
