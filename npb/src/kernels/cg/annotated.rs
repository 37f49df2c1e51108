//! Loops over indices, with annotations.

use super::matrix::Matrix;
use super::{STEPS, line};
use ferromp::prelude::*;

#[omp]
pub fn eigenvalue(matrix: &Matrix, shift: f64, iterations: usize) -> f64 {
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
                    q[j] = matrix.row_times(j, &p);
                    curvature += p[j] * q[j];
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
                line(residual, zeta);
            }
        }
    }
    zeta
}
