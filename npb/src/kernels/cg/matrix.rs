//! The matrix: a sum of outer products of sparse random vectors, of falling weight, less a multiple of the identity.

use crate::random::Random;
use ferromp::prelude::*;

/// Compressed rows: those of row `j` are `values[k]` in column `columns[k]` for `k` in `rows[j]..rows[j + 1]`.
pub struct Matrix {
    pub rows: Vec<usize>,
    pub columns: Vec<u32>,
    pub values: Vec<f64>,
}

/// The ratio of the largest to the smallest weight, and what is added to the diagonal.
const CONDITION: f64 = 0.1;

impl Matrix {
    pub fn new(n: usize, nonzeros: usize, shift: f64, random: &mut Random) -> Self {
        let vectors: Vec<_> = (0..n).map(|i| sparse_vector(n, nonzeros, i, random)).collect();
        let ratio = CONDITION.powf(1.0 / n as f64);
        let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); n];
        let mut weight = 1.0;
        for (i, vector) in vectors.iter().enumerate() {
            for &(row, factor) in vector {
                let scale = weight * factor;
                let row_of = &mut rows[row as usize];
                row_of.extend(vector.iter().map(|&(column, value)| (column, value * scale)));
                if row as usize == i {
                    row_of.push((row, CONDITION - shift));
                }
            }
            weight *= ratio;
        }
        parallel_for(&mut rows[..]).schedule(Schedule::Dynamic(64)).for_each(merge);

        let mut starts = vec![0];
        starts.extend(rows.iter().scan(0, |end, row| {
            *end += row.len();
            Some(*end)
        }));
        let (columns, values) = rows.into_iter().flatten().unzip();
        Self { rows: starts, columns, values }
    }
}

/// Brings a row into the order of its columns, and adds up what is in the same one.
fn merge(row: &mut Vec<(u32, f64)>) {
    row.sort_by_key(|entry| entry.0);
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// `nonzeros` random elements at random places of a vector of length `n`, and one half at place `i`.
fn sparse_vector(n: usize, nonzeros: usize, i: usize, random: &mut Random) -> Vec<(u32, f64)> {
    let places = n.next_power_of_two() as f64;
    let mut vector: Vec<(u32, f64)> = Vec::with_capacity(nonzeros + 1);
    while vector.len() < nonzeros {
        let value = random.draw();
        let place = (places * random.draw()) as u32;
        if (place as usize) < n && vector.iter().all(|entry| entry.0 != place) {
            vector.push((place, value));
        }
    }
    match vector.iter_mut().find(|entry| entry.0 as usize == i) {
        Some(entry) => entry.1 = 0.5,
        None => vector.push((i as u32, 0.5)),
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_the_matrix_is_symmetric() {
        let matrix = Matrix::new(200, 5, 10.0, &mut Random::new(314_159_265));
        let Matrix { rows, columns, values } = &matrix;
        let at = |row: usize, column: u32| {
            let range = rows[row]..rows[row + 1];
            columns[range.clone()].binary_search(&column).ok().map(|k| values[range.start + k])
        };
        for row in 0..200 {
            assert!(columns[rows[row]..rows[row + 1]].is_sorted_by(|a, b| a < b));
            for k in rows[row]..rows[row + 1] {
                let mirrored = at(columns[k] as usize, row as u32).unwrap();
                assert!((mirrored - values[k]).abs() <= 1e-12 * values[k].abs());
            }
        }
    }
}
