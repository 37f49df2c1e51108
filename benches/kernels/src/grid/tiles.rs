//! Diffusion along a ring, several steps at a time: a tile takes what it needs of its neighbours' sides, and advances
//! alone as long as that lasts. With dependences there is no barrier between rounds. The number is a weighted sum.

use crate::kernel::{Form, Kernel};
use ferromp::{Data, prelude::*};
use rayon::prelude::*;

const TILES: usize = 64;
const TILE: usize = 8192;
/// Steps in a round.
const DEEP: usize = 32;
const ROUNDS: usize = 16;

pub struct Tiles {
    now: Vec<Vec<f64>>,
    next: Vec<Vec<f64>>,
}

impl Tiles {
    pub fn new() -> Self {
        Self { now: vec![vec![0.0; TILE]; TILES], next: vec![vec![0.0; TILE]; TILES] }
    }

    fn start(&mut self) {
        for (t, tile) in self.now.iter_mut().enumerate() {
            for (i, cell) in tile.iter_mut().enumerate() {
                *cell = ((t * TILE + i) % 97) as f64;
            }
        }
    }
}

/// `to` is `tile` some steps later, between `left` and `right`.
fn advance(left: &[f64], tile: &[f64], right: &[f64], to: &mut [f64]) {
    let mut now = Vec::with_capacity(TILE + 2 * DEEP);
    now.extend_from_slice(&left[TILE - DEEP..]);
    now.extend_from_slice(tile);
    now.extend_from_slice(&right[..DEEP]);
    let mut next = now.clone();
    for step in 1..=DEEP {
        let valid = step..now.len() - step;
        for (to, from) in next[valid].iter_mut().zip(now[step - 1..].windows(3)) {
            *to = 0.25 * from[0] + 0.5 * from[1] + 0.25 * from[2];
        }
        std::mem::swap(&mut now, &mut next);
    }
    to.copy_from_slice(&now[DEEP..DEEP + TILE]);
}

/// Tile `t` and its neighbours.
fn three(t: usize) -> [usize; 3] {
    [(t + TILES - 1) % TILES, t, (t + 1) % TILES]
}

impl Kernel for Tiles {
    fn prepare(&mut self) {
        self.start();
    }

    fn run(&mut self, form: Form) -> f64 {
        match form {
            Form::Serial => {
                for _ in 0..ROUNDS {
                    for (t, to) in self.next.iter_mut().enumerate() {
                        let [left, tile, right] = three(t).map(|t| &self.now[t][..]);
                        advance(left, tile, right, to);
                    }
                    std::mem::swap(&mut self.now, &mut self.next);
                }
            }
            Form::Ferromp => {
                let tiles = |field: &mut Vec<Vec<f64>>| {
                    field.drain(..).map(Data::new).collect::<Vec<Data<Vec<f64>>>>()
                };
                let (now, next) = (tiles(&mut self.now), tiles(&mut self.next));
                parallel_masked(|team| {
                    for round in 0..ROUNDS {
                        let (from, to) = if round % 2 == 0 { (&now, &next) } else { (&next, &now) };
                        for t in 0..TILES {
                            let access = (three(t).map(|t| from[t].read()), to[t].write());
                            team.task_with(access, |_, ([left, tile, right], to)| {
                                advance(left, tile, right, to);
                            });
                        }
                    }
                });
                self.now = now.into_iter().map(Data::into_inner).collect();
                self.next = next.into_iter().map(Data::into_inner).collect();
            }
            Form::Rayon => {
                for _ in 0..ROUNDS {
                    self.next.par_iter_mut().enumerate().for_each(|(t, to)| {
                        let [left, tile, right] = three(t).map(|t| &self.now[t][..]);
                        advance(left, tile, right, to);
                    });
                    std::mem::swap(&mut self.now, &mut self.next);
                }
            }
        }
        self.now.iter().flatten().enumerate().map(|(at, x)| (at % 1000) as f64 * x).sum()
    }
}
