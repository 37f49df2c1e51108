use ferromp::prelude::*;

#[omp]
fn default_none(x: &[f64], y: &mut [f64], scale: f64, offset: f64) {
    #[omp(parallel for, default(none), shared(x, y))]
    for i in 0..y.len() {
        y[i] = x[i] * scale + offset + scale;
    }
}

fn main() {}
