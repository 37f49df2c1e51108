//! Loops over vectors, by the interface without annotations: what each of them writes and reads stands at its head.

use super::matrix::Matrix;
use super::{STEPS, line};
use ferromp::prelude::*;

pub fn eigenvalue(matrix: &Matrix, shift: f64, iterations: usize) -> f64 {
    let n = matrix.size();
    let mut vectors = [1.0, 0.0, 0.0, 0.0, 0.0].map(|start| vec![start; n]);
    let [x, z, r, p, q] = vectors.each_mut().map(|vector| SharedMut::new(vector));
    let zetas = Parallel::new().map(|team| {
        let mut zeta = 0.0;
        for _ in 0..iterations {
            let start = team.for_loop((z.iter_mut(), r.iter_mut(), p.iter_mut(), x.iter()));
            let mut rho = start.reduce(Sum, |(z, r, p, x)| {
                (*z, *r, *p) = (0.0, *x, *x);
                x * x
            });
            for _ in 0..STEPS {
                let multiply = team.for_loop((q.iter_mut(), p.iter(), p.reading(), 0..n));
                let curvature = multiply.reduce(Sum, |(q, p, all, j)| {
                    *q = matrix.row_times(j, all);
                    *q * p
                });
                let alpha = rho / curvature;
                let before = rho;
                let step = team.for_loop((z.iter_mut(), r.iter_mut(), p.iter(), q.iter()));
                rho = step.reduce(Sum, |(z, r, p, q)| {
                    *z += alpha * p;
                    *r -= alpha * q;
                    *r * *r
                });
                let beta = rho / before;
                team.for_loop((p.iter_mut(), r.iter())).for_each(|(p, r)| *p = r + beta * *p);
            }
            let norms = team.for_loop((x.iter(), z.iter(), z.reading(), 0..n));
            let (residual, xz, zz) = norms.reduce((Sum, Sum, Sum), |(x, z, all, j)| {
                let error = x - matrix.row_times(j, all);
                (error * error, x * z, z * z)
            });
            let scale = 1.0 / zz.sqrt();
            team.for_loop((x.iter_mut(), z.iter())).for_each(|(x, z)| *x = scale * z);
            zeta = shift + 1.0 / xz;
            team.masked(|| line(residual, zeta));
        }
        zeta
    });
    zetas[0]
}
