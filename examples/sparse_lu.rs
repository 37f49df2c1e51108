//! Factorises a sparse matrix into a lower and an upper triangle, block by block.
//!
//! ```text
//! cargo run --release --example sparse_lu [BLOCKS]
//! ```
//! Most blocks are empty, so how much there is to do differs from stage to stage and from row to row. Each step
//! on a block is a task that names the blocks it reads and the one it changes; a block that was empty comes
//! into being when a task first writes to it. The order of the tasks follows from these names.
//!
//! Ends with an error if a block differs from the serial one in a single bit, or if the product of the
//! triangles is not the matrix.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::Data;
use ferromp::prelude::*;

/// Rows and columns of a block.
const SIZE: usize = 64;

/// A block by rows, or nothing where all elements are 0.
type Block = Option<Box<[[f64; SIZE]; SIZE]>>;

fn main() -> Result<(), Box<dyn Error>> {
    let count = arguments::number(1, "BLOCKS", 24_usize)?.max(1);
    let matrix = Matrix::new(count);

    let (serial, serial_time) = timed::best_of(3, || factorise_serially(matrix.clone()));
    let (parallel, parallel_time) = timed::best_of(3, || factorise(matrix.clone()));

    if serial.blocks != parallel.blocks {
        return Err("the factors differ from the serial ones".into());
    }
    let n = count * SIZE;
    let v: Vec<f64> = (0..n).map(|i| (i as f64 * 0.37).sin()).collect();
    let (expected, got) = (matrix.times(&v), parallel.lower_times(&parallel.upper_times(&v)));
    let error = expected.iter().zip(&got).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
    let filled = |matrix: &Matrix| matrix.blocks.iter().flatten().count();
    println!(
        "{n} x {n}: {} of {} blocks filled, {} in the factors, largest error {error:.1e}",
        filled(&matrix),
        count * count,
        filled(&parallel)
    );
    // The elements are below n, and each sum has at most n terms, rounded by about 1e-16.
    if error.is_nan() || error > 1e-15 * (n * n) as f64 {
        return Err(format!("the product of the triangles is off by {error:e}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

fn factorise_serially(mut matrix: Matrix) -> Matrix {
    let Matrix { count, blocks } = &mut matrix;
    let at = |i, j| i * *count + j;
    for k in 0..*count {
        diagonal(&mut blocks[at(k, k)]);
        for i in k + 1..*count {
            let [d, right] = blocks.get_disjoint_mut([at(k, k), at(k, i)]).expect("two blocks");
            to_the_right(d, right);
            let [d, below] = blocks.get_disjoint_mut([at(k, k), at(i, k)]).expect("two blocks");
            downwards(d, below);
        }
        for i in k + 1..*count {
            for j in k + 1..*count {
                let [left, upper, x] =
                    blocks.get_disjoint_mut([at(i, k), at(k, j), at(i, j)]).expect("three blocks");
                update(left, upper, x);
            }
        }
    }
    matrix
}

fn factorise(matrix: Matrix) -> Matrix {
    let count = matrix.count;
    // Which blocks will have been filled is known before any of them is computed.
    let mut filled: Vec<bool> = matrix.blocks.iter().map(Option::is_some).collect();
    let blocks: Vec<Data<Block>> = matrix.blocks.into_iter().map(Data::new).collect();
    let at = |i, j| i * count + j;
    parallel_masked(|team| {
        for k in 0..count {
            let d = &blocks[at(k, k)];
            team.task_with(d.write(), |_, d| diagonal(d));
            for i in k + 1..count {
                if filled[at(k, i)] {
                    let right = blocks[at(k, i)].write();
                    team.task_with((d.read(), right), |_, (d, right)| to_the_right(d, right));
                }
                if filled[at(i, k)] {
                    let below = blocks[at(i, k)].write();
                    team.task_with((d.read(), below), |_, (d, below)| downwards(d, below));
                }
            }
            for i in k + 1..count {
                for j in k + 1..count {
                    if filled[at(i, k)] && filled[at(k, j)] {
                        filled[at(i, j)] = true;
                        let (left, upper) = (blocks[at(i, k)].read(), blocks[at(k, j)].read());
                        let x = blocks[at(i, j)].write();
                        team.task_with((left, upper, x), |_, (left, upper, x)| update(left, upper, x));
                    }
                }
            }
        }
    });
    Matrix { count, blocks: blocks.into_iter().map(Data::into_inner).collect() }
}

/// Factorises a block of the diagonal in place.
fn diagonal(block: &mut Block) {
    let Some(x) = block else { return };
    for k in 0..SIZE {
        let (rows, below) = x.split_at_mut(k + 1);
        let pivot = &rows[k];
        for row in below {
            row[k] /= pivot[k];
            let factor = row[k];
            subtract(&mut row[k + 1..], &pivot[k + 1..], factor);
        }
    }
}

/// Solves `lower(d) * x = right` in place.
fn to_the_right(d: &Block, right: &mut Block) {
    let (Some(d), Some(x)) = (d, right) else { return };
    for k in 0..SIZE {
        let (rows, below) = x.split_at_mut(k + 1);
        below.iter_mut().zip(&d[k + 1..]).for_each(|(row, d)| subtract(row, &rows[k], d[k]));
    }
}

/// Solves `x * upper(d) = below` in place.
fn downwards(d: &Block, below: &mut Block) {
    let (Some(d), Some(x)) = (d, below) else { return };
    for row in x.iter_mut() {
        for k in 0..SIZE {
            row[k] /= d[k][k];
            let factor = row[k];
            subtract(&mut row[k + 1..], &d[k][k + 1..], factor);
        }
    }
}

/// `x -= left * upper`, where `x` may have been empty.
fn update(left: &Block, upper: &Block, x: &mut Block) {
    let (Some(left), Some(upper)) = (left, upper) else { return };
    let x = x.get_or_insert_with(|| Box::new([[0.0; SIZE]; SIZE]));
    for (x, left) in x.iter_mut().zip(&**left) {
        left.iter().zip(&**upper).for_each(|(factor, upper)| subtract(x, upper, *factor));
    }
}

fn subtract(y: &mut [f64], x: &[f64], factor: f64) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y -= x * factor);
}

#[derive(Clone)]
struct Matrix {
    count: usize,
    blocks: Vec<Block>,
}

impl Matrix {
    /// Blocks at the diagonal, next to it, and here and there. The diagonal outweighs the rest, so that no
    /// pivots need to be looked for.
    fn new(count: usize) -> Self {
        let n = count * SIZE;
        let element = |row: usize, column: usize| match (row * 7 + column * 5) % 13 {
            _ if row == column => n as f64,
            mixed => mixed as f64 / 13.0 - 0.4,
        };
        let block = |i: usize, j: usize| {
            let there = i.abs_diff(j) <= 1 || (i.is_multiple_of(3) && j.is_multiple_of(4));
            there.then(|| {
                let row = |r| std::array::from_fn(|c| element(i * SIZE + r, j * SIZE + c));
                Box::new(std::array::from_fn(row))
            })
        };
        Self { count, blocks: (0..count * count).map(|k| block(k / count, k % count)).collect() }
    }

    /// The elements of a row that are in filled blocks, each with its column.
    fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let blocks = self.blocks[row / SIZE * self.count..][..self.count].iter().enumerate();
        let filled = blocks.filter_map(|(j, block)| Some((j, block.as_ref()?)));
        filled.flat_map(move |(j, block)| (j * SIZE..).zip(block[row % SIZE]))
    }

    fn times(&self, v: &[f64]) -> Vec<f64> {
        (0..v.len()).map(|i| self.row(i).map(|(k, x)| x * v[k]).sum()).collect()
    }

    /// The upper triangle times `v`.
    fn upper_times(&self, v: &[f64]) -> Vec<f64> {
        (0..v.len()).map(|i| self.row(i).filter(|(k, _)| *k >= i).map(|(k, x)| x * v[k]).sum()).collect()
    }

    /// The lower triangle, which has ones on its diagonal, times `v`.
    fn lower_times(&self, v: &[f64]) -> Vec<f64> {
        let row = |i| self.row(i).filter(move |(k, _)| *k < i);
        (0..v.len()).map(|i| v[i] + row(i).map(|(k, x)| x * v[k]).sum::<f64>()).collect()
    }
}
