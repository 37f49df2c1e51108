//! The block tridiagonal systems along lines.

use super::block::{Block, ZERO, divide, subtract_block_product, subtract_product};
use crate::kernels::flow::lanes::{Lanes, gather};
use crate::kernels::flow::lines::Lines;
use crate::kernels::flow::{C1, C1C5, C2, C3C4, CON43, DIFFUSION};

/// How fluxes along an axis, and viscous ones, change with the state.
struct Jacobians {
    flux: Block,
    viscous: Block,
}

impl Jacobians {
    /// Along axis `D`, at place `p` of some lines.
    #[inline(always)]
    fn at<const D: usize>(lines: &Lines<'_>, p: usize) -> Self {
        let points = lines.at(p);
        let u: [Lanes; 5] = std::array::from_fn(|m| gather(points, |point| point.u[m]));
        let rho_i = gather(points, |point| point.rho_i);
        let square = gather(points, |point| point.square);
        let qs = gather(points, |point| point.qs);
        let squared = rho_i * rho_i;
        let along = 1 + D;
        let momentum = u[along];

        let mut flux = ZERO;
        flux[0][along] = Lanes::all(1.0);
        for m in 1..4 {
            flux[m][0] = -1.0 * (u[m] * momentum * squared);
            if m == along {
                flux[m][0] = flux[m][0] + C2 * qs;
                for other in 1..4 {
                    let factor = if other == along { 2.0 - C2 } else { -C2 };
                    flux[m][other] = factor * (u[other] * rho_i);
                }
                flux[m][4] = Lanes::all(C2);
            } else {
                flux[m][m] = momentum * rho_i;
                flux[m][along] = u[m] * rho_i;
            }
        }
        flux[4][0] = (2.0 * C2 * square - C1 * u[4]) * (momentum * squared);
        for m in 1..4 {
            flux[4][m] = -C2 * (u[m] * momentum * squared);
        }
        flux[4][along] = C1 * (u[4] * rho_i) - C2 * (momentum * momentum * squared + qs);
        flux[4][4] = C1 * (momentum * rho_i);

        let conduction = C1C5 * C3C4;
        let mut viscous = ZERO;
        viscous[4][0] = -conduction * (squared * u[4]);
        for m in 1..4 {
            let viscosity = if m == along { CON43 * C3C4 } else { C3C4 };
            viscous[m][0] = -viscosity * (squared * u[m]);
            viscous[m][m] = viscosity * rho_i;
            viscous[4][0] = viscous[4][0] - (viscosity - conduction) * (squared * rho_i * (u[m] * u[m]));
            viscous[4][m] = (viscosity - conduction) * (squared * u[m]);
        }
        viscous[4][4] = conduction * rho_i;
        Self { flux, viscous }
    }
}

/// Solves for the changes `rhs` of the inner points along axis `D`, in place.
///
/// Every point depends on the one before, on itself and on the one after: `a`, `b` and `c`. What is left of `c` after
/// elimination is all that the way back needs.
pub fn solve<const D: usize>(lines: &Lines<'_>, dt: f64, rhs: &mut [[Lanes; 5]]) {
    let n = rhs.len();
    let inverse = (n - 1) as f64;
    let (flux, viscous) = (dt * 0.5 * inverse, dt * inverse * inverse);
    let diffusion = viscous * DIFFUSION[D];
    let mut uppers = vec![ZERO; n];
    let mut previous = Jacobians::at::<D>(lines, 0);
    let mut here = Jacobians::at::<D>(lines, 1);
    for p in 1..n - 1 {
        let next = Jacobians::at::<D>(lines, p + 1);
        let (mut a, mut b, mut c) = (ZERO, ZERO, ZERO);
        for i in 0..5 {
            for j in 0..5 {
                a[i][j] = -flux * previous.flux[i][j] - viscous * previous.viscous[i][j];
                b[i][j] = 2.0 * viscous * here.viscous[i][j];
                c[i][j] = flux * next.flux[i][j] - viscous * next.viscous[i][j];
            }
            a[i][i] = a[i][i] - Lanes::all(diffusion);
            b[i][i] = b[i][i] + Lanes::all(1.0 + 2.0 * diffusion);
            c[i][i] = c[i][i] - Lanes::all(diffusion);
        }
        // Points at the sides do not change.
        if p > 1 {
            let (done, left) = rhs.split_at_mut(p);
            subtract_product(&a, &done[p - 1], &mut left[0]);
            subtract_block_product(&a, &uppers[p - 1], &mut b);
        }
        divide(b, &mut c, &mut rhs[p]);
        uppers[p] = c;
        (previous, here) = (here, next);
    }
    for p in (1..n - 2).rev() {
        let (left, done) = rhs.split_at_mut(p + 1);
        subtract_product(&uppers[p], &done[0], &mut left[p]);
    }
}
