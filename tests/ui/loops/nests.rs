use ferromp::prelude::*;

#[omp]
fn nests(n: usize, x: &[usize]) {
    #[omp(parallel for, collapse(2))]
    for i in 0..n {
        let k = i;
        for j in 0..n {
            std::hint::black_box((k, j));
        }
    }
    #[omp(parallel for, collapse(2))]
    for i in x.iter() {
        'inner: for j in 0..n {
            std::hint::black_box((i, j));
        }
    }
    #[omp(parallel for, collapse(3))]
    for i in 0..n {
        for j in 0..i {
            for k in 0..n {
                std::hint::black_box((i, j, k));
            }
        }
    }
}

#[omp]
fn cells(c: &mut [Vec<f64>], y: &mut [f64], n: usize) {
    #[omp(parallel for, collapse(2))]
    for i in 0..n {
        for j in 0..n {
            c[i][j] = c[i][0];
            y[i] = 1.0;
        }
    }
    #[omp(parallel)]
    {
        #[omp(for, collapse(2))]
        for i in 0..n {
            for j in 0..n {
                c[i][j] = 1.0;
            }
        }
    }
}

fn main() {}
