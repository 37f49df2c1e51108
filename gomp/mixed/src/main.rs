//! Conjugate gradients: products with the matrix in Rust, vector operations in C, by turns, on one team.
//!
//!     cargo run --release -p mixed -- 400
//!
//! Solves a Poisson problem on a square of so many points a side, checks the residual, and shows how many threads the process
//! has had after each phase.

use ferromp::prelude::*;
use ferromp::space::chunks_mut;
use mixed::{axpy, dot, os_threads};

/// The five-point Laplacian of an `n` by `n` grid times `p`.
fn multiply(n: usize, p: &[f64], out: &mut [f64]) {
    parallel_for((chunks_mut(out, n), 0..n)).for_each(|(row, i)| {
        for (j, value) in row.iter_mut().enumerate() {
            let at = i * n + j;
            let mut sum = 4.0 * p[at];
            if i > 0 {
                sum -= p[at - n];
            }
            if i + 1 < n {
                sum -= p[at + n];
            }
            if j > 0 {
                sum -= p[at - 1];
            }
            if j + 1 < n {
                sum -= p[at + 1];
            }
            *value = sum;
        }
    });
}

fn main() {
    let n = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(200_usize);
    let b = vec![1.0; n * n];
    let (mut x, mut r, mut p, mut ap) = (vec![0.0; n * n], b.clone(), b.clone(), vec![0.0; n * n]);
    let mut threads = Vec::new();
    let mut rr = dot(&r, &r);
    let (goal, mut steps) = (rr * 1e-16, 0);
    while rr > goal && steps < 10 * n {
        multiply(n, &p, &mut ap); // a loop of Rust's
        threads.push(os_threads());
        let alpha = rr / dot(&p, &ap); // loops of C's
        axpy(alpha, &p, &mut x);
        axpy(-alpha, &ap, &mut r);
        threads.push(os_threads());
        let next = dot(&r, &r);
        let beta = next / rr;
        parallel_for((&mut p, &r)).for_each(|(p, r)| *p = r + beta * *p);
        (rr, steps) = (next, steps + 1);
    }
    multiply(n, &x, &mut ap);
    let residual = b.iter().zip(&ap).map(|(b, ax)| (b - ax).powi(2)).sum::<f64>().sqrt();
    println!("{steps} steps, residual {residual:.2e}");
    assert!(residual < 1e-5 * n as f64, "it has not converged");
    let (first, last) = (threads[0], threads[threads.len() - 1]);
    println!("threads of the process: {first:?} at first, {last:?} at last");
    assert!(threads.iter().all(|&count| count == first), "a second team has been started");
}
