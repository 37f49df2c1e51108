//! LU factorisation.

use super::tile::Tile;
use super::{TILES, shared, tiles, weigh};
use crate::kernel::{Form, Kernel};
use ferromp::{Data, prelude::*};
use rayon::prelude::*;

pub struct Lu;

impl Lu {
    pub fn new() -> Self {
        Self
    }
}

fn serial() -> f64 {
    let mut a = tiles();
    for k in 0..TILES {
        a[k * TILES + k].factor_lu();
        let pivot = a[k * TILES + k].clone();
        for i in k + 1..TILES {
            a[k * TILES + i].solve_lower(&pivot);
            a[i * TILES + k].solve_upper(&pivot);
        }
        let (above, below) = a.split_at_mut((k + 1) * TILES);
        let above = &above[k * TILES..];
        for row in below.chunks_exact_mut(TILES) {
            let (left, right) = row.split_at_mut(k + 1);
            for (tile, above) in right.iter_mut().zip(&above[k + 1..]) {
                tile.subtract(&left[k], above);
            }
        }
    }
    weigh(a.iter())
}

fn ferromp() -> f64 {
    let a = shared();
    parallel_masked(|team| {
        let tile = |i: usize, j: usize| &a[i * TILES + j];
        for k in 0..TILES {
            team.task_with(tile(k, k).write(), |_, pivot| pivot.factor_lu());
            for i in k + 1..TILES {
                team.task_with((tile(k, k).read(), tile(k, i).write()), |_, (pivot, tile)| {
                    tile.solve_lower(pivot);
                });
                team.task_with((tile(k, k).read(), tile(i, k).write()), |_, (pivot, tile)| {
                    tile.solve_upper(pivot);
                });
            }
            for i in k + 1..TILES {
                for j in k + 1..TILES {
                    let access = (tile(i, k).read(), tile(k, j).read(), tile(i, j).write());
                    team.task_with(access, |_, (left, above, tile)| tile.subtract(left, above));
                }
            }
        }
    });
    let a: Vec<Tile> = a.into_iter().map(Data::into_inner).collect();
    weigh(a.iter())
}

fn rayon() -> f64 {
    let mut a = tiles();
    for k in 0..TILES {
        a[k * TILES + k].factor_lu();
        let pivot = a[k * TILES + k].clone();
        let (above, below) = a.split_at_mut((k + 1) * TILES);
        let above = &mut above[k * TILES + k + 1..];
        above.par_iter_mut().for_each(|tile| tile.solve_lower(&pivot));
        let above = &above[..];
        below.par_chunks_exact_mut(TILES).for_each(|row| {
            let (left, right) = row.split_at_mut(k + 1);
            left[k].solve_upper(&pivot);
            let left = &left[k];
            right.par_iter_mut().zip(above).for_each(|(tile, above)| tile.subtract(left, above));
        });
    }
    weigh(a.iter())
}

impl Kernel for Lu {
    fn run(&mut self, form: Form) -> f64 {
        match form {
            Form::Serial => serial(),
            Form::Ferromp => ferromp(),
            Form::Rayon => rayon(),
        }
    }
}
