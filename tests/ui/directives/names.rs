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
    #[omp(declare reduction(longer: i32: omp_out = omp_in))]
    {}
    #[omp(teams distribute parallel for)]
    {}
    #[omp(parallel do)]
    {}
    #[omp(parallel workshare)]
    {}
    #[omp(parallel taskloop)]
    {}
    omp!(depobj(o));
    omp!(error);
    omp!(nothing);
    #[omp(assume)]
    {}
    #[omp(taskgraph)]
    {}
    #[omp(stripe)]
    {}
    #[omp(dispatch)]
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
    #[omp(parallel, num_threads = 4, if = n > 2)]
    {}
    #[omp(parallel for, linear(uval(n): 2))]
    {}
    #[omp(task, depend(iterator(k = 0), in: n))]
    {}
    #[omp(cancel for)]
    {}
    #[omp(parallel, 4)]
    {}
}

fn main() {}
