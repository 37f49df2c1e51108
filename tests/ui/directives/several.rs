//! Several errors in one function, and the rest of it is still there: its callers see no error.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn broken(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    #[omp(parallel for, reductoin(+: sum), schedule(sttic))]
    for v in x.iter() {
        sum += v;
    }
    #[omp(parallel, nowait)]
    {
        omp!(barier);
    }
    sum
}

fn main() {
    let _: f64 = broken(&[1.0]);
}
