//! Solves Helmholtz' equation on a square by Jacobi's iteration with over-relaxation.
//!
//! ```text
//! cargo run --release --example jacobi [POINTS [ITERATIONS]]
//! ```
//! -Δu + αu = f on [-1, 1]², with f such that u = (1 - x²)(1 - y²). One region for each iteration holds two loops:
//! one keeps the values as they were, the other computes the new ones and the residual.
//!
//! Ends with an error if serial and parallel runs differ in a bit of the solution, if their residuals differ by more
//! than roundings, or if the iteration does not come closer to u.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

const ALPHA: f64 = 0.05;
/// Below 1 Jacobi's iteration converges for this matrix.
const RELAXATION: f64 = 0.9;

fn main() -> Result<(), Box<dyn Error>> {
    let n = arguments::number(1, "POINTS", 200_usize)?.max(3);
    let iterations = arguments::number(2, "ITERATIONS", 1000_usize)?;

    let ((serial, expected), serial_time) = timed::best_of(3, || jacobi(n, iterations, false));
    let ((u, residual), parallel_time) = timed::best_of(3, || jacobi(n, iterations, true));

    if u != serial {
        return Err("the serial run gives another solution".into());
    }
    if (residual - expected).abs() > 1e-9 * expected {
        return Err(format!("the residual is {residual}, and {expected} in the serial run").into());
    }
    let (before, after) = (distance(&vec![vec![0.0; n]; n]), distance(&u));
    println!("{n} x {n} points, {iterations} iterations: residual {residual:.3e}");
    println!("error {after:.6}, at the start {before:.6}");
    if iterations > 0 && after >= before {
        return Err("the iteration does not converge".into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// The place of a point on one axis.
fn place(i: usize, n: usize) -> f64 {
    2.0 * i as f64 / (n - 1) as f64 - 1.0
}

/// The solution, and the root of the mean square of the last residuals.
#[omp]
fn jacobi(n: usize, iterations: usize, parallel: bool) -> (Vec<Vec<f64>>, f64) {
    let h = 2.0 / (n - 1) as f64;
    // The stencil's weights: of each neighbour, and of the point itself.
    let (side, centre) = (-1.0 / (h * h), 4.0 / (h * h) + ALPHA);
    let mut f = vec![vec![0.0; n]; n];
    let mut u = vec![vec![0.0; n]; n];
    let mut old = vec![vec![0.0; n]; n];

    #[omp(parallel for, if(parallel))]
    for i in 0..n {
        for j in 0..n {
            let (x, y) = (1.0 - place(i, n).powi(2), 1.0 - place(j, n).powi(2));
            f[i][j] = ALPHA * x * y + 2.0 * (x + y);
        }
    }

    let mut residual = 0.0;
    for _ in 0..iterations {
        let mut squares = 0.0;
        #[omp(parallel, if(parallel))]
        {
            #[omp(for)]
            for i in 0..n {
                for j in 0..n {
                    old[i][j] = u[i][j];
                }
            }
            #[omp(for, reduction(+: squares))]
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let around = old[i - 1][j] + old[i + 1][j] + old[i][j - 1] + old[i][j + 1];
                    let r = (side * around + centre * old[i][j] - f[i][j]) / centre;
                    u[i][j] = old[i][j] - RELAXATION * r;
                    squares += r * r;
                }
            }
        }
        residual = squares.sqrt() / (n - 2) as f64;
    }
    (u, residual)
}

/// The root of the mean square of the distances to (1 - x²)(1 - y²).
#[omp]
fn distance(u: &[Vec<f64>]) -> f64 {
    let n = u.len();
    let mut squares = 0.0;
    #[omp(parallel for, collapse(2), reduction(+: squares))]
    for i in 0..n {
        for j in 0..n {
            let exact = (1.0 - place(i, n).powi(2)) * (1.0 - place(j, n).powi(2));
            squares += (u[i][j] - exact).powi(2);
        }
    }
    squares.sqrt() / n as f64
}
