//! Cholesky's factorisation of a symmetric positive definite matrix in square tiles: the textbook example of tasks with
//! dependences. The kernels are plain loops over columns, the same in C, which both compilers vectorise alike.

/// Rows and columns of a tile.
pub const TILE: usize = 128;
/// Tiles in a row of the matrix.
pub const TILES: usize = 16;

/// A tile by columns.
pub type Tile = [[f64; TILE]; TILE];

/// The tiles of the lower triangle; tile `(i, j)` is at [`at`].
pub type Matrix = Vec<Box<Tile>>;

/// Where tile `(i, j)` with `j <= i` is.
pub fn at(i: usize, j: usize) -> usize {
    i * (i + 1) / 2 + j
}

/// A matrix whose diagonal outweighs the rest.
pub fn matrix() -> Matrix {
    let element = |row: usize, column: usize| {
        let size = (TILES * TILE) as f64;
        1.0 / (1 + row.abs_diff(column)) as f64 + if row == column { size } else { 0.0 }
    };
    let tile = |i: usize, j: usize| {
        let mut tile = zero();
        for (c, column) in tile.iter_mut().enumerate() {
            for (r, x) in column.iter_mut().enumerate() {
                *x = element(i * TILE + r, j * TILE + c);
            }
        }
        tile
    };
    (0..TILES).flat_map(|i| (0..=i).map(move |j| tile(i, j))).collect()
}

/// A tile of zeros, never on the stack.
fn zero() -> Box<Tile> {
    let columns = vec![[0.0; TILE]; TILE].into_boxed_slice();
    columns.try_into().unwrap_or_else(|_| unreachable!("it has TILE columns"))
}

/// Factorises the matrix in place, tile by tile.
pub fn serial(tiles: &mut Matrix) {
    for k in 0..TILES {
        factorise(&mut tiles[at(k, k)]);
        for i in k + 1..TILES {
            let [l, b] = tiles.get_disjoint_mut([at(k, k), at(i, k)]).expect("two tiles");
            solve(l, b);
        }
        for i in k + 1..TILES {
            for j in k + 1..i {
                let [a, b, c] = tiles.get_disjoint_mut([at(i, k), at(j, k), at(i, j)]).expect("three tiles");
                multiply(a, b, c);
            }
            let [a, c] = tiles.get_disjoint_mut([at(i, k), at(i, i)]).expect("two tiles");
            square(a, c);
        }
    }
}

/// The lower triangle of `a` becomes its factor.
pub fn factorise(a: &mut Tile) {
    for k in 0..TILE {
        let (before, rest) = a.split_at_mut(k);
        let column = &mut rest[0];
        for left in before {
            subtract(&mut column[k..], &left[k..], left[k]);
        }
        let root = column[k].sqrt();
        column[k..].iter_mut().for_each(|x| *x /= root);
    }
}

/// Solves `x * transposed(l) = b` in place of `b`.
pub fn solve(l: &Tile, b: &mut Tile) {
    for k in 0..TILE {
        let (before, rest) = b.split_at_mut(k);
        let column = &mut rest[0];
        for (left, l) in before.iter().zip(l) {
            subtract(column, left, l[k]);
        }
        column.iter_mut().for_each(|x| *x /= l[k][k]);
    }
}

/// `c -= a * transposed(b)`.
pub fn multiply(a: &Tile, b: &Tile, c: &mut Tile) {
    for (j, c) in c.iter_mut().enumerate() {
        for k in (0..TILE).step_by(4) {
            four(
                c,
                [&a[k], &a[k + 1], &a[k + 2], &a[k + 3]],
                [b[k][j], b[k + 1][j], b[k + 2][j], b[k + 3][j]],
            );
        }
    }
}

/// The lower triangle of `c -= a * transposed(a)`.
pub fn square(a: &Tile, c: &mut Tile) {
    for (j, c) in c.iter_mut().enumerate() {
        for k in (0..TILE).step_by(4) {
            let columns = [&a[k][j..], &a[k + 1][j..], &a[k + 2][j..], &a[k + 3][j..]];
            four(&mut c[j..], columns, [a[k][j], a[k + 1][j], a[k + 2][j], a[k + 3][j]]);
        }
    }
}

fn subtract(y: &mut [f64], x: &[f64], factor: f64) {
    for (y, x) in y.iter_mut().zip(x) {
        *y -= x * factor;
    }
}

/// Four columns at once, so that `y` is read and written a quarter as often.
#[inline(always)]
fn four(y: &mut [f64], x: [&[f64]; 4], factor: [f64; 4]) {
    let n = y.len();
    let x = x.map(|x| &x[..n]);
    for i in 0..n {
        y[i] -= x[0][i] * factor[0] + x[1][i] * factor[1] + (x[2][i] * factor[2] + x[3][i] * factor[3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies the lower triangle of `tiles` to `v`, and its transpose to that.
    #[test]
    fn the_factor_times_its_transpose_is_the_matrix() {
        let n = TILES * TILE;
        let original = matrix();
        let mut factor = original.clone();
        serial(&mut factor);
        let v: Vec<f64> = (0..n).map(|i| f64::from((i % 7) as u8) - 3.0).collect();
        let element = |m: &Matrix, r: usize, c: usize| m[at(r / TILE, c / TILE)][c % TILE][r % TILE];
        let up: Vec<f64> = (0..n).map(|r| (r..n).map(|k| element(&factor, k, r) * v[k]).sum()).collect();
        for r in (0..n).step_by(37) {
            let got: f64 = (0..=r).map(|k| element(&factor, r, k) * up[k]).sum();
            let expected: f64 = (0..n).map(|k| element(&original, r.max(k), r.min(k)) * v[k]).sum();
            assert!((got - expected).abs() < 1e-9 * n as f64, "row {r}: {got} in place of {expected}");
        }
    }
}
