use crate::reduce::partials::Partials;
use crate::reduce::scratch::Scratch;
use crate::reduce::{Sum, reduction};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Counts its drops; the one marked to, panics in its own.
struct Counted<'a> {
    drops: &'a AtomicUsize,
    explodes: bool,
}

impl<'a> Counted<'a> {
    fn new(drops: &'a AtomicUsize) -> Self {
        Counted { drops, explodes: false }
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Relaxed);
        assert!(!self.explodes, "a destructor that panics");
    }
}

#[test]
fn values_come_back_once() {
    let mut scratch = Scratch::new();
    for n in [0, 1, 7, 8, 9, 100] {
        let table: Partials<'_, Box<usize>> = scratch.slots(n);
        assert_eq!(table.len(), n);
        for k in (0..n).rev() {
            assert_eq!(table.take(k), None);
            table.put(k, Box::new(k));
        }
        for k in 0..n {
            assert_eq!(table.take(k).as_deref(), Some(&k));
            assert_eq!(table.take(k), None);
        }
    }
}

#[test]
fn wrong_use_is_a_panic() {
    let drops = AtomicUsize::new(0);
    let mut scratch = Scratch::new();
    let table = scratch.slots(3);
    table.put(1, Counted::new(&drops));
    for (k, again) in [(1, "written twice"), (3, "table of 3"), (usize::MAX, "table of 3")] {
        let outcome = catch_unwind(AssertUnwindSafe(|| table.put(k, Counted::new(&drops))));
        assert!(outcome.unwrap_err().downcast::<String>().unwrap().contains(again));
    }
    // The three refused values are gone, the first is kept; and a slot is not written again after a take.
    assert_eq!(drops.load(Relaxed), 3);
    drop(table.take(1));
    assert!(catch_unwind(AssertUnwindSafe(|| table.put(1, Counted::new(&drops)))).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| table.take(3).is_some())).is_err());
    drop(table);
    assert_eq!(drops.load(Relaxed), 5);
}

#[test]
fn a_table_drops_what_is_left_in_it() {
    let drops = AtomicUsize::new(0);
    let mut scratch = Scratch::new();
    let table = scratch.slots(20);
    for k in (0..20).step_by(3) {
        table.put(k, Counted::new(&drops));
    }
    drop(table.take(6));
    assert_eq!(drops.load(Relaxed), 1);
    drop(table);
    assert_eq!(drops.load(Relaxed), 7);
    // A leaked table leaks its values, and its memory is lent again.
    let table = scratch.slots(20);
    table.put(0, Counted::new(&drops));
    std::mem::forget(table);
    drop(scratch.slots::<Counted<'_>>(20));
    assert_eq!(drops.load(Relaxed), 7);
}

#[test]
fn a_destructor_that_panics_stops_no_other() {
    let drops = AtomicUsize::new(0);
    let mut scratch = Scratch::new();
    let table = scratch.slots(10);
    for k in 0..10 {
        table.put(k, Counted { drops: &drops, explodes: k == 4 });
    }
    assert!(catch_unwind(AssertUnwindSafe(|| drop(table))).is_err());
    assert_eq!(drops.load(Relaxed), 10);
}

#[test]
fn an_operator_that_panics_loses_nothing() {
    for n in [2, 9, 40, 100] {
        for fatal in 0..n - 1 {
            let (drops, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let op = reduction(
                || Counted::new(&drops),
                |a, b| {
                    assert!(calls.fetch_add(1, Relaxed) != fatal, "an operator that panics");
                    drop(b);
                    a
                },
            );
            let mut scratch = Scratch::new();
            let table = scratch.slots(n);
            for k in 0..n {
                table.put(k, Counted::new(&drops));
            }
            assert!(catch_unwind(AssertUnwindSafe(|| table.combine_all(&op).is_some())).is_err());
            assert_eq!(drops.load(Relaxed), n);
        }
    }
}

#[test]
fn combining_keeps_the_order_and_skips_holes() {
    let concat = reduction(String::new, |a, b| a + &b);
    let mut scratch = Scratch::new();
    for n in 0..70 {
        for hole in 1..4 {
            let table: Partials<'_, String> = scratch.slots(n);
            let kept = (0..n).filter(|k| k % hole == 0);
            kept.clone().for_each(|k| table.put(k, format!("{k},")));
            let expected = kept.map(|k| format!("{k},")).reduce(|a, b| a + &b);
            assert_eq!(table.combine_all(&concat), expected);
        }
    }
}

#[test]
fn any_size_and_alignment() {
    #[derive(Debug, PartialEq)]
    #[repr(align(512))]
    struct Wide(u8);

    let mut scratch = Scratch::new();
    let nothing: Partials<'_, ()> = scratch.slots(1000);
    nothing.put(999, ());
    assert_eq!((nothing.take(999), nothing.take(998)), (Some(()), None));
    drop(nothing);
    // Larger tables and smaller ones in turn, in the same memory.
    for n in [3, 40, 1] {
        let wide: Partials<'_, Wide> = scratch.slots(n);
        wide.put(n - 1, Wide(7));
        assert_eq!(wide.take(n - 1), Some(Wide(7)));
        drop(wide);
        let bytes: Partials<'_, u8> = scratch.slots(n);
        (0..n).for_each(|k| bytes.put(k, 1));
        assert_eq!(bytes.combine_all(&Sum), Some(n as u8));
    }
    assert!(catch_unwind(AssertUnwindSafe(|| scratch.slots::<[u64; 1 << 20]>(usize::MAX).len())).is_err());
    assert_eq!(scratch.slots::<u8>(2).len(), 2);
}

/// Threads race for every slot: one wins each, and nothing is lost or doubled.
#[test]
fn racing_threads_move_each_value_once() {
    const N: usize = 2000;
    let drops = AtomicUsize::new(0);
    let (written, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut scratch = Scratch::new();
    let table = scratch.slots(N);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for k in 0..N {
                    if catch_unwind(AssertUnwindSafe(|| table.put(k, Counted::new(&drops)))).is_ok() {
                        written.fetch_add(1, Relaxed);
                    }
                }
            });
            scope.spawn(|| {
                for k in (0..N).chain(0..N) {
                    taken.fetch_add(usize::from(table.take(k).is_some()), Relaxed);
                }
            });
        }
    });
    drop(table);
    assert_eq!(written.load(Relaxed), N);
    assert!(taken.load(Relaxed) <= N);
    assert_eq!(drops.load(Relaxed), 3 * N);
}
