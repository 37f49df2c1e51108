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

#[derive(Default)]
struct State {
    x: Vec<f64>,
    y: Vec<f64>,
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
    c: Vec<Vec<f64>>,
}

impl State {
    fn new() -> Self {
        let square = |scale: f64| (0..SIDE).map(|i| vec![scale * i as f64; SIDE]).collect();
        Self { x: vec![1.5; LONG], y: vec![0.5; LONG], a: square(0.5), b: square(0.25), c: square(0.0) }
    }
}

type Kernel = fn(&mut State) -> f64;

mod annotated {
    use super::SIDE;
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
}

mod api {
    use super::{LONG, SIDE, State};
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
}

fn main() -> Result<(), String> {
    let form = std::env::args().nth(1).unwrap_or_default();
    let kernels: [(&str, Kernel); 4] = match form.as_str() {
        "annotated" => [
            ("axpy", |s| annotated::axpy(&s.x, &mut s.y)),
            ("dot", |s| annotated::dot(&s.x, &mut s.y)),
            ("stencil", |s| annotated::stencil(&s.x, &mut s.y)),
            ("matmul", |s| annotated::matmul(&s.a, &s.b, &mut s.c)),
        ],
        "api" => [("axpy", api::axpy), ("dot", api::dot), ("stencil", api::stencil), ("matmul", api::matmul)],
        _ => return Err("the form is `annotated` or `api`".to_owned()),
    };
    let mut state = State::new();
    // Team and processor awake.
    parallel(|team| team.barrier());
    for (name, kernel) in kernels {
        let calls = if name == "matmul" { 12 } else { 1500 };
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
