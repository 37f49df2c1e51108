//! Diffusion in a cube with seven-point stencils. The number is the sum over all points, each times its place.

use crate::kernel::{Form, Kernel};
use ferromp::prelude::*;
use rayon::prelude::*;

const SIDE: usize = 128;
const PLANE: usize = SIDE * SIDE;
const STEPS: usize = 20;

pub struct Cube {
    now: Vec<f64>,
    next: Vec<f64>,
}

impl Cube {
    pub fn new() -> Self {
        Self { now: vec![0.0; SIDE * PLANE], next: vec![0.0; SIDE * PLANE] }
    }

    fn start(&mut self) {
        for field in [&mut self.now, &mut self.next] {
            field.fill(0.0);
            field[..PLANE].fill(1.0);
        }
    }

    #[omp]
    fn ferromp(&mut self) {
        let Self { now, next } = self;
        for _ in 0..STEPS / 2 {
            #[omp(parallel for, schedule(static))]
            for (k, to) in next[PLANE..(SIDE - 1) * PLANE].chunks_exact_mut(PLANE).enumerate() {
                plane(now, k + 1, to);
            }
            #[omp(parallel for, schedule(static))]
            for (k, to) in now[PLANE..(SIDE - 1) * PLANE].chunks_exact_mut(PLANE).enumerate() {
                plane(next, k + 1, to);
            }
        }
    }
}

#[inline(always)]
fn plane(from: &[f64], k: usize, to: &mut [f64]) {
    for j in 1..SIDE - 1 {
        let line = |k: usize, j: usize| &from[k * PLANE + j * SIDE..][..SIDE];
        let (here, south, north) = (line(k, j), line(k, j - 1), line(k, j + 1));
        let (below, above) = (line(k - 1, j), line(k + 1, j));
        let to = &mut to[j * SIDE..][..SIDE];
        for i in 1..SIDE - 1 {
            to[i] =
                0.4 * here[i] + 0.1 * (here[i - 1] + here[i + 1] + south[i] + north[i] + below[i] + above[i]);
        }
    }
}

impl Kernel for Cube {
    fn prepare(&mut self) {
        self.start();
    }

    fn run(&mut self, form: Form) -> f64 {
        let inner = PLANE..(SIDE - 1) * PLANE;
        match form {
            Form::Ferromp => self.ferromp(),
            Form::Serial => {
                for _ in 0..STEPS {
                    for (k, to) in self.next[inner.clone()].chunks_exact_mut(PLANE).enumerate() {
                        plane(&self.now, k + 1, to);
                    }
                    std::mem::swap(&mut self.now, &mut self.next);
                }
            }
            Form::Rayon => {
                for _ in 0..STEPS {
                    self.next[inner.clone()]
                        .par_chunks_exact_mut(PLANE)
                        .enumerate()
                        .for_each(|(k, to)| plane(&self.now, k + 1, to));
                    std::mem::swap(&mut self.now, &mut self.next);
                }
            }
        }
        self.now.iter().enumerate().map(|(at, x)| (at % 1000) as f64 * x).sum()
    }
}
