//! Factorisations of dense matrices, in tiles.

pub mod cholesky;
pub mod lu;
mod tile;

use ferromp::Data;
use tile::Tile;

/// Tiles along an edge of the matrix.
pub const TILES: usize = 16;

/// A matrix whose diagonal dominates, so that nobody has to look for pivots. Symmetric.
fn tiles() -> Vec<Tile> {
    (0..TILES * TILES).map(|at| Tile::of(at / TILES, at % TILES)).collect()
}

fn shared() -> Vec<Data<Tile>> {
    tiles().into_iter().map(Data::new).collect()
}

/// A number that depends on every element in the tiles that `of` names.
fn weigh<'a>(tiles: impl Iterator<Item = &'a Tile>) -> f64 {
    tiles.enumerate().map(|(at, tile)| (at + 1) as f64 * tile.sum()).sum()
}
