//! Annotated kernels beside the same loops by API calls, and beside C's (`kernels.c`): `benches/annotated/run`.
//!
//! `annotated FORM`, with `annotated` or `api`, prints for each kernel the fastest call of some, in microseconds.

// Loops as the C program has them.
#![allow(clippy::needless_range_loop)]

use ferromp::prelude::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Elements of vectors.
const LONG: usize = 100_000;
/// Rows and columns of matrices.
const SIDE: usize = 400;
/// Rows of the sparse matrix, and elements in each.
const ROWS: usize = 20_000;
const PER_ROW: usize = 12;

#[derive(Default)]
struct State {
    x: Vec<f64>,
    y: Vec<f64>,
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
    c: Vec<Vec<f64>>,
    /// The matrices in one piece each.
    flat: [Vec<f64>; 3],
    sparse: Sparse,
}

/// A matrix in compressed rows.
#[derive(Default)]
struct Sparse {
    row: Vec<usize>,
    col: Vec<usize>,
    val: Vec<f64>,
}

impl Sparse {
    /// With so many elements in each row, in scattered columns.
    fn new(rows: usize, per_row: usize) -> Self {
        let row = (0..=rows).map(|i| i * per_row).collect();
        let col = (0..rows * per_row).map(|k| k * 7919 % rows).collect();
        Self { row, col, val: vec![0.5; rows * per_row] }
    }
}

impl State {
    fn new() -> Self {
        let square =
            |scale: f64| -> Vec<Vec<f64>> { (0..SIDE).map(|i| vec![scale * i as f64; SIDE]).collect() };
        let (a, b, c) = (square(0.5), square(0.25), square(0.0));
        let flat = [a.concat(), b.concat(), c.concat()];
        Self { x: vec![1.5; LONG], y: vec![0.5; LONG], a, b, c, flat, sparse: Sparse::new(ROWS, PER_ROW) }
    }
}

type Kernel = fn(&mut State) -> f64;

mod annotated {
    use super::{SIDE, Sparse};
    use ferromp::prelude::*;

    #[omp]
    pub(crate) fn axpy(x: &[f64], y: &mut [f64]) -> f64 {
        #[omp(parallel for, schedule(static))]
        for i in 0..y.len() {
            y[i] += 2.0 * x[i];
        }
        y[0]
    }

    #[omp]
    pub(crate) fn dot(x: &[f64], y: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        #[omp(parallel for, schedule(static), reduction(+: sum))]
        for i in 0..y.len() {
            sum += x[i] * y[i];
        }
        sum
    }

    #[omp]
    pub(crate) fn stencil(x: &[f64], y: &mut [f64]) -> f64 {
        #[omp(parallel for, schedule(static))]
        for i in 1..y.len() - 1 {
            y[i] = 0.25 * (x[i - 1] + 2.0 * x[i] + x[i + 1]);
        }
        y[1]
    }

    #[omp]
    pub(crate) fn matmul(a: &[Vec<f64>], b: &[Vec<f64>], c: &mut [Vec<f64>]) -> f64 {
        #[omp(parallel for, schedule(static))]
        for i in 0..SIDE {
            for j in 0..SIDE {
                c[i][j] = 0.0;
            }
            for k in 0..SIDE {
                let a_ik = a[i][k];
                for j in 0..SIDE {
                    c[i][j] += a_ik * b[k][j];
                }
            }
        }
        c[SIDE - 1][0]
    }

    #[omp]
    pub(crate) fn flat_matmul(a: &[f64], b: &[f64], c: &mut [f64], n: usize) -> f64 {
        #[omp(parallel for, schedule(static))]
        for i in 0..n {
            for j in 0..n {
                c[i * n + j] = 0.0;
            }
            for k in 0..n {
                let a_ik = a[i * n + k];
                for j in 0..n {
                    c[i * n + j] += a_ik * b[k * n + j];
                }
            }
        }
        c[(n - 1) * n]
    }

    #[omp]
    pub(crate) fn jacobi(a: &[Vec<f64>], b: &mut [Vec<f64>]) -> f64 {
        let n = a.len();
        #[omp(parallel for, schedule(static))]
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                b[i][j] = 0.25 * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
            }
        }
        b[1][1]
    }

    #[omp]
    pub(crate) fn spmv(a: &Sparse, x: &[f64], y: &mut [f64]) -> f64 {
        let Sparse { row, col, val } = a;
        #[omp(parallel for, schedule(static))]
        for i in 0..row.len() - 1 {
            let mut sum = 0.0;
            for k in row[i]..row[i + 1] {
                sum += val[k] * x[col[k]];
            }
            y[i] = sum;
        }
        y[0]
    }
}

mod api {
    use super::{LONG, ROWS, SIDE, State};
    use ferromp::prelude::*;

    pub(crate) fn axpy(State { x, y, .. }: &mut State) -> f64 {
        parallel_for((&mut y[..LONG], &x[..LONG]))
            .schedule(Schedule::Static)
            .for_each(|(y, x)| *y += 2.0 * x);
        y[0]
    }

    pub(crate) fn dot(State { x, y, .. }: &mut State) -> f64 {
        parallel_for((&x[..LONG], &y[..LONG])).schedule(Schedule::Static).reduce(Sum, |(x, y)| x * y)
    }

    pub(crate) fn stencil(State { x, y, .. }: &mut State) -> f64 {
        parallel_for((&mut y[1..LONG - 1], x.windows(3)))
            .schedule(Schedule::Static)
            .for_each(|(y, x)| *y = 0.25 * (x[0] + 2.0 * x[1] + x[2]));
        y[1]
    }

    pub(crate) fn matmul(State { a, b, c, .. }: &mut State) -> f64 {
        parallel_for((&mut c[..], &a[..])).schedule(Schedule::Static).for_each(|(c, a)| {
            c.fill(0.0);
            for (a_ik, row) in a.iter().zip(b.iter()) {
                for (c, b) in c.iter_mut().zip(row) {
                    *c += a_ik * b;
                }
            }
        });
        c[SIDE - 1][0]
    }

    pub(crate) fn flat_matmul(State { flat: [a, b, c], .. }: &mut State) -> f64 {
        parallel_for((chunks_mut(&mut c[..], SIDE), a.chunks(SIDE))).schedule(Schedule::Static).for_each(
            |(c, a)| {
                c.fill(0.0);
                for (a_ik, row) in a.iter().zip(b.chunks(SIDE)) {
                    for (c, b) in c.iter_mut().zip(row) {
                        *c += a_ik * b;
                    }
                }
            },
        );
        c[(SIDE - 1) * SIDE]
    }

    pub(crate) fn jacobi(State { a, c: b, .. }: &mut State) -> f64 {
        parallel_for((&mut b[1..SIDE - 1], a.windows(3))).schedule(Schedule::Static).for_each(|(b, a)| {
            let neighbours = a[1].windows(3).zip(&a[0][1..]).zip(&a[2][1..]);
            for (b, ((beside, above), below)) in b[1..SIDE - 1].iter_mut().zip(neighbours) {
                *b = 0.25 * (above + below + beside[0] + beside[2]);
            }
        });
        b[1][1]
    }

    pub(crate) fn spmv(State { sparse, x, y, .. }: &mut State) -> f64 {
        let (col, val) = (&sparse.col, &sparse.val);
        parallel_for((&mut y[..ROWS], sparse.row.windows(2))).schedule(Schedule::Static).for_each(
            |(y, ends)| {
                let here = ends[0]..ends[1];
                let mut sum = 0.0;
                for (val, col) in val[here.clone()].iter().zip(&col[here]) {
                    sum += val * x[*col];
                }
                *y = sum;
            },
        );
        y[0]
    }
}

fn main() -> Result<(), String> {
    let form = std::env::args().nth(1).unwrap_or_default();
    let kernels: [(&str, Kernel); 7] = match form.as_str() {
        "annotated" => [
            ("axpy", |s| annotated::axpy(&s.x, &mut s.y)),
            ("dot", |s| annotated::dot(&s.x, &mut s.y)),
            ("stencil", |s| annotated::stencil(&s.x, &mut s.y)),
            ("matmul", |s| annotated::matmul(&s.a, &s.b, &mut s.c)),
            ("flat_matmul", |State { flat: [a, b, c], .. }| annotated::flat_matmul(a, b, c, black_box(SIDE))),
            ("jacobi", |s| annotated::jacobi(&s.a, &mut s.c)),
            ("spmv", |s| annotated::spmv(&s.sparse, &s.x, &mut s.y)),
        ],
        "api" => [
            ("axpy", api::axpy),
            ("dot", api::dot),
            ("stencil", api::stencil),
            ("matmul", api::matmul),
            ("flat_matmul", api::flat_matmul),
            ("jacobi", api::jacobi),
            ("spmv", api::spmv),
        ],
        _ => return Err("the form is `annotated` or `api`".to_owned()),
    };
    let mut state = State::new();
    // Team and processor awake.
    parallel(|team| team.barrier());
    for (name, kernel) in kernels {
        let calls = if name.ends_with("matmul") { 12 } else { 1500 };
        let mut best = Duration::MAX;
        for _ in 0..calls {
            let since = Instant::now();
            black_box(kernel(black_box(&mut state)));
            best = best.min(since.elapsed());
        }
        println!("{name} {:.2}", best.as_secs_f64() * 1e6);
    }
    Ok(())
}
