use ferromp::prelude::*;

#[omp]
fn dependences(y: &mut [f64], b: &mut Vec<f64>, c: &mut [f64], d: &mut [f64], e: &mut [f64], k: usize) {
    let n = y.len();
    #[omp(parallel for)]
    for i in 1..n {
        y[i] = y[i - 1];
        b[i] += 1.0;
        b[i + 1] = 2.0;
        c[i] = c[k];
        d[i] = largest(d);
        e[i] = 1.0;
        println!("{e:?}");
    }
}

fn largest(d: &[f64]) -> f64 {
    d[0]
}

fn main() {}
