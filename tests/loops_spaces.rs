//! Loops over nests, vectors by value and numbered items, under every schedule.

use ferromp::prelude::*;
use ferromp::space::{collapse_with, lower_triangle, strict_upper_triangle};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Runs every item of `space` once: exactly `expected`, which have no duplicates.
fn exactly<T, I>(space: impl Fn() -> I, expected: impl IntoIterator<Item = T>)
where
    T: Ord + std::fmt::Debug + Send,
    I: IntoSpace,
    I::Space: Sync + for<'i> ferromp::space::Items<'i, Item = T>,
{
    let expected: Vec<T> = expected.into_iter().collect();
    for threads in [1, 2, 3] {
        for schedule in Schedule::all() {
            let seen = Mutex::new(BTreeSet::new());
            parallel_for(space()).num_threads(threads).schedule(schedule).for_each(|item| {
                assert!(seen.lock().unwrap().insert(item), "an iteration ran twice");
            });
            assert!(
                seen.into_inner().unwrap().iter().eq(expected.iter().collect::<BTreeSet<_>>()),
                "{schedule}"
            );
            assert_eq!(
                parallel_for(space()).num_threads(threads).schedule(schedule).map_collect(|item| item),
                expected
            );
        }
    }
}

#[test]
fn nests_of_two_three_and_more() {
    exactly(|| collapse(0..5u8, 2..9i32), (0..5u8).flat_map(|i| (2..9).map(move |j| (i, j))));
    exactly(
        || collapse3(0..3, 0..4, 0..5),
        (0..3).flat_map(|i| (0..4).flat_map(move |j| (0..5).map(move |k| (i, j, k)))),
    );
    exactly(|| (0..2, 0..3, 0..2, 0..2).collapse(), (0..24).map(|n| (n / 12, n / 4 % 3, n / 2 % 2, n % 2)));
    exactly(|| lower_triangle(6), (0..6usize).flat_map(|i| (0..=i).map(move |j| (i, j))));
    exactly(|| strict_upper_triangle(6), (0..6usize).flat_map(|i| (i + 1..6).map(move |j| (i, j))));
    exactly(
        || collapse_with(0..6usize, |i| i..2 * i),
        (0..6usize).flat_map(|i| (i..2 * i).map(move |j| (i, j))),
    );
}

#[test]
fn vectors_by_value_and_numbered_items() {
    let words = || (0..40).map(|k| format!("w{k:02}")).collect::<Vec<_>>();
    exactly(words, words());
    exactly(|| enumerate(words()), words().into_iter().enumerate());
}

#[test]
fn a_state_for_each_member() {
    for threads in [1, 2, 4] {
        let made = AtomicUsize::new(0);
        parallel_for(0..1_000)
            .num_threads(threads)
            .schedule(Schedule::Dynamic(1))
            .for_each_init(|| made.fetch_add(1, Relaxed), |mine, _| assert!(*mine < threads));
        assert!((1..=threads).contains(&made.load(Relaxed)));
    }
}
