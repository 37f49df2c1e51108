//! Factorises a symmetric positive definite matrix: Cholesky's method, tile by tile.
//!
//! ```text
//! cargo run --release --example cholesky [TILES]
//! ```
//! One member writes down the serial algorithm; each step on a tile is a task that names the tiles it reads
//! and the one it changes. From that follows which tasks must wait for which, and the closures receive `&Tile`
//! and `&mut Tile` to just these tiles: there is no other way to reach them. No barrier separates the stages,
//! so the next diagonal tile is factorised while others of the stage before are still at work.
//!
//! Ends with an error if the factor differs from the serial one in a single bit, or if the factor times its
//! transpose is not the matrix.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::Data;
use ferromp::prelude::*;

/// Rows and columns of a tile.
const SIZE: usize = 96;

/// A tile by columns.
type Tile = Box<[[f64; SIZE]; SIZE]>;

fn main() -> Result<(), Box<dyn Error>> {
    let tiles = arguments::number(1, "TILES", 12_usize)?.max(1);
    let matrix = Matrix::new(tiles);

    let (serial, serial_time) = timed::best_of(3, || factorise_serially(matrix.clone()));
    let (parallel, parallel_time) = timed::best_of(3, || factorise(matrix.clone()));

    let n = tiles * SIZE;
    let bits = |matrix: &Matrix| -> Vec<u64> { matrix.elements().map(f64::to_bits).collect() };
    if bits(&serial) != bits(&parallel) {
        return Err("the factor differs from the serial one".into());
    }
    let v: Vec<f64> = (0..n).map(|i| (i as f64 * 0.37).sin()).collect();
    let (expected, got) = (matrix.times(&v), parallel.factor_times_transpose(&v));
    let error = expected.iter().zip(&got).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
    println!("{n} x {n} in {tiles} x {tiles} tiles, largest error {error:.1e}");
    // The elements are below n + 1, and each sum has at most n terms, rounded by about 1e-16.
    if error.is_nan() || error > 1e-15 * (n * n) as f64 {
        return Err(format!("the factor times its transpose is off by {error:e}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

fn factorise_serially(mut matrix: Matrix) -> Matrix {
    let Matrix { count, tiles } = &mut matrix;
    for k in 0..*count {
        diagonal(&mut tiles[at(k, k)]);
        for i in k + 1..*count {
            let [l, x] = tiles.get_disjoint_mut([at(k, k), at(i, k)]).expect("two tiles");
            solve(l, x);
        }
        for i in k + 1..*count {
            for j in k + 1..i {
                let [a, b, c] = tiles.get_disjoint_mut([at(i, k), at(j, k), at(i, j)]).expect("three tiles");
                update(a, b, c);
            }
            let [a, c] = tiles.get_disjoint_mut([at(i, k), at(i, i)]).expect("two tiles");
            update_diagonal(a, c);
        }
    }
    matrix
}

fn factorise(matrix: Matrix) -> Matrix {
    let count = matrix.count;
    let tiles: Vec<Data<Tile>> = matrix.tiles.into_iter().map(Data::new).collect();
    let tile = |i, j| &tiles[at(i, j)];
    parallel_masked(|team| {
        for k in 0..count {
            team.task_with(tile(k, k).write(), |_, x| diagonal(x));
            for i in k + 1..count {
                team.task_with((tile(k, k).read(), tile(i, k).write()), |_, (l, x)| solve(l, x));
            }
            for i in k + 1..count {
                for j in k + 1..i {
                    let (a, b, c) = (tile(i, k).read(), tile(j, k).read(), tile(i, j).write());
                    team.task_with((a, b, c), |_, (a, b, c)| update(a, b, c));
                }
                team.task_with((tile(i, k).read(), tile(i, i).write()), |_, (a, c)| update_diagonal(a, c));
            }
        }
    });
    Matrix { count, tiles: tiles.into_iter().map(Data::into_inner).collect() }
}

/// The lower triangle of `x` becomes its factor.
fn diagonal(x: &mut Tile) {
    for k in 0..SIZE {
        let (before, column) = x.split_at_mut(k);
        let column = &mut column[0];
        before.iter().for_each(|left| subtract(&mut column[k..], &left[k..], left[k]));
        let root = column[k].sqrt();
        column[k..].iter_mut().for_each(|x| *x /= root);
    }
}

/// Solves `x * transposed(l) = b`, where `x` holds `b` at first.
fn solve(l: &Tile, x: &mut Tile) {
    for k in 0..SIZE {
        let (before, column) = x.split_at_mut(k);
        let column = &mut column[0];
        before.iter().zip(&**l).for_each(|(left, l)| subtract(column, left, l[k]));
        column.iter_mut().for_each(|x| *x /= l[k][k]);
    }
}

/// `c -= a * transposed(b)`.
fn update(a: &Tile, b: &Tile, c: &mut Tile) {
    for (j, c) in c.iter_mut().enumerate() {
        a.iter().zip(&**b).for_each(|(a, b)| subtract(c, a, b[j]));
    }
}

/// The lower triangle of `c -= a * transposed(a)`.
fn update_diagonal(a: &Tile, c: &mut Tile) {
    for (j, c) in c.iter_mut().enumerate() {
        a.iter().for_each(|a| subtract(&mut c[j..], &a[j..], a[j]));
    }
}

fn subtract(y: &mut [f64], x: &[f64], factor: f64) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y -= x * factor);
}

/// Where tile `(i, j)` of the lower triangle is.
fn at(i: usize, j: usize) -> usize {
    i * (i + 1) / 2 + j
}

/// The lower triangle of a matrix; nothing is said about what is above the diagonal of a diagonal tile.
#[derive(Clone)]
struct Matrix {
    count: usize,
    tiles: Vec<Tile>,
}

impl Matrix {
    /// A matrix whose diagonal outweighs the rest, and so is positive definite.
    fn new(count: usize) -> Self {
        let element = |row: usize, column: usize| {
            1.0 / (1 + row - column) as f64 + if row == column { (count * SIZE) as f64 } else { 0.0 }
        };
        let tile = |i: usize, j: usize| {
            let mut tile: Tile = Box::new([[0.0; SIZE]; SIZE]);
            for (c, column) in tile.iter_mut().enumerate() {
                let first = if i == j { c } else { 0 };
                for (r, x) in column.iter_mut().enumerate().skip(first) {
                    *x = element(i * SIZE + r, j * SIZE + c);
                }
            }
            tile
        };
        Self { count, tiles: (0..count).flat_map(|i| (0..=i).map(move |j| tile(i, j))).collect() }
    }

    fn get(&self, row: usize, column: usize) -> f64 {
        self.tiles[at(row / SIZE, column / SIZE)][column % SIZE][row % SIZE]
    }

    /// All elements of the lower triangle.
    fn elements(&self) -> impl Iterator<Item = f64> {
        (0..self.count * SIZE).flat_map(move |row| (0..=row).map(move |column| self.get(row, column)))
    }

    /// The symmetric matrix times `v`.
    fn times(&self, v: &[f64]) -> Vec<f64> {
        let row = |i: usize| (0..v.len()).map(|k| self.get(i.max(k), i.min(k)) * v[k]).sum();
        (0..v.len()).map(row).collect()
    }

    /// This as a factor, times its transpose, times `v`.
    fn factor_times_transpose(&self, v: &[f64]) -> Vec<f64> {
        let n = v.len();
        let turned: Vec<f64> = (0..n).map(|i| (i..n).map(|k| self.get(k, i) * v[k]).sum()).collect();
        (0..n).map(|i| (0..=i).map(|k| self.get(i, k) * turned[k]).sum()).collect()
    }
}
