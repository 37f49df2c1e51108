//! Multiplies matrices by Strassen's method: seven products of quarters in place of eight.
//!
//! ```text
//! cargo run --release --example strassen [SIZE]
//! ```
//! SIZE is rounded up to a power of two. The seven products are tasks of a `taskgroup`; they borrow the
//! quarters and write into places on the stack of whoever waits for them.
//!
//! Ends with an error if the result differs in a single bit from that of one member, or by more than rounding
//! from the product by definition.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::ops::{Add, Sub};

use ferromp::prelude::*;

/// Matrices of this size are multiplied by definition.
const SMALL: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let n = arguments::number(1, "SIZE", 512_usize)?.clamp(1, 1 << 13).next_power_of_two();
    let a = Matrix { n, elements: (0..n * n).map(|k| (k * 7 % 13) as f64 / 13.0 - 0.4).collect() };
    let b = Matrix { n, elements: (0..n * n).map(|k| (k * 5 % 17) as f64 / 17.0 - 0.6).collect() };

    let product_on = |region: Parallel| region.masked(|team| multiply(team, &a, &b));
    let (alone, serial_time) = timed::best_of(3, || product_on(Parallel::new().num_threads(1)));
    let (product, parallel_time) = timed::best_of(3, || product_on(Parallel::new()));

    let expected = multiply_by_definition(&a, &b);
    let pairs = |other: &Matrix| product.elements.clone().into_iter().zip(other.elements.clone());
    if pairs(&alone).any(|(x, y)| x.to_bits() != y.to_bits()) {
        return Err("the team's product differs from that of one member".into());
    }
    let error = pairs(&expected).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
    println!("{n} x {n}, largest deviation {error:.1e}");
    // Each level of the recursion adds up numbers a few times as large as those of the level below.
    if error.is_nan() || error > 1e-14 * (n * n) as f64 {
        return Err(format!("an element is off by {error:e}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// A square matrix by rows.
#[derive(Clone, Default)]
struct Matrix {
    n: usize,
    elements: Vec<f64>,
}

impl Matrix {
    /// Upper left, upper right, lower left, lower right.
    fn quarters(&self) -> [Self; 4] {
        let half = self.n / 2;
        [(0, 0), (0, half), (half, 0), (half, half)].map(|(row, column)| {
            let rows = self.elements.chunks(self.n).skip(row).take(half);
            Self { n: half, elements: rows.flat_map(|r| &r[column..][..half]).copied().collect() }
        })
    }

    fn of_quarters([a, b, c, d]: [Self; 4]) -> Self {
        let half = a.n;
        let rows = |left: &Self, right: &Self| -> Vec<f64> {
            let pairs = left.elements.chunks(half).zip(right.elements.chunks(half));
            pairs.flat_map(|(l, r)| l.iter().chain(r)).copied().collect()
        };
        Self { n: 2 * half, elements: [rows(&a, &b), rows(&c, &d)].concat() }
    }

    fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let elements = self.elements.iter().zip(&other.elements).map(|(x, y)| f(*x, *y)).collect();
        Self { n: self.n, elements }
    }
}

impl Add for &Matrix {
    type Output = Matrix;

    fn add(self, other: Self) -> Matrix {
        self.with(other, |x, y| x + y)
    }
}

impl Sub for &Matrix {
    type Output = Matrix;

    fn sub(self, other: Self) -> Matrix {
        self.with(other, |x, y| x - y)
    }
}

fn multiply_by_definition(a: &Matrix, b: &Matrix) -> Matrix {
    let n = a.n;
    let mut elements = vec![0.0; n * n];
    for (row, a) in elements.chunks_mut(n).zip(a.elements.chunks(n)) {
        for (factor, b) in a.iter().zip(b.elements.chunks(n)) {
            row.iter_mut().zip(b).for_each(|(sum, b)| *sum += factor * b);
        }
    }
    Matrix { n, elements }
}

fn multiply(team: &Team<'_>, a: &Matrix, b: &Matrix) -> Matrix {
    if a.n <= SMALL {
        return multiply_by_definition(a, b);
    }
    let ([a11, a12, a21, a22], [b11, b12, b21, b22]) = (a.quarters(), b.quarters());
    let mut products: [Matrix; 7] = Default::default();
    let [m1, m2, m3, m4, m5, m6, m7] = &mut products;
    team.taskgroup(|group| {
        group.task(|team| *m1 = multiply(team, &(&a11 + &a22), &(&b11 + &b22)));
        group.task(|team| *m2 = multiply(team, &(&a21 + &a22), &b11));
        group.task(|team| *m3 = multiply(team, &a11, &(&b12 - &b22)));
        group.task(|team| *m4 = multiply(team, &a22, &(&b21 - &b11)));
        group.task(|team| *m5 = multiply(team, &(&a11 + &a12), &b22));
        group.task(|team| *m6 = multiply(team, &(&a21 - &a11), &(&b11 + &b12)));
        group.task(|team| *m7 = multiply(team, &(&a12 - &a22), &(&b21 + &b22)));
    });
    let [m1, m2, m3, m4, m5, m6, m7] = &products;
    let c11 = &(&(m1 + m4) - m5) + m7;
    let c22 = &(&(m1 - m2) + m3) + m6;
    Matrix::of_quarters([c11, m3 + m5, m2 + m4, c22])
}
