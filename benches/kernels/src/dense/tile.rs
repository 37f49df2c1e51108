//! The operations on tiles.

/// Rows and columns of a tile.
pub const TILE: usize = 64;

#[derive(Clone)]
pub struct Tile(Vec<[f64; TILE]>);

impl Tile {
    /// Tile `(row, column)` of the matrix.
    pub fn of(row: usize, column: usize) -> Self {
        let element = |i: usize, j: usize| {
            let (i, j) = (row * TILE + i, column * TILE + j);
            let apart = 1.0 / (1.0 + i.abs_diff(j) as f64);
            if i == j { 64.0 } else { apart }
        };
        Self((0..TILE).map(|i| std::array::from_fn(|j| element(i, j))).collect())
    }

    pub fn sum(&self) -> f64 {
        self.0.iter().flatten().sum()
    }

    /// `self := self - a b`.
    pub fn subtract(&mut self, a: &Self, b: &Self) {
        for (c, a) in self.0.iter_mut().zip(&a.0) {
            for (a, b) in a.iter().zip(&b.0) {
                for (c, b) in c.iter_mut().zip(b) {
                    *c -= a * b;
                }
            }
        }
    }

    pub fn transposed(&self) -> Self {
        Self((0..TILE).map(|i| std::array::from_fn(|j| self.0[j][i])).collect())
    }

    /// The factors of this tile, one below and one above the diagonal: `self = L U` with ones on `L`'s diagonal.
    pub fn factor_lu(&mut self) {
        for k in 0..TILE {
            let (above, below) = self.0.split_at_mut(k + 1);
            let pivot = &above[k];
            for row in below {
                row[k] /= pivot[k];
                let factor = row[k];
                for j in k + 1..TILE {
                    row[j] -= factor * pivot[j];
                }
            }
        }
    }

    /// `self := L⁻¹ self`, where `L` is in the lower part of `factors`.
    pub fn solve_lower(&mut self, factors: &Self) {
        for i in 1..TILE {
            let (done, left) = self.0.split_at_mut(i);
            for (k, row) in done.iter().enumerate() {
                let factor = factors.0[i][k];
                for (x, y) in left[0].iter_mut().zip(row) {
                    *x -= factor * y;
                }
            }
        }
    }

    /// `self := self U⁻¹`, where `U` is in the upper part of `factors`.
    pub fn solve_upper(&mut self, factors: &Self) {
        for row in &mut self.0 {
            for k in 0..TILE {
                row[k] /= factors.0[k][k];
                let factor = row[k];
                for j in k + 1..TILE {
                    row[j] -= factor * factors.0[k][j];
                }
            }
        }
    }

    /// The lower factor of this symmetric tile: `self = L Lᵀ`. What is above the diagonal becomes zero.
    pub fn factor_cholesky(&mut self) {
        for j in 0..TILE {
            for k in 0..j {
                let factor = self.0[j][k];
                for i in j..TILE {
                    self.0[i][j] -= factor * self.0[i][k];
                }
            }
            let inverse = 1.0 / self.0[j][j].sqrt();
            for i in j..TILE {
                self.0[i][j] *= inverse;
            }
            self.0[j][j + 1..].fill(0.0);
        }
    }

    /// `self := self L⁻ᵀ` for a lower factor.
    pub fn solve_cholesky(&mut self, factor: &Self) {
        for row in &mut self.0 {
            for j in 0..TILE {
                let known: f64 = row[..j].iter().zip(&factor.0[j]).map(|(x, l)| x * l).sum();
                row[j] = (row[j] - known) / factor.0[j][j];
            }
        }
    }
}
