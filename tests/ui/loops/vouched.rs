//! `unsafe shared` is a word on what threads do to the data, not on how long these live.
use ferromp::prelude::*;
use std::sync::Mutex;

static KEPT: Mutex<Vec<&'static mut u32>> = Mutex::new(Vec::new());

#[omp]
fn references_that_are_kept(y: &mut [u32]) {
    #[omp(parallel for, unsafe shared(y))]
    for i in 0..y.len() {
        KEPT.lock().unwrap().push(&mut y[i]);
    }
}

static WHOLE: Mutex<Option<&'static u32>> = Mutex::new(None);

#[omp]
fn a_reference_into_the_whole_that_is_kept(mut y: (u32, u32)) {
    #[omp(parallel for, unsafe shared(y))]
    for i in 0..10 {
        y.0 = i;
        *WHOLE.lock().unwrap() = Some(&y.1);
    }
}

fn main() {}
