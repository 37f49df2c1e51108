//! Variables of the function that every thread of a region would write.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn written(n: usize) -> usize {
    let (mut a, mut b, mut c, mut d) = (0, 0, 0, 0);
    #[omp(parallel)]
    {
        a = n;
        #[omp(masked)]
        {
            b = n;
        }
        #[omp(critical(one))]
        {
            c += 1;
        }
        #[omp(critical(two))]
        {
            c += 1;
        }
        #[omp(for, reduction(+: d))]
        for i in 0..n {
            d += i;
        }
        d += 1;
    }
    a + b + c + d
}

#[omp]
fn none(n: usize, m: usize) {
    let k = 1;
    #[omp(parallel, default(none), shared(n))]
    {
        println!("{}", n + m);
        let inner = k;
        drop(inner);
    }
}

#[omp]
fn by_number(n: usize) -> Vec<usize> {
    let mut results = vec![0; n];
    #[omp(parallel)]
    {
        let me = ferromp::omp::get_thread_num();
        results[me] = 2 * me;
    }
    #[omp(parallel masked)]
    {
        let (left, right) = results.split_at_mut(1);
        #[omp(task, firstprivate(left))]
        left.fill(1);
    }
    results
}

#[omp]
fn alone() {
    let mut sum = 0;
    #[omp(parallel masked, reduction(+: sum))]
    {
        sum += 1;
    }
    #[omp(parallel masked, filter(1))]
    {}
}

fn main() {}
