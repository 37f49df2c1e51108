//! Multiplies two dense matrices with the three plain loops.
//!
//! ```text
//! cargo run --release --example matrix_multiply [SIZE]
//! ```
//! One region with three worksharing loops: two fill the factors, the third multiplies. With `schedule(static)` a
//! thread gets the same rows in each of them. For speed see the example `matmul`, which takes blocks that
//! fit into caches.
//!
//! Ends with an error if an element differs from its closed form.

// Loops as the original has them.
#![allow(clippy::needless_range_loop)]

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

type Matrix = Vec<Vec<f64>>;

fn main() -> Result<(), Box<dyn Error>> {
    // Up to here all sums are whole numbers below 2⁵³.
    let n = arguments::number(1, "SIZE", 500_usize)?.clamp(1, 5000);

    let (_, serial_time) = timed::best_of(3, || multiply(n, false));
    let (c, parallel_time) = timed::best_of(3, || multiply(n, true));

    check(&c, n)?;
    println!("{n} x {n}: {:.2} GFLOP/s", 2.0 * (n as f64).powi(3) / parallel_time.as_secs_f64() / 1e9);
    timed::report(serial_time, parallel_time);
    Ok(())
}

#[omp]
fn multiply(n: usize, parallel: bool) -> Matrix {
    let mut a = vec![vec![0.0; n]; n];
    let mut b = vec![vec![0.0; n]; n];
    let mut c = vec![vec![0.0; n]; n];
    #[omp(parallel, if(parallel))]
    {
        #[omp(for, schedule(static), nowait)]
        for i in 0..n {
            for j in 0..n {
                a[i][j] = (i + j) as f64;
            }
        }
        #[omp(for, schedule(static))]
        for i in 0..n {
            for j in 0..n {
                b[i][j] = (i * j) as f64;
            }
        }
        #[omp(for, schedule(static))]
        for i in 0..n {
            for k in 0..n {
                for j in 0..n {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
    }
    c
}

/// The sum over k of `(i + k) k j` is `j` times (`i` times the sum of k, plus the sum of k²).
fn check(c: &Matrix, n: usize) -> Result<(), String> {
    let numbers = n * (n - 1) / 2;
    let squares = numbers * (2 * n - 1) / 3;
    for i in 0..n {
        for j in 0..n {
            let expected = (j * (i * numbers + squares)) as f64;
            if c[i][j] != expected {
                return Err(format!("({i}, {j}) is {} in place of {expected}", c[i][j]));
            }
        }
    }
    Ok(())
}
