use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::prelude::*;

#[omp]
fn every_member(members: usize) -> usize {
    let (arrived, seen) = (AtomicUsize::new(0), AtomicUsize::new(0));
    #[omp(parallel, num_threads(members))]
    {
        arrived.fetch_add(1, Relaxed);
        omp!(barrier);
        seen.fetch_add(arrived.load(Relaxed), Relaxed);
    }
    seen.into_inner()
}

#[test]
fn a_region_runs_on_every_member_and_a_barrier_holds() {
    for members in 1..=5 {
        assert_eq!(every_member(members), members * members);
    }
}

#[omp]
fn twice(y: &mut [f64]) {
    #[omp(parallel for, schedule(static))]
    for y in y.iter_mut() {
        if *y < 0.0 {
            continue;
        }
        *y *= 2.0;
    }
}

#[test]
fn a_combined_loop_visits_every_element() {
    let mut y: Vec<f64> = (-50..50).map(f64::from).collect();
    twice(&mut y);
    assert!(y.iter().zip(-50..50).all(|(y, k)| *y == f64::from(if k < 0 { k } else { 2 * k })));
}

#[omp]
fn count_in_region(n: usize, members: i32) -> usize {
    let count = AtomicUsize::new(0);
    #[omp(parallel num_threads(members))]
    {
        #[omp(for schedule(dynamic, 3) nowait)]
        for _ in 0..n {
            count.fetch_add(1, Relaxed);
        }
        orphan(n, &count);
    }
    orphan(n, &count);
    count.into_inner()
}

#[omp]
fn orphan(n: usize, count: &AtomicUsize) {
    #[omp(for)]
    for _ in 0..n {
        count.fetch_add(1, Relaxed);
    }
}

#[test]
fn a_loop_belongs_to_the_region_that_runs_it() {
    for members in 1..=4 {
        assert_eq!(count_in_region(100, members), 300);
    }
}
