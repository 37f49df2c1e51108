//! The variables in which the equations along an axis come apart.

use crate::kernels::flow::lanes::{LANES, Lanes, gather};
use crate::kernels::flow::{C2, Point, Vector};
use std::f64::consts::FRAC_1_SQRT_2;

/// From density, momentum and energy to those of the first axis.
#[inline(always)]
pub fn along_x(point: &Point, [r1, r2, r3, r4, r5]: Vector) -> Vector {
    let ([u, v, w], rho_i, sound) = (point.velocity, point.rho_i, point.speed);
    let t1 = C2 / (sound * sound) * (point.qs * r1 - u * r2 - v * r3 - w * r4 + r5);
    let t2 = FRAC_1_SQRT_2 * rho_i * (u * r1 - r2);
    let t3 = FRAC_1_SQRT_2 * rho_i * sound * t1;
    [r1 - t1, -rho_i * (w * r1 - r4), rho_i * (v * r1 - r3), t3 - t2, t2 + t3]
}

#[inline(always)]
pub fn from_x_to_y(rhs: &mut [Lanes; 5]) {
    let [r1, r2, r3, r4, r5] = *rhs;
    let (t1, t2) = (FRAC_1_SQRT_2 * r3, 0.5 * (r4 + r5));
    *rhs = [-1.0 * r2, r1, FRAC_1_SQRT_2 * (r4 - r5), t2 - t1, t1 + t2];
}

#[inline(always)]
pub fn from_y_to_z(rhs: &mut [Lanes; 5]) {
    let [r1, r2, r3, r4, r5] = *rhs;
    let (t1, t2) = (FRAC_1_SQRT_2 * r1, 0.5 * (r4 + r5));
    *rhs = [FRAC_1_SQRT_2 * (r4 - r5), -1.0 * r3, r2, t2 - t1, t1 + t2];
}

/// From those of the last axis to density, momentum and energy.
#[inline(always)]
pub fn back(points: [&Point; LANES], rhs: &mut [Lanes; 5]) {
    let [r1, r2, r3, r4, r5] = *rhs;
    let [u, v, w] = [0, 1, 2].map(|axis| gather(points, |point| point.velocity[axis]));
    let density = gather(points, |point| point.u[0]);
    let sound = gather(points, |point| point.speed);
    let qs = gather(points, |point| point.qs);
    let weight = FRAC_1_SQRT_2 * density;
    let t1 = weight * sound.recip() * (r4 + r5);
    let t2 = r3 + t1;
    let t3 = weight * (r4 - r5);
    *rhs = [
        t2,
        u * t2 - density * r2,
        density * r1 + v * t2,
        w * t2 + t3,
        density * (v * r1 - u * r2) + qs * t2 + 2.5 * (sound * sound * t1) + w * t3,
    ];
}
