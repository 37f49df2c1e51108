//! Statements that are not atomic, and places that cannot be.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;
use std::sync::atomic::AtomicUsize;

#[omp]
fn forms(x: AtomicUsize, y: usize) {
    #[omp(atomic)]
    drop(y);
    #[omp(atomic)]
    x = y;
    #[omp(atomic, write)]
    x += 1;
    #[omp(atomic, read)]
    x += 1;
    #[omp(atomic, capture)]
    x += 1;
    #[omp(atomic, compare)]
    x = y;
}

#[omp]
fn places(names: &[String]) {
    let mut count = String::new();
    #[omp(parallel for)]
    for i in 0..names.len() {
        #[omp(atomic)]
        count += &names[i];
    }
    let number = 0;
    #[omp(atomic)]
    number += 1;
}

fn main() {}
