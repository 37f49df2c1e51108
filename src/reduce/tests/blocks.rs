use crate::reduce::blocks::{Blocks, MAX_BLOCKS, deterministic_blocks};
use crate::reduce::partials::Partials;
use crate::reduce::scratch::Scratch;
use crate::reduce::{Reduction, Sum};
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

fn check(blocks: Blocks, len: u64) {
    assert!(blocks.count() as u64 <= MAX_BLOCKS);
    let mut next = 0;
    for k in 0..blocks.count() {
        let range = blocks.range(k);
        assert_eq!(range.start, next);
        assert!(range.end > range.start);
        next = range.end;
    }
    assert_eq!(next, len);
    assert!(blocks.range(blocks.count()).is_empty());
    assert!(blocks.range(usize::MAX).is_empty());
}

proptest! {
    #[test]
    fn blocks_cover_each_iteration_once(bits in 0u32..64, low: u64, size: u64) {
        let len = low >> bits;
        check(deterministic_blocks(len), len);
        check(Blocks::of_size(len, size), len);
        check(Blocks::of_size(len, size >> bits), len);
    }
}

#[test]
fn extreme_lengths() {
    for len in (0..3000).chain([1 << 63, u64::MAX - 1, u64::MAX]) {
        check(deterministic_blocks(len), len);
        check(Blocks::of_size(len, 0), len);
        check(Blocks::of_size(len, u64::MAX), len);
    }
    assert_eq!(deterministic_blocks(0).count(), 0);
    assert_eq!(deterministic_blocks(1).count(), 1);
}

/// What the README promises: slack for 128 threads in long loops, for 16 in short ones, few blocks between.
#[test]
fn blocks_leave_slack_for_many_threads() {
    let count = |len| deterministic_blocks(len).count();
    assert!(count(10_000_000) > 4 * 120);
    assert!(count(1_000_000) >= 4 * 120);
    assert!(count(100_000) >= 128);
    assert_eq!(count(10_000), 50);
    assert_eq!(count(1000), 16);
    assert_eq!(count(100), 15);
    assert_eq!(count(16), 16);
}

/// The whole scheme as a loop would run it: members claim blocks in any order.
fn deterministic_sum(items: &[f64], threads: usize) -> f64 {
    let blocks = deterministic_blocks(items.len() as u64);
    let mut scratch = Scratch::new();
    let partials: Partials<'_, f64> = scratch.slots(blocks.count());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let k = next.fetch_add(1, Ordering::Relaxed);
                    if k >= blocks.count() {
                        break;
                    }
                    let range = blocks.range(k);
                    let block = &items[range.start as usize..range.end as usize];
                    partials.put(k, Sum.fold(Sum.identity(), block.iter().copied()));
                }
            });
        }
    });
    partials.combine_all(&Sum).unwrap_or(0.0)
}

/// Trap 13: the same bits for any number of threads, many times; and more accurate than adding one by one.
#[test]
fn sums_have_the_same_bits_for_any_number_of_threads() {
    for len in [0, 1, 7, 1000, 54_321] {
        let items: Vec<f64> = (0..len).map(|i| 1.0 / (1.0 + f64::from(i)).powi(i % 3)).collect();
        let bits = deterministic_sum(&items, 1).to_bits();
        for threads in [1, 2, 3, 7, 8, 16] {
            for _ in 0..5 {
                assert_eq!(deterministic_sum(&items, threads).to_bits(), bits);
            }
        }
    }
    let tenths = vec![0.1; 1_000_000];
    let serial: f64 = tenths.iter().sum();
    let error = |sum: f64| (sum - 100_000.0).abs();
    assert!(error(deterministic_sum(&tenths, 2)) < error(serial) / 100.0);
}
