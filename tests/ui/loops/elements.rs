use ferromp::prelude::*;

#[omp]
fn elements(x: &[usize], y: &mut [f64], hist: &mut [u64], perm: &[usize]) {
    #[omp(parallel for)]
    for i in 0..x.len() {
        y[perm[i]] = 1.0;
        hist[0] += 1;
    }
    #[omp(parallel for)]
    for v in x.iter() {
        hist[*v] += 1;
    }
    #[omp(parallel for)]
    for v in x.iter() {
        y[0] = *v as f64;
    }
}

fn main() {}
