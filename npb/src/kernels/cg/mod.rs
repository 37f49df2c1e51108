//! CG: the smallest eigenvalue of a sparse matrix by inverse power iterations, each of which solves a system by 25
//! steps of the conjugate gradient method.
//!
//! In both forms all iterations are one region, in which every thread keeps its rows, beginning with the vector of ones.

mod annotated;
mod matrix;
mod regions;

use crate::class::Class;
use crate::form::Form;
use crate::random::Random;
use crate::report::{Check, Report};
use matrix::Matrix;
use std::time::Instant;

const STEPS: usize = 25;

/// How the iterations come along: the residual's square and the eigenvalue.
fn line(residual: f64, zeta: f64) {
    println!("    {:20.14e} {zeta:20.13e}", residual.sqrt());
}

pub fn run(class: Class, form: Form) -> Report {
    let n = class.pick([1400, 7000, 14_000, 75_000, 150_000]);
    let nonzeros = class.pick([7, 8, 11, 13, 15]);
    let iterations = class.pick([15, 15, 15, 75, 75]);
    let shift = class.pick([10.0, 12.0, 20.0, 60.0, 110.0]);
    let expected =
        class.pick([8.5971775078648, 10.362595087124, 17.130235054029, 22.712745482631, 28.973605592845]);

    let mut random = Random::new(314_159_265);
    random.draw();
    let matrix = Matrix::new(n, nonzeros, shift, &mut random);
    let eigenvalue = match form {
        Form::Annotations => annotated::eigenvalue,
        Form::Regions => regions::eigenvalue,
    };
    // Data and threads are warm before the clock starts.
    eigenvalue(&matrix, shift, 1);
    println!("          ||r||                 zeta");
    let since = Instant::now();
    let zeta = eigenvalue(&matrix, shift, iterations);
    let time = since.elapsed();

    let row = (nonzeros * (nonzeros + 1)) as f64;
    let step = 2.0 * n as f64;
    Report {
        name: "CG",
        class,
        size: n.to_string(),
        iterations: iterations as u32,
        threads: ferromp::omp::get_max_threads(),
        time,
        mop: iterations as f64 * step * (3.0 + row + STEPS as f64 * (5.0 + row) + 3.0) * 1e-6,
        operation: "floating point",
        checks: vec![Check { what: "zeta".to_owned(), computed: zeta, expected, epsilon: 1e-10 }],
    }
}
