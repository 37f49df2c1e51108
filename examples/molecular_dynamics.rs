//! Moves particles that attract and repel each other (Lennard-Jones), by velocity Verlet.
//!
//! ```text
//! cargo run --release --example molecular_dynamics [PARTICLES_PER_EDGE [STEPS]]
//! ```
//! A step has two loops over the particles: new places; then forces, velocities and energies, the latter as reductions.
//! A thread computes the whole force on a particle, so every pair is looked at twice and nobody adds to another's
//! particle.
//!
//! Ends with an error if serial and parallel runs differ in a bit of a place, or if energy or momentum is not kept.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

type Vector = [f64; 3];

const MASS: f64 = 1.0;
const STEP: f64 = 0.001;
/// Between neighbours at the start: a little more than where their force is none.
const SPACING: f64 = 1.2;

struct Particles {
    place: Vec<Vector>,
    velocity: Vec<Vector>,
    force: Vec<Vector>,
    parallel: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let edge = arguments::number(1, "PARTICLES_PER_EDGE", 9_usize)?.max(1);
    let steps = arguments::number(2, "STEPS", 50_usize)?;

    let ((serial, _), serial_time) = timed::best_of(3, || simulate(edge, steps, false));
    let ((particles, energies), parallel_time) = timed::best_of(3, || simulate(edge, steps, true));

    if particles.place != serial.place {
        return Err("the serial run ends in other places".into());
    }
    let (begin, end) = (energies[0], energies[energies.len() - 1]);
    println!("{} particles, {steps} steps: energy {begin:.6} at the start, {end:.6} at the end", edge.pow(3));
    if energies.iter().any(|energy| (energy - begin).abs() > 1e-4 * begin.abs().max(1.0)) {
        return Err("the energy is not kept".into());
    }
    for k in 0..3 {
        let momentum: f64 = particles.velocity.iter().map(|v| MASS * v[k]).sum();
        if momentum.abs() > 1e-9 * edge.pow(3) as f64 {
            return Err(format!("the momentum grows to {momentum}").into());
        }
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// The particles at the end, and the energy at the start and after each step.
fn simulate(edge: usize, steps: usize, parallel: bool) -> (Particles, Vec<f64>) {
    let mut particles = Particles::on_a_lattice(edge, parallel);
    let mut energies = vec![particles.forces(0.0)];
    for _ in 0..steps {
        particles.advance();
        energies.push(particles.forces(0.5 * STEP));
    }
    (particles, energies)
}

#[omp]
impl Particles {
    /// At rest, slightly off the places of a cubic lattice.
    fn on_a_lattice(edge: usize, parallel: bool) -> Self {
        let n = edge.pow(3);
        let off = |i: usize, k: usize| 0.05 * ((i * 7 + k * 5) as f64).sin();
        let lattice = |i: usize| [i % edge, i / edge % edge, i / edge / edge];
        let place =
            (0..n).map(|i| std::array::from_fn(|k| SPACING * lattice(i)[k] as f64 + off(i, k))).collect();
        let zero = vec![[0.0; 3]; n];
        Self { place, velocity: zero.clone(), force: zero, parallel }
    }

    /// Computes the forces, and what they do to the velocities in the time `last`; returns potential plus kinetic energy.
    fn forces(&mut self, last: f64) -> f64 {
        let n = self.place.len();
        let (mut potential, mut kinetic) = (0.0, 0.0);
        #[omp(parallel for, reduction(+: potential, kinetic), if(self.parallel))]
        for i in 0..n {
            self.force[i] = [0.0; 3];
            for j in 0..n {
                if i == j {
                    continue;
                }
                let (away, squared) = between(&self.place[i], &self.place[j]);
                let sixth = 1.0 / squared.powi(3);
                // Half of it: the pair comes twice.
                potential += 2.0 * sixth * (sixth - 1.0);
                for k in 0..3 {
                    self.force[i][k] += 24.0 * sixth * (2.0 * sixth - 1.0) / squared * away[k];
                }
            }
            for k in 0..3 {
                self.velocity[i][k] += last * self.force[i][k] / MASS;
                kinetic += 0.5 * MASS * self.velocity[i][k].powi(2);
            }
        }
        potential + kinetic
    }

    /// Half a step for the velocities, a whole one for the places.
    fn advance(&mut self) {
        #[omp(parallel for, if(self.parallel))]
        for i in 0..self.place.len() {
            for k in 0..3 {
                self.velocity[i][k] += 0.5 * STEP * self.force[i][k] / MASS;
                self.place[i][k] += STEP * self.velocity[i][k];
            }
        }
    }
}

/// From `b` to `a`, and the square of the distance.
fn between(a: &Vector, b: &Vector) -> (Vector, f64) {
    let away = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (away, away[0] * away[0] + away[1] * away[1] + away[2] * away[2])
}
