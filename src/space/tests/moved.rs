//! `Vec` by value: each element is given or dropped, once.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;

/// Counts its drops in a table; some panic while they do.
struct Counted<'t> {
    table: &'t [Cell<u32>],
    k: usize,
    bomb: bool,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.table[self.k].set(self.table[self.k].get() + 1);
        assert!(!self.bomb, "dropped a bomb");
    }
}

fn counted(table: &[Cell<u32>], bomb: Option<usize>) -> Vec<Counted<'_>> {
    (0..table.len()).map(|k| Counted { table, k, bomb: bomb == Some(k) }).collect()
}

fn table(n: usize) -> Vec<Cell<u32>> {
    vec![Cell::new(0); n]
}

fn anywhere() -> impl Strategy<Value = prop::sample::Index> {
    any::<prop::sample::Index>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn items_in_order(n in 0_usize..300, cuts in cuts()) {
        law!((0..n).collect::<Vec<_>>(), 0..n, cuts);
        law!((0..n).map(|k| k.to_string()).collect::<Vec<_>>(), (0..n).map(|k| k.to_string()), cuts);
    }

    /// Some blocks are run, some begun, some never asked for: after all, every element was dropped once.
    #[test]
    fn dropped_once(n in 0_usize..300, cuts in cuts(), fates in prop::collection::vec(0_usize..4, 8)) {
        let table = table(n);
        let space = counted(&table, None).into_space();
        for (range, fate) in cuts.blocks(space.len()).into_iter().zip(fates) {
            let len = (range.end - range.start) as usize;
            let taken = [0, len / 2, len][fate.min(2)];
            if fate != 3 {
                // SAFETY: the blocks are disjoint and within the length.
                let mut block = unsafe { space.block(range) };
                for _ in 0..taken {
                    prop_assert!(block.next().is_some());
                }
            }
        }
        drop(space);
        prop_assert!(table.iter().all(|drops| drops.get() == 1));
    }

    /// A body that panics: its block drops its rest, the space what was never asked for.
    #[test]
    fn a_panic_in_the_body(n in 1_usize..300, at in anywhere(), end in anywhere()) {
        let table = table(n);
        let (at, end) = (at.index(n), end.index(n) as u64 + 1);
        let space = counted(&table, None).into_space();
        let result = catch_unwind(AssertUnwindSafe(|| {
            // SAFETY: one block within the length.
            unsafe { space.block(0..end) }.for_each(|item| assert_ne!(item.k, at));
        }));
        prop_assert_eq!(result.is_err(), (at as u64) < end);
        drop(space);
        prop_assert!(table.iter().all(|drops| drops.get() == 1));
    }

    /// An element whose own drop panics, wherever it is when that happens.
    #[test]
    fn a_panic_in_a_drop(n in 1_usize..300, bomb in anywhere(), run in anywhere()) {
        let table = table(n);
        let (bomb, run) = (bomb.index(n), run.index(n) as u64);
        let space = counted(&table, Some(bomb)).into_space();
        let result = catch_unwind(AssertUnwindSafe(move || {
            // SAFETY: one block within the length.
            let mut block = unsafe { space.block(run / 2..run) };
            drop(block.next());
            drop(block);
            drop(space);
        }));
        prop_assert!(result.is_err());
        prop_assert!(table.iter().all(|drops| drops.get() == 1));
    }
}

/// A leaked block leaks its elements and nothing else.
#[test]
fn a_leaked_block() {
    let table = table(10);
    let space = counted(&table, None).into_space();
    // SAFETY: one block within the length.
    std::mem::forget(unsafe { space.block(3..5) });
    drop(space);
    let drops: Vec<u32> = table.iter().map(Cell::get).collect();
    assert_eq!(drops, [1, 1, 1, 0, 0, 1, 1, 1, 1, 1]);
}
