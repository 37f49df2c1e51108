//! Molecular dynamics with lists of neighbours, by Verlet's method. The number is the energy after the last step.

use crate::kernel::{Form, Kernel};
use crate::random::Random;
use ferromp::prelude::*;
use rayon::prelude::*;

/// Molecules along an edge of the lattice that they start from.
const EDGE: usize = 16;
const COUNT: usize = EDGE * EDGE * EDGE;
const SPACING: f64 = 1.2;
const SIDE: f64 = EDGE as f64 * SPACING;
/// Forces reach so far; lists reach a little further, and are made anew every so many steps.
const CUTOFF: f64 = 2.5;
const SKIN: f64 = 0.3;
const REBUILD: usize = 10;
const STEPS: usize = 20;
const DT: f64 = 0.004;
/// Cells along an edge, not smaller than a list reaches.
const CELLS: usize = (SIDE / (CUTOFF + SKIN)) as usize;

type Vector = [f64; 3];

pub struct Molecules {
    start: (Vec<Vector>, Vec<Vector>),
    places: Vec<Vector>,
    velocities: Vec<Vector>,
    /// On each molecule, and its half of what it shares with others of the energy.
    forces: Vec<(Vector, f64)>,
    neighbours: Vec<Vec<u32>>,
}

impl Molecules {
    pub fn new() -> Self {
        let mut random = Random::new(7);
        let place =
            |at: usize| [at % EDGE, at / EDGE % EDGE, at / (EDGE * EDGE)].map(|i| (i as f64 + 0.5) * SPACING);
        let places: Vec<Vector> = (0..COUNT).map(place).collect();
        let velocities = (0..COUNT).map(|_| std::array::from_fn(|_| random.unit() - 0.5)).collect();
        Self {
            places: places.clone(),
            start: (places, velocities),
            velocities: Vec::new(),
            forces: vec![([0.0; 3], 0.0); COUNT],
            neighbours: vec![Vec::new(); COUNT],
        }
    }

    /// Which molecules are in each cell.
    fn cells(&self) -> Vec<Vec<u32>> {
        let mut cells = vec![Vec::new(); CELLS * CELLS * CELLS];
        for (molecule, place) in self.places.iter().enumerate() {
            let [i, j, k] = cell(place);
            cells[(k * CELLS + j) * CELLS + i].push(molecule as u32);
        }
        cells
    }

    fn energy(&self) -> f64 {
        let kinetic: f64 = self.velocities.iter().flatten().map(|v| 0.5 * v * v).sum();
        kinetic + self.forces.iter().map(|force| force.1).sum::<f64>()
    }

    fn steps(
        &mut self,
        rebuild: impl Fn(&mut Self),
        force: impl Fn(&mut Self),
        drift: impl Fn(&mut Self, f64),
    ) {
        rebuild(self);
        force(self);
        for step in 1..=STEPS {
            // Half a kick, then a move; the other half comes with the new forces.
            drift(self, DT);
            if step % REBUILD == 0 {
                rebuild(self);
            }
            force(self);
            drift(self, 0.0);
        }
    }
}

fn cell(place: &Vector) -> [usize; 3] {
    place.map(|x| ((x / SIDE * CELLS as f64) as usize).min(CELLS - 1))
}

/// From `a` to the nearest image of `b`.
#[inline(always)]
fn between(a: &Vector, b: &Vector) -> Vector {
    std::array::from_fn(|axis| {
        let d = b[axis] - a[axis];
        if d > 0.5 * SIDE {
            d - SIDE
        } else if d < -0.5 * SIDE {
            d + SIDE
        } else {
            d
        }
    })
}

fn list(molecule: usize, places: &[Vector], cells: &[Vec<u32>], list: &mut Vec<u32>) {
    list.clear();
    let here = cell(&places[molecule]);
    for offset in 0..27 {
        let [i, j, k]: [usize; 3] = std::array::from_fn(|axis| {
            let step = offset / 3_usize.pow(axis as u32) % 3;
            (here[axis] + CELLS + step - 1) % CELLS
        });
        for &other in &cells[(k * CELLS + j) * CELLS + i] {
            let [x, y, z] = between(&places[molecule], &places[other as usize]);
            if other as usize != molecule && x * x + y * y + z * z < (CUTOFF + SKIN) * (CUTOFF + SKIN) {
                list.push(other);
            }
        }
    }
}

/// Lennard and Jones's force on a molecule, and half the energy of its pairs.
#[inline(always)]
fn force(molecule: usize, places: &[Vector], list: &[u32]) -> (Vector, f64) {
    let mut force = [0.0; 3];
    let mut energy = 0.0;
    for &other in list {
        let [x, y, z] = between(&places[molecule], &places[other as usize]);
        let squared = x * x + y * y + z * z;
        if squared < CUTOFF * CUTOFF {
            let inverse = 1.0 / squared;
            let sixth = inverse * inverse * inverse;
            let strength = 24.0 * inverse * sixth * (1.0 - 2.0 * sixth);
            force[0] += strength * x;
            force[1] += strength * y;
            force[2] += strength * z;
            energy += 2.0 * sixth * (sixth - 1.0);
        }
    }
    (force, energy)
}

#[inline(always)]
fn drift(place: &mut Vector, velocity: &mut Vector, force: &Vector, dt: f64) {
    for axis in 0..3 {
        velocity[axis] += 0.5 * DT * force[axis];
        let moved = place[axis] + dt * velocity[axis];
        place[axis] = moved - SIDE * (moved / SIDE).floor();
    }
}

mod ferromp_form {
    use super::*;

    #[omp]
    pub fn rebuild(state: &mut Molecules) {
        let cells = state.cells();
        let Molecules { places, neighbours, .. } = state;
        #[omp(parallel for, schedule(guided, 16))]
        for i in 0..COUNT {
            list(i, places, &cells, &mut neighbours[i]);
        }
    }

    #[omp]
    pub fn forces(state: &mut Molecules) {
        let Molecules { places, neighbours, forces, .. } = state;
        #[omp(parallel for, schedule(guided, 16))]
        for i in 0..COUNT {
            forces[i] = force(i, places, &neighbours[i]);
        }
    }

    #[omp]
    pub fn move_on(state: &mut Molecules, dt: f64) {
        let Molecules { places, velocities, forces, .. } = state;
        #[omp(parallel for)]
        for i in 0..COUNT {
            drift(&mut places[i], &mut velocities[i], &forces[i].0, dt);
        }
    }
}

impl Kernel for Molecules {
    fn run(&mut self, form: Form) -> f64 {
        (self.places, self.velocities) = self.start.clone();
        match form {
            Form::Serial => self.steps(
                |s| {
                    let cells = s.cells();
                    s.neighbours
                        .iter_mut()
                        .enumerate()
                        .for_each(|(i, near)| list(i, &s.places, &cells, near));
                },
                |s| {
                    let forces = s.forces.iter_mut().zip(&s.neighbours).enumerate();
                    forces.for_each(|(i, (to, near))| *to = force(i, &s.places, near));
                },
                |s, dt| {
                    let moving = s.places.iter_mut().zip(&mut s.velocities).zip(&s.forces);
                    moving.for_each(|((place, velocity), force)| drift(place, velocity, &force.0, dt));
                },
            ),
            Form::Ferromp => self.steps(ferromp_form::rebuild, ferromp_form::forces, ferromp_form::move_on),
            Form::Rayon => self.steps(
                |s| {
                    let cells = s.cells();
                    let lists = s.neighbours.par_iter_mut().with_min_len(16).enumerate();
                    lists.for_each(|(i, near)| list(i, &s.places, &cells, near));
                },
                |s| {
                    let forces = s.forces.par_iter_mut().with_min_len(16).zip(&s.neighbours).enumerate();
                    forces.for_each(|(i, (to, near))| *to = force(i, &s.places, near));
                },
                |s, dt| {
                    let moving = s.places.par_iter_mut().zip(&mut s.velocities).zip(&s.forces);
                    moving.for_each(|((place, velocity), force)| drift(place, velocity, &force.0, dt));
                },
            ),
        }
        self.energy()
    }
}
