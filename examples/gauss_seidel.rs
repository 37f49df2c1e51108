//! Solves Laplace's equation on a square by Gauss and Seidel's iteration, whose every point needs its neighbours above and
//! to the left of the same sweep.
//!
//! ```text
//! cargo run --release --example gauss_seidel [POINTS [SWEEPS]]
//! ```
//! The square is cut into tiles. A tile of a sweep waits for the tile above (`depend(sink: …)`); the one to the left is of the
//! same row, which one thread runs in order. So a wave runs through the square, and in the next sweep another
//! behind it.
//!
//! Ends with an error if serial and parallel runs differ in a bit of the solution, or if the sweeps do not come closer to
//! the solution u = x y.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

/// Rows and columns of a tile.
const ROWS: usize = 32;
const COLUMNS: usize = 256;

fn main() -> Result<(), Box<dyn Error>> {
    let n = arguments::number(1, "POINTS", 1000_usize)?.max(3);
    let sweeps = arguments::number(2, "SWEEPS", 40_usize)?;

    let (serial, serial_time) = timed::best_of(3, || solve(n, sweeps, false));
    let (u, parallel_time) = timed::best_of(3, || solve(n, sweeps, true));

    if u != serial {
        return Err("the serial run gives another solution".into());
    }
    let (before, after) = (distance(&boundary(n), n), distance(&u, n));
    println!("{n} x {n} points, {sweeps} sweeps: error {after:.6}, at the start {before:.6}");
    if sweeps > 0 && after >= before {
        return Err("the iteration does not converge".into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// u after some sweeps, row by row.
#[omp]
fn solve(n: usize, sweeps: usize, parallel: bool) -> Vec<f64> {
    let mut u = boundary(n);
    let (down, right) = ((n - 2).div_ceil(ROWS), (n - 2).div_ceil(COLUMNS));

    // Only tiles below and to the right of this one are changed later; the sinks keep all others apart.
    #[omp(parallel, if(parallel), unsafe shared(u))]
    for _ in 0..sweeps {
        #[omp(for, ordered(2), schedule(static, 1))]
        for tile_i in 0..down {
            for tile_j in 0..right {
                omp!(ordered, depend(sink: tile_i - 1, tile_j));
                for i in 1 + tile_i * ROWS..(n - 1).min(1 + (tile_i + 1) * ROWS) {
                    for j in 1 + tile_j * COLUMNS..(n - 1).min(1 + (tile_j + 1) * COLUMNS) {
                        let at = i * n + j;
                        u[at] = 0.25 * (u[at - n] + u[at - 1] + u[at + 1] + u[at + n]);
                    }
                }
                omp!(ordered, depend(source));
            }
        }
    }
    u
}

/// x y on the border of the unit square, 0 within.
fn boundary(n: usize) -> Vec<f64> {
    let border = |k: usize| k == 0 || k == n - 1;
    let value = |i, j| if border(i) || border(j) { solution(i, j, n) } else { 0.0 };
    (0..n * n).map(|at| value(at / n, at % n)).collect()
}

fn solution(i: usize, j: usize, n: usize) -> f64 {
    (i * j) as f64 / ((n - 1) * (n - 1)) as f64
}

/// The mean difference from the solution.
fn distance(u: &[f64], n: usize) -> f64 {
    let error: f64 = (0..n * n).map(|at| (u[at] - solution(at / n, at % n, n)).abs()).sum();
    error / (n * n) as f64
}
