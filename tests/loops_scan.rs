//! Running totals, inclusive and exclusive, in combined loops and in regions.

mod common {
    pub(crate) mod cases;
    pub(crate) mod counted;
    pub(crate) mod watchdog;
}

use common::cases::{TEAMS, schedules};
use common::counted::{Census, Counted};
use common::watchdog::watch;
use ferromp::prelude::*;
use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Products of matrices: associative, and never commutative by chance.
type Matrix = [u32; 4];

fn product() -> impl Reduction<Matrix> + Sync + Copy {
    #[derive(Clone, Copy)]
    struct Times;
    impl Reduction<Matrix> for Times {
        fn identity(&self) -> Matrix {
            [1, 0, 0, 1]
        }
        fn combine(&self, [a, b, c, d]: Matrix, [e, f, g, h]: Matrix) -> Matrix {
            let dot = |x: u32, y: u32, z: u32, w: u32| x.wrapping_mul(y).wrapping_add(z.wrapping_mul(w));
            [dot(a, e, b, g), dot(a, f, b, h), dot(c, e, d, g), dot(c, f, d, h)]
        }
    }
    Times
}

fn serially(x: &[Matrix]) -> (Vec<Matrix>, Vec<Matrix>) {
    let mut prefixes = vec![product().identity()];
    for &m in x {
        prefixes.push(product().combine(prefixes[prefixes.len() - 1], m));
    }
    (prefixes[1..].to_vec(), prefixes[..x.len()].to_vec())
}

fn check(x: &[Matrix], threads: usize, schedule: Option<Schedule<'static>>) {
    let (inclusive, exclusive) = serially(x);
    assert_eq!(combined!(x, threads, schedule).scan_inclusive(product(), |m| *m), inclusive);
    assert_eq!(combined!(x, threads, schedule).scan_exclusive(product(), |m| *m), exclusive);
    assert_eq!(combined!(x, threads, schedule).deterministic().scan_inclusive(product(), |m| *m), inclusive);
    // In a region: into a second array, and in place.
    let (mut into, mut place) = (vec![[0; 4]; x.len()], x.to_vec());
    let (shared, in_place) = (SharedMut::new(&mut into[..]), SharedMut::new(&mut place[..]));
    Parallel::new().num_threads(threads).run(|team| {
        let schedule = schedule.unwrap_or_default();
        let line = team.for_loop((shared.iter_mut(), x)).schedule(schedule);
        line.scan_inclusive(product(), |(_, m)| **m, |(into, _), upto| *into = upto);
        let line = team.for_loop(in_place.iter_mut()).schedule(schedule);
        line.scan_exclusive(product(), |m| **m, |m, before| *m = before);
    });
    assert_eq!((into, place), (inclusive, exclusive));
}

#[test]
fn scans_equal_the_serial_prefix() {
    let _watch = watch("scans_equal_the_serial_prefix");
    for len in [0u32, 1, 2, 3, 5, 8, 100, 1_025] {
        let x: Vec<Matrix> = (0..len).map(|k| [k, k + 7, k * k, 3]).collect();
        for schedule in schedules() {
            for threads in TEAMS {
                check(&x, threads, schedule);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn scans_of_anything(x in prop::collection::vec(any::<Matrix>(), 0..700), threads in 1usize..9, k in 0usize..13) {
        check(&x, threads, schedules()[k]);
    }
}

#[test]
fn deterministic_scans_have_the_same_bits_for_any_number_of_threads() {
    let term = |i: u64| (i as f64).sin() * 10f64.powi((i % 13) as i32 - 6);
    let bits = |threads, schedule| -> Vec<u64> {
        let scan = combined!(0..3_000u64, threads, schedule).deterministic().scan_inclusive(Sum, term);
        scan.into_iter().map(f64::to_bits).collect()
    };
    let expected = bits(1, None);
    for schedule in schedules() {
        for threads in TEAMS {
            assert!(bits(threads, schedule) == expected, "{schedule:?}, {threads} threads");
        }
    }
}

/// Items that are owned come once: the values wait for the second pass, not the items.
#[test]
fn items_may_be_owned() {
    let words: Vec<String> = (0..50).map(|k| k.to_string()).collect();
    let lengths = parallel_for(words).num_threads(3).scan_exclusive(Sum, |word| word.len());
    assert_eq!(lengths[..12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12]);
}

#[test]
fn a_panic_anywhere_loses_and_doubles_nothing() {
    let _watch = watch("a_panic_anywhere_loses_and_doubles_nothing");
    for threads in [1, 2, 3] {
        for in_region in [false, true] {
            for fatal in 0.. {
                static CENSUS: Census = Census::new();
                let calls = AtomicUsize::new(0);
                let burn = || {
                    if calls.fetch_add(1, Relaxed) == fatal {
                        resume_unwind(Box::new("the fuse"));
                    }
                };
                let op = reduction(
                    || CENSUS.born(0),
                    |a: Counted<'_>, b| {
                        burn();
                        CENSUS.born(a.value + b.value)
                    },
                );
                let value = |i: u64| {
                    burn();
                    CENSUS.born(i)
                };
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    if in_region {
                        Parallel::new().num_threads(threads).run(|team| {
                            team.for_loop(0..9u64).scan_inclusive(
                                op,
                                |i| value(*i),
                                |i, upto| {
                                    burn();
                                    assert_eq!(upto.value, i * (i + 1) / 2);
                                },
                            );
                        });
                    } else {
                        let totals = parallel_for(0..9u64).num_threads(threads).scan_inclusive(op, value);
                        assert!(
                            totals.iter().zip(0..).all(|(upto, i): (_, u64)| upto.value == i * (i + 1) / 2)
                        );
                    }
                }));
                assert_eq!(CENSUS.alive(), 0, "{threads} threads, call {fatal}, in region: {in_region}");
                if outcome.is_ok() {
                    break;
                }
            }
        }
    }
}
