//! A sparse matrix times a vector, a row for each iteration; row lengths follow a power law, as in graphs of links.

use super::{Iterations, Kernel, scaled};
use crate::random::Random;

struct Rows {
    /// Where each row begins; one more than there are rows.
    begin: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f64>,
    vector: Vec<f64>,
}

const LONGEST: f64 = 20_000.0;

pub(super) fn make(scale: f64) -> Box<dyn Kernel> {
    let len = scaled(20_000, scale);
    let mut random = Random::new(3);
    let mut rows = Rows { begin: vec![0], columns: Vec::new(), values: Vec::new(), vector: Vec::new() };
    rows.vector = (0..len).map(|_| random.even() - 0.5).collect();
    for _ in 0..len {
        // P(length > l) = (16 / l)^1.2
        let length = (16.0 * (1.0 - random.even()).powf(-1.0 / 1.2)).min(LONGEST) as usize;
        for _ in 0..length {
            rows.columns.push((random.next() % len) as u32);
            rows.values.push(random.even());
        }
        rows.begin.push(rows.columns.len());
    }
    Box::new(rows)
}

impl Iterations for Rows {
    fn len(&self) -> u64 {
        self.begin.len() as u64 - 1
    }

    fn iteration(&self, row: u64) -> u64 {
        let range = self.begin[row as usize]..self.begin[row as usize + 1];
        let entries = self.columns[range.clone()].iter().zip(&self.values[range]);
        let sum: f64 = entries.map(|(column, value)| value * self.vector[*column as usize]).sum();
        sum.to_bits()
    }
}
