//! What a point's change does to its neighbours' and to itself.
//!
//! The benchmark is described by matrices of five by five for each point and axis. They are only ever multiplied with a
//! vector, and written out that takes a third of the operations that the matrices take to be made.

use crate::kernels::flow::{C1, C1C5, C2, C3C4, CON43, DIFFUSION, Point, Vector};

/// The factors of fluxes and of viscous terms, for a step and a distance.
#[derive(Clone, Copy)]
pub struct Factors {
    flux: f64,
    viscous: f64,
}

impl Factors {
    pub fn new(n: usize, dt: f64) -> Self {
        let inverse = (n - 1) as f64;
        Self { flux: dt * 0.5 * inverse, viscous: dt * inverse * inverse }
    }

    /// How a point's neighbour along axis `D` changes with the point's own `change`: the next one if `sign` is -1, the one
    /// before if it is 1.
    #[inline(always)]
    pub fn coupling<const D: usize>(&self, sign: f64, point: &Point, change: &Vector) -> Vector {
        let [density, x, y, z, energy] = *change;
        let momentum = [x, y, z];
        let (rho_i, velocity, qs) = (point.rho_i, point.velocity, point.qs);
        let (along, carried) = (velocity[D], momentum[D]);
        let specific = point.u[4] * rho_i;
        let work = velocity[0] * x + velocity[1] * y + velocity[2] * z;

        let mut flux = [carried, 0.0, 0.0, 0.0, 0.0];
        for axis in 0..3 {
            flux[1 + axis] =
                along * momentum[axis] + velocity[axis] * carried - along * velocity[axis] * density;
        }
        flux[1 + D] += C2 * (energy - work + qs * density);
        flux[4] = along * (C1 * energy - C2 * work + (2.0 * C2 * qs - C1 * specific) * density)
            + (C1 * specific - C2 * qs) * carried;

        let conduction = C1C5 * C3C4;
        let mut viscous = [0.0; 5];
        viscous[4] = conduction * rho_i * (energy - specific * density);
        for axis in 0..3 {
            let viscosity = if axis == D { CON43 * C3C4 } else { C3C4 };
            let faster = rho_i * (momentum[axis] - velocity[axis] * density);
            viscous[1 + axis] = viscosity * faster;
            viscous[4] += (viscosity - conduction) * velocity[axis] * faster;
        }
        std::array::from_fn(|m| {
            sign * self.flux * flux[m] - self.viscous * (viscous[m] + DIFFUSION[D] * change[m])
        })
    }

    /// The change of a point that comes to `sum`, its own effect on itself included. That is a lower triangular system.
    #[inline(always)]
    pub fn alone(&self, point: &Point, sum: &Vector) -> Vector {
        let (rho_i, velocity) = (point.rho_i, point.velocity);
        let base = 1.0 + 2.0 * self.viscous * DIFFUSION.iter().sum::<f64>();
        let (viscosity, conduction) = ((2.0 + CON43) * C3C4, 3.0 * C1C5 * C3C4);
        let weight = 2.0 * self.viscous * rho_i;
        let density = sum[0] / base;
        let drag = weight * viscosity;
        let inverse = 1.0 / (base + drag);
        let mut change = [density, 0.0, 0.0, 0.0, 0.0];
        let mut rest = sum[4] + weight * conduction * rho_i * point.u[4] * density;
        for axis in 0..3 {
            let momentum = (sum[1 + axis] + drag * velocity[axis] * density) * inverse;
            change[1 + axis] = momentum;
            rest -=
                weight * (viscosity - conduction) * velocity[axis] * (momentum - velocity[axis] * density);
        }
        change[4] = rest / (base + weight * conduction);
        change
    }
}
