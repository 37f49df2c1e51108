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

fn main() {}
