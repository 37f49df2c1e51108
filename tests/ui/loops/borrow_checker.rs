//! What no analysis of the text can know is the compiler's: these have to fail, however they read.
use ferromp::prelude::*;
use std::cell::Cell;

struct Liar(Vec<f64>);

impl std::ops::Index<usize> for Liar {
    type Output = f64;
    fn index(&self, _: usize) -> &f64 {
        &self.0[0]
    }
}

impl std::ops::IndexMut<usize> for Liar {
    fn index_mut(&mut self, _: usize) -> &mut f64 {
        &mut self.0[0]
    }
}

#[omp]
fn every_index_is_one_element(mut y: Liar, n: usize) {
    #[omp(parallel for)]
    for i in 0..n {
        y[i] = 1.0;
    }
}

macro_rules! hidden {
    ($y:ident) => {
        $y[0] = 1.0
    };
}

#[omp]
fn a_write_in_a_macro(y: &mut [f64]) {
    #[omp(parallel for)]
    for _ in 0..10 {
        hidden!(y);
    }
}

#[omp]
fn not_sync(cell: &Cell<u64>) {
    #[omp(parallel for)]
    for i in 0..10 {
        cell.set(i);
    }
}

fn main() {}
