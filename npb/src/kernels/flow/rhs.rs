//! The right-hand side: fluxes, diffusion and dissipation along each axis, and forces.

use super::{C1, C1C5, C2, C3C4, CON43, DIFFUSION, DISSIPATION, Flow, Point, Vector};
use ferromp::prelude::*;

/// The factors of the terms along an axis, for a distance of `1 / (n - 1)` between points.
struct Factors {
    flux: f64,
    diffusion: [f64; 3],
    viscosity: f64,
}

/// What a point gains along axis `D` by itself and its two neighbours.
#[inline(always)]
fn gain<const D: usize>(factors: &Factors, previous: &Point, here: &Point, next: &Point) -> Vector {
    let (diffusion, viscosity) = (factors.diffusion[D], factors.viscosity);
    let (low, mid, high) = (previous.velocity[D], here.velocity[D], next.velocity[D]);
    let second = |of: fn(&Point) -> f64| of(next) - 2.0 * of(here) + of(previous);

    let mut gain: Vector = std::array::from_fn(|m| {
        diffusion * (next.u[m] - 2.0 * here.u[m] + previous.u[m])
            - factors.flux * if m == 0 { 0.0 } else { next.u[m] * high - previous.u[m] * low }
    });
    gain[0] -= factors.flux * (next.u[1 + D] - previous.u[1 + D]);
    for axis in 0..3 {
        let bend = next.velocity[axis] - 2.0 * here.velocity[axis] + previous.velocity[axis];
        gain[1 + axis] += viscosity * if axis == D { CON43 * bend } else { bend };
    }
    let pressure = |point: &Point| C2 * (point.u[4] - point.square);
    gain[1 + D] -= factors.flux * (pressure(next) - pressure(previous));
    // The flux of energy is that of all of it, and of the pressure's work.
    gain[4] -= factors.flux
        * (((C1 - 1.0) * next.u[4] - C2 * next.square) * high
            - ((C1 - 1.0) * previous.u[4] - C2 * previous.square) * low);
    gain[4] += viscosity
        * ((1.0 - C1C5) * second(|point| point.qs)
            + (high * high - 2.0 * mid * mid + low * low) / 6.0
            + C1C5 * second(|point| point.u[4] * point.rho_i));
    gain
}

/// The fourth difference at place `p` of a line of `n`, where two, one, none, one and two places away is what is given;
/// near the sides it is shorter.
#[inline(always)]
fn damp(p: usize, n: usize, [a, b, c, d, e]: [&Point; 5]) -> Vector {
    if (3..=n - 4).contains(&p) {
        return std::array::from_fn(|m| a.u[m] + e.u[m] - 4.0 * (b.u[m] + d.u[m]) + 6.0 * c.u[m]);
    }
    let far_low = if p >= 3 { 1.0 } else { 0.0 };
    let low = if p >= 2 { -4.0 } else { 0.0 };
    let mid = if p == 1 || p == n - 2 { 5.0 } else { 6.0 };
    let high = if p <= n - 3 { -4.0 } else { 0.0 };
    let far_high = if p <= n - 4 { 1.0 } else { 0.0 };
    std::array::from_fn(|m| {
        far_low * a.u[m] + low * b.u[m] + mid * c.u[m] + high * d.u[m] + far_high * e.u[m]
    })
}

impl Flow {
    /// Computes the right-hand side plane by plane, times the length of a step, and has `then` do more to each plane,
    /// given all points and its number, while it is in the cache.
    #[omp]
    pub fn plane_by_plane(&mut self, then: impl Fn(&[Point], usize, &mut [Vector]) + Sync) {
        let (n, dt) = (self.n, self.dt);
        let plane = n * n;
        let inverse = (n - 1) as f64;
        let factors = Factors {
            flux: 0.5 * inverse,
            diffusion: DIFFUSION.map(|diffusion| diffusion * inverse * inverse),
            viscosity: C3C4 * inverse * inverse,
        };
        let (points, forcing) = (&self.points[..], &self.forcing[..]);
        let inner = plane..(n - 1) * plane;
        #[omp(parallel for, schedule(static))]
        for (k, out) in self.rhs[inner].chunks_exact_mut(plane).enumerate() {
            let k = k + 1;
            for j in 1..n - 1 {
                // Rows of one length: no index below needs a check.
                let row = |k: usize, j: usize| &points[(k * n + j) * n..][..n];
                let here = row(k, j);
                let (far_south, south) = (row(k, j.max(2) - 2), row(k, j - 1));
                let (north, far_north) = (row(k, j + 1), row(k, (j + 2).min(n - 1)));
                let (far_down, down) = (row(k.max(2) - 2, j), row(k - 1, j));
                let (up, far_up) = (row(k + 1, j), row((k + 2).min(n - 1), j));
                let forcing = &forcing[(k * n + j) * n..][..n];
                let out = &mut out[j * n..][..n];
                for i in 1..n - 1 {
                    let (far_west, far_east) = (&here[i.max(2) - 2], &here[(i + 2).min(n - 1)]);
                    let gains = [
                        gain::<0>(&factors, &here[i - 1], &here[i], &here[i + 1]),
                        gain::<1>(&factors, &south[i], &here[i], &north[i]),
                        gain::<2>(&factors, &down[i], &here[i], &up[i]),
                    ];
                    let losses = [
                        damp(i, n, [far_west, &here[i - 1], &here[i], &here[i + 1], far_east]),
                        damp(j, n, [&far_south[i], &south[i], &here[i], &north[i], &far_north[i]]),
                        damp(k, n, [&far_down[i], &down[i], &here[i], &up[i], &far_up[i]]),
                    ];
                    out[i] = std::array::from_fn(|m| {
                        let gained = gains[0][m] + gains[1][m] + gains[2][m];
                        let lost = losses[0][m] + losses[1][m] + losses[2][m];
                        dt * (forcing[i][m] + gained - DISSIPATION * lost)
                    });
                }
            }
            then(points, k, out);
        }
    }
}
