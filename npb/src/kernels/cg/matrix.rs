//! The matrix: a sum of outer products of sparse random vectors, of falling weight, less a multiple of the identity.

use crate::random::Random;
use ferromp::prelude::*;

/// How many entries of a row are multiplied at a time. Each addition to a single sum would wait for the one before it; of so
/// many sums, there is always one to go on with.
const ABREAST: usize = 4;

/// Compressed rows: row `j` has `values[k]` in `columns[k]`, for `k` in `starts[j]..starts[j + 1]`. A row that does not fill its
/// last group has zeros there, in a column that it has already: so no row has a rest to be treated on its own.
pub struct Matrix {
    starts: Vec<usize>,
    columns: Vec<[u32; ABREAST]>,
    values: Vec<[f64; ABREAST]>,
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

        let mut matrix = Self { starts: vec![0], columns: Vec::new(), values: Vec::new() };
        for row in &rows {
            for group in row.chunks(ABREAST) {
                let padding = (group[group.len() - 1].0, 0.0);
                let entry = |l: usize| group.get(l).copied().unwrap_or(padding);
                matrix.columns.push(std::array::from_fn(|l| entry(l).0));
                matrix.values.push(std::array::from_fn(|l| entry(l).1));
            }
            matrix.starts.push(matrix.values.len());
        }
        matrix
    }

    /// How many rows and columns it has.
    pub fn size(&self) -> usize {
        self.starts.len() - 1
    }

    /// Row `j` times a vector.
    #[inline(always)]
    pub fn row_times(&self, j: usize, x: &[f64]) -> f64 {
        let row = self.starts[j]..self.starts[j + 1];
        let mut sums = [0.0; ABREAST];
        for (values, columns) in self.values[row.clone()].iter().zip(&self.columns[row]) {
            for l in 0..ABREAST {
                sums[l] += values[l] * x[columns[l] as usize];
            }
        }
        sums.iter().sum()
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
        let row = |j: usize| {
            let groups = matrix.starts[j]..matrix.starts[j + 1];
            let entries = matrix.columns[groups.clone()].as_flattened().iter();
            entries.copied().zip(matrix.values[groups].as_flattened().iter().copied()).collect::<Vec<_>>()
        };
        for j in 0..200 {
            let mut entries = row(j);
            assert!(entries.is_sorted_by(|a, b| a.0 < b.0 || a.0 == b.0 && b.1 == 0.0));
            entries.dedup_by_key(|entry| entry.0);
            for (column, value) in &entries {
                let mirrored = row(*column as usize).into_iter().find(|entry| entry.0 == j as u32).unwrap();
                assert!((mirrored.1 - value).abs() <= 1e-12 * value.abs());
            }
            let x: Vec<f64> = (0..200).map(f64::from).collect();
            let sum: f64 = entries.iter().map(|(column, value)| value * f64::from(*column)).sum();
            assert!((matrix.row_times(j, &x) - sum).abs() <= 1e-9 * (1.0 + sum.abs()));
        }
    }
}
