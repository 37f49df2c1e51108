//! Solves a sparse system of equations by conjugate gradients.
//!
//! ```text
//! cargo run --release --example cg [FILE | GRID]
//! ```
//! FILE is a Matrix Market file with a symmetric positive definite matrix, such as
//! `examples/data/poisson-32.mtx`. For a number, Poisson's equation on GRID by GRID points is written to
//! `target/` as such a file first. One region lasts for all iterations; its loops share the rows, its dot
//! products are reductions whose result every member receives.
//!
//! Ends with an error if the solution's residual, computed afresh, is too large, if the solution is not the
//! vector from which the right-hand side was made, or if a second run gives other bits.

#[path = "shared/matrix_market.rs"]
mod matrix_market;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::path::{Path, PathBuf};

use ferromp::prelude::*;
use matrix_market::Matrix;

/// The residual to reach, relative to the right-hand side.
const TOLERANCE: f64 = 1e-10;

fn main() -> Result<(), Box<dyn Error>> {
    let path = matrix_file()?;
    let a = Matrix::read(&path)?;
    let n = a.rows();
    println!("{}: {n} equations, {} non-zeros", path.display(), a.nonzeros());

    let expected: Vec<f64> = (0..n).map(|i| (i as f64 * 0.37).sin()).collect();
    let b: Vec<f64> = (0..n).map(|i| a.row_times(i, &expected)).collect();

    let (_, serial_time) = timed::best_of(2, || solve(&a, &b, Some(1)));
    let ((x, iterations), parallel_time) = timed::best_of(2, || solve(&a, &b, None));
    let (again, _) = solve(&a, &b, None);

    let residual: f64 = (0..n).map(|i| (b[i] - a.row_times(i, &x)).powi(2)).sum::<f64>().sqrt();
    let residual = residual / dot(&b, &b).sqrt();
    let error = x.iter().zip(&expected).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
    println!("{iterations} iterations, residual {residual:.1e}, largest error {error:.1e}");
    if residual.is_nan() || residual > 2.0 * TOLERANCE {
        return Err(format!("the residual is {residual:e}, not {TOLERANCE:e}").into());
    }
    // The error exceeds the residual by the condition of the matrix: about GRID² for Poisson's equation.
    if error > 10.0 * TOLERANCE * n as f64 {
        return Err(format!("the solution is off by {error:e}").into());
    }
    if x.iter().zip(&again).any(|(x, y)| x.to_bits() != y.to_bits()) {
        return Err("two runs on as many threads differ".into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// The file as given, or the one written for a number.
fn matrix_file() -> Result<PathBuf, Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let argument = std::env::args().nth(1).unwrap_or_else(|| "256".to_owned());
    let Ok(grid) = argument.parse::<usize>() else { return Ok(argument.into()) };
    let path = here.join(format!("target/poisson-{}.mtx", grid.max(1)));
    std::fs::create_dir_all(here.join("target"))?;
    std::fs::write(&path, matrix_market::poisson(grid.max(1))?)?;
    Ok(path)
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// The solution of `a x = b` and the number of iterations it took.
fn solve(a: &Matrix, b: &[f64], threads: Option<usize>) -> (Vec<f64>, usize) {
    let n = a.rows();
    let (mut x, mut r, mut p, mut q) = (vec![0.0; n], b.to_vec(), b.to_vec(), vec![0.0; n]);
    let mut region = Parallel::new();
    if let Some(threads) = threads {
        region = region.num_threads(threads);
    }
    let shared = [&mut x, &mut r, &mut p, &mut q].map(|v| SharedMut::new(v));
    let [solution, residual, direction, image] = &shared;
    // Every member computes the same scalars, so nobody has to hand them out. What a member reads it gives
    // back before the barrier behind which somebody writes it.
    let iterations = region.map(|team| {
        let squares = |v: &SharedMut<'_, f64>| team.for_loop(&v.read()[..]).reduce(Sum, |v| v * v);
        let mut rr = squares(residual);
        let goal = TOLERANCE * TOLERANCE * rr;
        for iteration in 0..10 * n {
            if rr <= goal {
                return iteration;
            }
            {
                let p = direction.read();
                team.for_loop((image.iter_mut(), 0..n)).for_each(|(q, i)| *q = a.row_times(i, &p));
            }
            {
                let (p, q) = (direction.read(), image.read());
                let alpha = rr / team.for_loop((&p[..], &q[..])).reduce(Sum, |(p, q)| p * q);
                let rows = (solution.iter_mut(), residual.iter_mut(), &p[..], &q[..]);
                team.for_loop(rows).nowait().for_each(|(x, r, p, q)| {
                    *x += alpha * p;
                    *r -= alpha * q;
                });
            }
            team.barrier();
            let before = rr;
            rr = squares(residual);
            {
                let (r, beta) = (residual.read(), rr / before);
                team.for_loop((direction.iter_mut(), &r[..])).nowait().for_each(|(p, r)| *p = r + beta * *p);
            }
            team.barrier();
        }
        10 * n
    });
    (x, iterations[0])
}
