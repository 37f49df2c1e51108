//! What BT, SP and LU share: the flow of a compressible gas in a cube, driven so that a given polynomial is its
//! solution. They differ in how they take a step in time.

mod exact;
pub mod lanes;
pub mod lines;
mod norms;
mod problem;
mod rhs;

pub use problem::Problem;

use ferromp::prelude::*;

/// Density, momentum along the three axes, and energy.
pub type Vector = [f64; 5];

pub const C1: f64 = 1.4;
pub const C2: f64 = 0.4;
pub const C3C4: f64 = 0.1;
pub const C1C5: f64 = 1.4 * 1.4;
pub const CON43: f64 = 4.0 / 3.0;
/// How strongly fourth differences are damped.
pub const DISSIPATION: f64 = 0.25;
/// How strongly second differences are damped, along each axis.
pub const DIFFUSION: [f64; 3] = [0.75, 0.75, 1.0];

/// The state at a point, and what is derived of it once for each step.
#[derive(Clone, Copy, Default)]
pub struct Point {
    pub u: Vector,
    /// The reciprocal of the density.
    pub rho_i: f64,
    pub velocity: [f64; 3],
    /// The kinetic energy, and the same for a unit of mass.
    pub square: f64,
    pub qs: f64,
    /// That of sound.
    pub speed: f64,
}

impl Point {
    fn new(u: Vector) -> Self {
        let mut point = Self { u, ..Self::default() };
        point.derive();
        point
    }

    #[inline]
    fn derive(&mut self) {
        let u = self.u;
        self.rho_i = 1.0 / u[0];
        self.velocity = [u[1] * self.rho_i, u[2] * self.rho_i, u[3] * self.rho_i];
        self.square = 0.5 * (u[1] * u[1] + u[2] * u[2] + u[3] * u[3]) * self.rho_i;
        self.qs = self.square * self.rho_i;
        self.speed = (C1 * C2 * self.rho_i * (u[4] - self.square)).sqrt();
    }
}

/// A cube of points, in planes of rows, and the change of each in a step. Points at the sides never change.
pub struct Flow {
    /// Points along an edge.
    pub n: usize,
    /// The length of a step in time.
    pub dt: f64,
    pub points: Vec<Point>,
    forcing: Vec<Vector>,
    pub rhs: Vec<Vector>,
}

impl Flow {
    pub fn new(n: usize, dt: f64) -> Self {
        let exact = exact::field(n, exact::solution);
        let mut flow =
            Self { n, dt, points: exact, forcing: vec![[0.0; 5]; n * n * n], rhs: vec![[0.0; 5]; n * n * n] };
        // Where the exact solution stands still, the forces are the opposite of all others.
        flow.plane_by_plane(|_, _, _| ());
        flow.forcing = flow.rhs.iter().map(|others| others.map(|other| -other / dt)).collect();
        flow.start();
        flow
    }

    /// The field at time zero: exact at the sides, blended in between.
    pub fn start(&mut self) {
        self.points = exact::field(self.n, exact::blended);
    }

    /// Adds the changes to the state, times `weight`, and derives the rest anew.
    #[omp]
    pub fn advance(&mut self, weight: f64) {
        #[omp(parallel for, schedule(static))]
        for (point, change) in self.points.iter_mut().zip(self.rhs.iter()) {
            for (u, change) in point.u.iter_mut().zip(change) {
                *u += weight * change;
            }
            point.derive();
        }
    }
}
