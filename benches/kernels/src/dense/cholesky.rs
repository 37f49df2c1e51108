//! Cholesky factorisation.

use super::tile::Tile;
use super::{TILES, shared, tiles, weigh};
use crate::kernel::{Form, Kernel};
use ferromp::{Data, prelude::*};
use rayon::prelude::*;

pub struct Cholesky;

impl Cholesky {
    pub fn new() -> Self {
        Self
    }
}

/// Of the tiles on and below the diagonal.
fn weigh_lower(a: &[Tile]) -> f64 {
    weigh((0..TILES).flat_map(|i| &a[i * TILES..=i * TILES + i]))
}

fn serial() -> f64 {
    let mut a = tiles();
    for k in 0..TILES {
        a[k * TILES + k].factor_cholesky();
        let pivot = a[k * TILES + k].clone();
        let mut column = Vec::new();
        for i in k + 1..TILES {
            a[i * TILES + k].solve_cholesky(&pivot);
            column.push(a[i * TILES + k].transposed());
        }
        for i in k + 1..TILES {
            let (left, right) = a[i * TILES..][..TILES].split_at_mut(k + 1);
            for (tile, transposed) in right.iter_mut().zip(&column).take(i - k) {
                tile.subtract(&left[k], transposed);
            }
        }
    }
    weigh_lower(&a)
}

fn ferromp() -> f64 {
    let a = shared();
    // Transposed once, and not for each product.
    let columns: Vec<Data<Option<Tile>>> = (0..TILES * TILES).map(|_| Data::new(None)).collect();
    parallel_masked(|team| {
        let tile = |i: usize, j: usize| &a[i * TILES + j];
        let transposed = |i: usize, j: usize| &columns[i * TILES + j];
        for k in 0..TILES {
            team.task_with(tile(k, k).write(), |_, pivot| pivot.factor_cholesky());
            for i in k + 1..TILES {
                let access = (tile(k, k).read(), tile(i, k).write(), transposed(i, k).write());
                team.task_with(access, |_, (pivot, tile, transposed)| {
                    tile.solve_cholesky(pivot);
                    *transposed = Some(tile.transposed());
                });
            }
            for i in k + 1..TILES {
                for j in k + 1..=i {
                    let access = (tile(i, k).read(), transposed(j, k).read(), tile(i, j).write());
                    team.task_with(access, |_, (left, right, tile)| {
                        if let Some(right) = right {
                            tile.subtract(left, right);
                        }
                    });
                }
            }
        }
    });
    let a: Vec<Tile> = a.into_iter().map(Data::into_inner).collect();
    weigh_lower(&a)
}

fn rayon() -> f64 {
    let mut a = tiles();
    for k in 0..TILES {
        a[k * TILES + k].factor_cholesky();
        let pivot = a[k * TILES + k].clone();
        let below = &mut a[(k + 1) * TILES..];
        let column: Vec<Tile> = below
            .par_chunks_exact_mut(TILES)
            .map(|row| {
                row[k].solve_cholesky(&pivot);
                row[k].transposed()
            })
            .collect();
        below.par_chunks_exact_mut(TILES).enumerate().for_each(|(i, row)| {
            let (left, right) = row.split_at_mut(k + 1);
            let left = &left[k];
            right[..=i].par_iter_mut().zip(&column).for_each(|(tile, right)| tile.subtract(left, right));
        });
    }
    weigh_lower(&a)
}

impl Kernel for Cholesky {
    fn run(&mut self, form: Form) -> f64 {
        match form {
            Form::Serial => serial(),
            Form::Ferromp => ferromp(),
            Form::Rayon => rayon(),
        }
    }
}
