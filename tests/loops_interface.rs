//! The public face of loops and schedules: the programs of the contract, as written there, and their results.

use ferromp::prelude::*;
use ferromp::space::{collapse_with, lower_triangle, strict_upper_triangle};
use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

#[test]
#[rustfmt::skip]
#[allow(clippy::redundant_closure)] // as written in the contract
fn loops() -> Result<(), Box<dyn Error>> {
    let (a, n, m) = (2.0, 1_000usize, 7usize);
    let x: Vec<f64> = (0..n).map(|i| i as f64).collect();
    let mut y = vec![1.0; n];
    let visited = AtomicUsize::new(0);
    let visit = |i: usize, j: usize| assert!(visited.fetch_add(1, Relaxed) < n * m && i < n && j < m);
    let sum = AtomicU64::new(0);
    let f = |i: i64| { sum.fetch_add(i as u64, Relaxed); };

    parallel_for((&mut y[..], &x[..])).schedule(Schedule::Static).for_each(|(y, x)| *y += a * *x);
    let dot: f64 = parallel_for(0..n).reduce(Sum, |i| x[i] * y[i]);
    let (lo, hi) = parallel_for(&x[..]).reduce((Min, Max), |v| (*v, *v));
    let squares: Vec<u64> = parallel_for(0..1000u64).map_collect(|i| i * i);
    parallel_for(collapse(0..n, 0..m)).schedule(Schedule::Dynamic(8)).for_each(|(i, j)| visit(i, j));
    parallel_for((0..1_000i64).step_by(7)).num_threads(4).schedule("guided,16".parse()?).for_each(|i| f(i));
    let same_bits: f64 = parallel_for(&x[..]).deterministic().reduce(Sum, |v| *v);    // for any number of threads
    let v: Vec<f64> = parallel_for(&x[..]).scan_inclusive(Sum, |v| *v);

    assert!(y.iter().zip(&x).all(|(y, x)| *y == 1.0 + 2.0 * x));
    assert_eq!(dot, x.iter().map(|x| x * (1.0 + 2.0 * x)).sum::<f64>());
    assert_eq!((lo, hi), (0.0, 999.0));
    assert!(squares.into_iter().eq((0..1000).map(|i| i * i)));
    assert_eq!(visited.into_inner(), n * m);
    assert_eq!(sum.swap(0, Relaxed), (0..1_000).step_by(7).sum::<u64>());
    assert_eq!((same_bits, v[999]), (499_500.0, 499_500.0));

    let called = AtomicUsize::new(0);
    let call = |n| { called.fetch_add(n, Relaxed); };
    let (a, b, c) = (|| call(1), || call(10), || call(100));

    let shared = SharedMut::new(&mut y[..]);            // mutable data lent to worksharing loops inside a region
    parallel(|team| {
        team.for_loop(0..n).schedule(Schedule::Guided(1)).nowait().for_each(|i| f(i as i64));
        team.for_loop(shared.iter_mut()).for_each(|y| *y += 1.0);
        team.sections([&|| a(), &|| b(), &|| c()]);
    });

    assert_eq!(sum.into_inner(), 499_500);
    assert!(y.iter().zip(&x).all(|(y, x)| *y == 2.0 + 2.0 * x));
    assert_eq!(called.into_inner(), 111);
    Ok(())
}

struct Halves; // a user's own policy: proposes lengths, can break nothing
#[rustfmt::skip]
impl ChunkPolicy for Halves { fn next_chunk(&self, s: &LoopState) -> u64 { (s.remaining() / (2 * s.num_threads() as u64)).max(1) } }

#[test]
#[rustfmt::skip]
fn schedules() {
    let n = 1_000;
    let sum = AtomicU64::new(0);
    let f = |i: i64| { sum.fetch_add(i as u64, Relaxed); };
    parallel_for(0..n).schedule(Schedule::custom(&Halves)).for_each(|i| f(i as i64));
    for s in Schedule::all() { println!("{s}"); }       // every built-in policy, named as OMP_SCHEDULE takes it
    assert_eq!(sum.into_inner(), 499_500);
    for s in Schedule::all() {
        assert_eq!(s.to_string().parse::<Schedule<'_>>().unwrap(), s);
    }
}

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
