//! CG: the smallest eigenvalue of a sparse matrix by inverse power iterations, each of which solves a system by 25
//! steps of the conjugate gradient method.

mod matrix;

use crate::class::Class;
use crate::random::Random;
use crate::report::{Check, Report};
use ferromp::prelude::*;
use matrix::Matrix;
use std::time::Instant;

const STEPS: usize = 25;

/// The eigenvalue, from the vector of ones. All iterations are one region, in which every thread keeps its rows.
#[omp]
fn eigenvalue(matrix: &Matrix, shift: f64, iterations: usize) -> f64 {
    let n = matrix.size();
    let mut x = vec![1.0; n];
    let (mut z, mut r, mut p, mut q) = (vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let mut zeta = 0.0;
    #[omp(parallel)]
    {
        for _ in 0..iterations {
            let mut rho = 0.0;
            #[omp(for, reduction(+: rho))]
            for j in 0..n {
                z[j] = 0.0;
                r[j] = x[j];
                p[j] = x[j];
                rho += x[j] * x[j];
            }
            for _ in 0..STEPS {
                let mut curvature = 0.0;
                #[omp(for, reduction(+: curvature))]
                for j in 0..n {
                    let sum = matrix.row_times(j, &p);
                    q[j] = sum;
                    curvature += p[j] * sum;
                }
                let alpha = rho / curvature;
                let before = rho;
                rho = 0.0;
                #[omp(for, reduction(+: rho))]
                for j in 0..n {
                    z[j] += alpha * p[j];
                    r[j] -= alpha * q[j];
                    rho += r[j] * r[j];
                }
                let beta = rho / before;
                #[omp(for)]
                for j in 0..n {
                    p[j] = r[j] + beta * p[j];
                }
            }
            let (mut residual, mut xz, mut zz) = (0.0, 0.0, 0.0);
            #[omp(for, reduction(+: residual, xz, zz))]
            for j in 0..n {
                let error = x[j] - matrix.row_times(j, &z);
                residual += error * error;
                xz += x[j] * z[j];
                zz += z[j] * z[j];
            }
            let scale = 1.0 / zz.sqrt();
            #[omp(for)]
            for j in 0..n {
                x[j] = scale * z[j];
            }
            #[omp(single)]
            {
                zeta = shift + 1.0 / xz;
                println!("    {:20.14e} {zeta:20.13e}", residual.sqrt());
            }
        }
    }
    zeta
}

pub fn run(class: Class) -> Report {
    let n = class.pick([1400, 7000, 14_000, 75_000, 150_000]);
    let nonzeros = class.pick([7, 8, 11, 13, 15]);
    let iterations = class.pick([15, 15, 15, 75, 75]);
    let shift = class.pick([10.0, 12.0, 20.0, 60.0, 110.0]);
    let expected =
        class.pick([8.5971775078648, 10.362595087124, 17.130235054029, 22.712745482631, 28.973605592845]);

    let mut random = Random::new(314_159_265);
    random.draw();
    let matrix = Matrix::new(n, nonzeros, shift, &mut random);
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
