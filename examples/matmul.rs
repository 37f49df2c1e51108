//! Multiplies two dense matrices.
//!
//! ```text
//! cargo run --release --example matmul [SIZE]
//! ```
//! Rows of the product are shared among the threads in bands. A band takes the second matrix in blocks that
//! stay in its cache.
//!
//! Ends with an error if serial and parallel products differ in a single bit, or if the product does not
//! map random vectors as the factors do (Freivalds' check).

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

/// Rows of a band: what one iteration of the parallel loop computes.
const BAND: usize = 16;
/// Rows of the second matrix that are used for a whole band before the next are taken.
const BLOCK: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let n = arguments::number(1, "SIZE", 768_usize)?.max(1);
    let a: Vec<f64> = (0..n * n).map(|k| (k * 7 % 13) as f64 / 13.0 - 0.4).collect();
    let b: Vec<f64> = (0..n * n).map(|k| (k * 5 % 17) as f64 / 17.0 - 0.6).collect();

    let (serial, serial_time) = timed::best_of(3, || {
        let mut c = vec![0.0; n * n];
        for (c, a) in c.chunks_mut(BAND * n).zip(a.chunks(BAND * n)) {
            multiply_band(a, &b, c, n);
        }
        c
    });
    let (parallel, parallel_time) = timed::best_of(3, || {
        let mut c = vec![0.0; n * n];
        let bands = (chunks_mut(&mut c, BAND * n), a.chunks(BAND * n));
        parallel_for(bands).schedule(Schedule::Dynamic(1)).for_each(|(c, a)| multiply_band(a, &b, c, n));
        c
    });

    if let Some(k) = (0..n * n).find(|&k| serial[k].to_bits() != parallel[k].to_bits()) {
        return Err(format!("({}, {}): {} and {}", k / n, k % n, serial[k], parallel[k]).into());
    }
    check(&a, &b, &parallel, n)?;
    let operations = 2.0 * (n as f64).powi(3);
    println!("{n} x {n}: {:.2} GFLOP/s", operations / parallel_time.as_secs_f64() / 1e9);
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// `c += a * b` for some rows of `a` and `c`.
fn multiply_band(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
    for first in (0..n).step_by(BLOCK) {
        for (a, c) in a.chunks(n).zip(c.chunks_mut(n)) {
            for k in first..n.min(first + BLOCK) {
                for (c, b) in c.iter_mut().zip(&b[k * n..][..n]) {
                    *c += a[k] * b;
                }
            }
        }
    }
}

/// A wrong product maps almost every vector of ±1 elsewhere: `a (b v) = c v`.
fn check(a: &[f64], b: &[f64], c: &[f64], n: usize) -> Result<(), String> {
    let apply = |m: &[f64], v: &[f64]| -> Vec<f64> {
        m.chunks(n).map(|row| row.iter().zip(v).map(|(x, y)| x * y).sum()).collect()
    };
    let mut state = 1_u64;
    for _ in 0..10 {
        let sign = |_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            if state >> 63 == 0 { 1.0 } else { -1.0 }
        };
        let v: Vec<f64> = (0..n).map(sign).collect();
        let (expected, got) = (apply(a, &apply(b, &v)), apply(c, &v));
        for (row, (x, y)) in expected.iter().zip(&got).enumerate() {
            // Each of the n² products, at most 0.6 each, is rounded by about 1e-16.
            if (x - y).abs() > 1e-15 * (n * n) as f64 {
                return Err(format!("row {row} of the product is wrong: {y} in place of {x}"));
            }
        }
    }
    Ok(())
}
