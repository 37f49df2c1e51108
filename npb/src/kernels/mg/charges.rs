//! The right-hand side: ten positive and ten negative unit charges.

use super::grid::{Grid, wrap_plane};
use crate::random::Random;
use std::cmp::Ordering;

const CHARGES: usize = 10;

/// +1 at the ten largest of the points' random numbers and -1 at the ten smallest.
pub fn random_charges(n: usize) -> Grid {
    let mut random = Random::new(314_159_265);
    let mut numbers: Vec<(f64, usize)> = (0..n * n * n).map(|at| (random.draw(), at)).collect();
    // No number comes twice in 2^44.
    let order = |a: &(f64, usize), b: &(f64, usize)| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal);
    let last = numbers.len() - CHARGES;
    numbers.select_nth_unstable_by(last, order);
    let most: Vec<usize> = numbers[last..].iter().map(|number| number.1).collect();
    numbers.select_nth_unstable_by(CHARGES, order);
    let least: Vec<usize> = numbers[..CHARGES].iter().map(|number| number.1).collect();

    let mut grid = Grid::zero(n);
    let side = grid.side;
    for (places, charge) in [(least, -1.0), (most, 1.0)] {
        for at in places {
            let (i, j, k) = (at % n + 1, at / n % n + 1, at / (n * n) + 1);
            grid.cells[(k * side + j) * side + i] = charge;
        }
    }
    grid.inner_planes().chunks_exact_mut(side * side).for_each(|plane| wrap_plane(plane, side));
    grid.wrap_planes();
    grid
}
