use ferromp::prelude::*;

#[omp]
fn outside_of_loops(y: &mut [f64]) {
    #[omp(parallel)]
    {
        #[omp(for)]
        for i in 0..y.len() {
            y[i] = 1.0;
        }
        y[0] = 2.0;
        log!("{}", y);
    }
}

#[omp]
fn orphan(y: &mut [f64]) {
    #[omp(for)]
    for i in 0..y.len() {
        y[i] = 1.0;
    }
}

fn main() {}
