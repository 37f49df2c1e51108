//! Matrices of five by five, one of each line.

use crate::kernels::flow::lanes::Lanes;
use std::array;

/// Rows of a matrix.
pub type Block = [[Lanes; 5]; 5];

pub const ZERO: Block = [[Lanes::ZERO; 5]; 5];

/// `r := r - a x`.
#[inline(always)]
pub fn subtract_product(a: &Block, x: &[Lanes; 5], r: &mut [Lanes; 5]) {
    for (r, row) in r.iter_mut().zip(a) {
        for (a, x) in row.iter().zip(x) {
            *r = *r - *a * *x;
        }
    }
}

/// `c := c - a b`.
#[inline(always)]
pub fn subtract_block_product(a: &Block, b: &Block, c: &mut Block) {
    for (c, row) in c.iter_mut().zip(a) {
        for (a, b) in row.iter().zip(b) {
            for (c, b) in c.iter_mut().zip(b) {
                *c = *c - *a * *b;
            }
        }
    }
}

/// `c := b⁻¹ c` and `r := b⁻¹ r`, by elimination without a search for pivots: the diagonal dominates.
#[inline(always)]
pub fn divide(mut b: Block, c: &mut Block, r: &mut [Lanes; 5]) {
    for pivot in 0..5 {
        let inverse = b[pivot][pivot].recip();
        for column in pivot + 1..5 {
            b[pivot][column] = b[pivot][column] * inverse;
        }
        c[pivot] = c[pivot].map(|x| x * inverse);
        r[pivot] = r[pivot] * inverse;
        for row in 0..5 {
            if row != pivot {
                let factor = b[row][pivot];
                for column in pivot + 1..5 {
                    b[row][column] = b[row][column] - factor * b[pivot][column];
                }
                let (scaled, result) = (c[pivot], r[pivot]);
                c[row] = array::from_fn(|column| c[row][column] - factor * scaled[column]);
                r[row] = r[row] - factor * result;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dividing_undoes_multiplying() {
        let number =
            |i: usize, j: usize| Lanes::all(if i == j { 9.0 } else { ((3 * i + 5 * j) % 7) as f64 / 4.0 });
        let b: Block = array::from_fn(|i| array::from_fn(|j| number(i, j)));
        let x: [Lanes; 5] = array::from_fn(|i| Lanes::all(i as f64 - 1.5));
        // c = -b·b and r = -b·x.
        let (mut c, mut r) = (ZERO, [Lanes::ZERO; 5]);
        subtract_block_product(&b, &b, &mut c);
        subtract_product(&b, &x, &mut r);
        divide(b, &mut c, &mut r);
        for i in 0..5 {
            assert!((r[i].0[0] + x[i].0[0]).abs() < 1e-12);
            assert!((0..5).all(|j| (c[i][j].0[3] + b[i][j].0[3]).abs() < 1e-12));
        }
    }
}
