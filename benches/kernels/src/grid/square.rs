//! Jacobi's method on a square with five-point stencils. The number is the sum over all points.

use crate::kernel::{Form, Kernel};
use ferromp::prelude::*;
use rayon::prelude::*;

const SIDE: usize = 1024;
const SWEEPS: usize = 100;

pub struct Square {
    now: Vec<f64>,
    next: Vec<f64>,
}

impl Square {
    pub fn new() -> Self {
        Self { now: vec![0.0; SIDE * SIDE], next: vec![0.0; SIDE * SIDE] }
    }

    fn start(&mut self) {
        for field in [&mut self.now, &mut self.next] {
            field.fill(0.0);
            field[..SIDE].fill(1.0);
        }
    }

    #[omp]
    fn ferromp(&mut self) {
        let Self { now, next } = self;
        for _ in 0..SWEEPS / 2 {
            #[omp(parallel for, schedule(static))]
            for i in 1..SIDE - 1 {
                row(now, i, &mut next[i * SIDE..(i + 1) * SIDE]);
            }
            #[omp(parallel for, schedule(static))]
            for i in 1..SIDE - 1 {
                row(next, i, &mut now[i * SIDE..(i + 1) * SIDE]);
            }
        }
    }
}

#[inline(always)]
fn row(from: &[f64], i: usize, to: &mut [f64]) {
    let line = |i: usize| &from[i * SIDE..][..SIDE];
    let (above, here, below) = (line(i - 1), line(i), line(i + 1));
    let to = &mut to[..SIDE];
    for j in 1..SIDE - 1 {
        to[j] = 0.25 * (above[j] + below[j] + here[j - 1] + here[j + 1]);
    }
}

impl Kernel for Square {
    fn prepare(&mut self) {
        self.start();
    }

    fn run(&mut self, form: Form) -> f64 {
        let inner = SIDE..(SIDE - 1) * SIDE;
        match form {
            Form::Ferromp => self.ferromp(),
            Form::Serial => {
                for _ in 0..SWEEPS {
                    for (i, to) in self.next[inner.clone()].chunks_exact_mut(SIDE).enumerate() {
                        row(&self.now, i + 1, to);
                    }
                    std::mem::swap(&mut self.now, &mut self.next);
                }
            }
            Form::Rayon => {
                for _ in 0..SWEEPS {
                    self.next[inner.clone()]
                        .par_chunks_exact_mut(SIDE)
                        .enumerate()
                        .for_each(|(i, to)| row(&self.now, i + 1, to));
                    std::mem::swap(&mut self.now, &mut self.next);
                }
            }
        }
        self.now.iter().sum()
    }
}
