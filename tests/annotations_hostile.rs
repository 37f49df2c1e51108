//! Annotated programs that nobody would write, unless to find out what the annotations make of them.
#![cfg(all(not(loom), feature = "macros"))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use ferromp::prelude::*;
use watchdog::watch;

/// A slice that is another one every time.
struct Fickle {
    arrays: [Vec<u64>; 2],
    turn: bool,
}

impl Deref for Fickle {
    type Target = [u64];
    fn deref(&self) -> &[u64] {
        &self.arrays[usize::from(self.turn)]
    }
}

impl DerefMut for Fickle {
    fn deref_mut(&mut self) -> &mut [u64] {
        self.turn = !self.turn;
        &mut self.arrays[usize::from(self.turn)]
    }
}

#[test]
fn a_slice_that_changes_its_mind() {
    let _watch = watch("a_slice_that_changes_its_mind");
    #[omp]
    fn fill(y: &mut Fickle, n: usize) {
        #[omp(parallel for, num_threads(3), schedule(dynamic))]
        for i in 0..n {
            y[i] += 1;
        }
    }
    let mut y = Fickle { arrays: [vec![0; 100], vec![0; 3]], turn: true };
    fill(&mut y, 100);
    assert!(catch_unwind(AssertUnwindSafe(|| fill(&mut y, 100))).is_err());
    fill(&mut y, 100);
    assert!(y.arrays[0].iter().all(|&x| x == 2));
}

#[test]
fn rows_without_elements_and_rows_beyond_all_bounds() {
    let _watch = watch("rows_without_elements_and_rows_beyond_all_bounds");
    #[omp]
    fn fill(c: &mut [u64], rows: usize, n: usize) {
        #[omp(parallel for, num_threads(3))]
        for i in 0..rows {
            for x in c[i * n..(i + 1) * n].iter_mut() {
                *x += 1;
            }
        }
    }
    let mut c = vec![0; 12];
    fill(&mut c, 5, 0);
    assert_eq!(c, [0; 12]);
    fill(&mut c, 3, 4);
    assert_eq!(c, [1; 12]);
    for (rows, n) in [(4, 4), (2, usize::MAX), (3, usize::MAX / 2), (2, 1 << 63), (usize::MAX, 1)] {
        let before = c.clone();
        assert!(catch_unwind(AssertUnwindSafe(|| fill(&mut c, rows, n))).is_err(), "{rows} rows of {n}");
        c = before;
    }
}

#[test]
fn small_types_to_their_ends() {
    let _watch = watch("small_types_to_their_ends");
    #[omp]
    fn up(y: &mut [u32]) {
        #[omp(parallel for, num_threads(3), schedule(dynamic))]
        for i in 0..=255_u8 {
            y[i as usize] += u32::from(i);
        }
        #[omp(parallel for, num_threads(3), schedule(static, 1))]
        for i in (0..=255_u8).rev() {
            y[i as usize] += 1;
        }
        #[omp(parallel for, num_threads(3))]
        for i in (0..=255_u8).step_by(255) {
            y[i as usize] += 1000;
        }
    }
    let mut y = vec![0; 256];
    up(&mut y);
    for (i, x) in y.iter().enumerate() {
        assert_eq!(*x as usize, i + 1 + if i % 255 == 0 { 1000 } else { 0 });
    }
    #[omp]
    fn around(count: &AtomicUsize) {
        #[omp(parallel for, num_threads(4), schedule(guided))]
        for i in i8::MIN..=i8::MAX {
            let _ = i;
            count.fetch_add(1, SeqCst);
        }
        #[omp(parallel for, num_threads(4))]
        for i in (i64::MIN..=i64::MAX).step_by(1 << 62) {
            let _ = i;
            count.fetch_add(1, SeqCst);
        }
    }
    let count = AtomicUsize::new(0);
    around(&count);
    assert_eq!(count.into_inner(), 260);
}

#[test]
fn indices_that_wrap_when_cast() {
    let _watch = watch("indices_that_wrap_when_cast");
    // 256 iterations, but four of them have each element, if the cast counted.
    #[omp]
    fn fill(y: &mut [u32]) {
        #[omp(parallel for, num_threads(3))]
        for i in -2..3_i32 {
            y[i as usize] += 1;
        }
    }
    let mut y = vec![0; 8];
    assert!(catch_unwind(AssertUnwindSafe(|| fill(&mut y))).is_err());
}

#[test]
fn nests_without_iterations() {
    let _watch = watch("nests_without_iterations");
    #[omp]
    fn fill(c: &mut [Vec<u64>], n: usize, m: usize) -> usize {
        let mut count = 0;
        #[omp(parallel for, collapse(2), reduction(+: count), num_threads(3))]
        for i in 0..n {
            for j in 0..m {
                c[i][j] += 1;
                count += 1;
            }
        }
        count
    }
    for (n, m) in [(0, 0), (0, 5), (5, 0), (3, 4)] {
        assert_eq!(fill(&mut vec![vec![0; m]; n], n, m), n * m);
    }
}

#[test]
fn elements_of_no_size() {
    let _watch = watch("elements_of_no_size");
    #[omp]
    fn fill(y: &mut [()], big: &mut [()]) -> usize {
        let mut count = 0_usize;
        #[omp(parallel for, reduction(+: count), num_threads(3))]
        for i in 0..y.len() {
            y[i] = ();
            count += 1;
        }
        #[omp(parallel for, reduction(+: count), num_threads(3))]
        for x in big.iter_mut() {
            *x = ();
            count += 1;
        }
        count
    }
    assert_eq!(fill(&mut [(); 1000], &mut vec![(); 500]), 1500);
}

#[test]
fn a_region_that_one_member_leaves() {
    let _watch = watch("a_region_that_one_member_leaves");
    // A member that panics in a loop without a wait, before others come to the barrier.
    #[omp]
    fn leave(who: usize) -> usize {
        let met = Mutex::new(0);
        #[omp(parallel, num_threads(3))]
        {
            #[omp(for, nowait)]
            for i in 0..30 {
                if i == who {
                    panic!("on purpose");
                }
            }
            #[omp(single)]
            {
                *met.lock().unwrap() += 1;
            }
            #[omp(critical)]
            {
                if who == 100 && ferromp::omp::get_thread_num() == 1 {
                    panic!("on purpose");
                }
            }
            #[omp(for, ordered)]
            for i in 0..30 {
                #[omp(ordered)]
                {
                    assert!(who != 200 + i, "on purpose");
                }
            }
            #[omp(single)]
            {
                assert!(who != 300, "on purpose");
            }
            omp!(barrier);
        }
        met.into_inner().unwrap()
    }
    std::panic::set_hook(Box::new(|_| ()));
    for who in [0, 15, 29, 100, 200, 215, 229, 300] {
        assert!(catch_unwind(|| leave(who)).is_err(), "{who}");
        assert_eq!(leave(1000), 1);
    }
}

#[test]
fn regions_in_regions_and_recursion() {
    let _watch = watch("regions_in_regions_and_recursion");
    #[omp]
    fn nest(depth: usize) -> usize {
        if depth == 0 {
            return 1;
        }
        let mut sum = 0;
        #[omp(parallel, num_threads(2), reduction(+: sum))]
        {
            sum += nest(depth - 1);
            let mut inner = 0;
            #[omp(parallel for, num_threads(2), reduction(+: inner))]
            for i in 0..3 {
                inner += i;
            }
            assert_eq!(inner, 3);
            sum += inner;
        }
        sum
    }
    let sum = |depth: usize| (0..depth).fold(1, |below, _| 2 * (below + 3));
    // Regions in regions have one member, unless more levels are allowed.
    let one = |depth: usize| 2 * ((1..depth).fold(1, |below, _| below + 3) + 3);
    for depth in 1..5 {
        let found = nest(depth);
        assert!(found == one(depth) || found == sum(depth), "{found}");
    }
}

#[test]
fn tasks_of_a_recursion_that_fails() {
    let _watch = watch("tasks_of_a_recursion_that_fails");
    #[omp]
    fn tree(n: u32, bad: u32) -> u64 {
        if n < 2 {
            assert!(n != bad, "on purpose");
            return u64::from(n);
        }
        let (mut a, mut b) = (0, 0);
        #[omp(task)]
        {
            a = tree(n - 1, bad);
        }
        #[omp(task)]
        {
            b = tree(n - 2, bad);
        }
        omp!(taskwait);
        a + b
    }
    #[omp]
    fn start(n: u32, bad: u32) -> u64 {
        let mut result = 0;
        #[omp(parallel, num_threads(3))]
        #[omp(single)]
        {
            let found = tree(n, bad);
            #[omp(critical)]
            {
                result = found;
            }
        }
        result
    }
    std::panic::set_hook(Box::new(|_| ()));
    for _ in 0..10 {
        assert_eq!(start(12, 99), 144);
        assert!(catch_unwind(|| start(12, 1)).is_err());
    }
}

#[test]
fn question_marks_in_odd_places() {
    let _watch = watch("question_marks_in_odd_places");
    #[omp]
    fn check(x: &[i32]) -> Result<i32, String> {
        let sum = std::sync::atomic::AtomicI32::new(0);
        #[omp(parallel for, num_threads(3))]
        for i in 0..x.len() {
            let value = if x[i] < 0 { Err(format!("{}", x[i]))? } else { x[i] };
            sum.fetch_add(value, SeqCst);
        }
        Ok(sum.into_inner())
    }
    assert_eq!(check(&[1, 2, 3]), Ok(6));
    assert_eq!(check(&[1, -2, 3]), Err("-2".into()));
}

#[test]
fn references_to_vouched_elements() {
    let _watch = watch("references_to_vouched_elements");
    #[omp]
    fn swap_ends(y: &mut [u64]) {
        let half = y.len() / 2;
        #[omp(parallel for, num_threads(3), unsafe shared(y))]
        for i in 0..half {
            let mirror = y.len() - 1 - i;
            let one = &mut y[i];
            let other = &mut y[mirror];
            std::mem::swap(one, other);
        }
    }
    let mut y: Vec<u64> = (0..101).collect();
    swap_ends(&mut y);
    assert!(y.into_iter().rev().eq(0..101));
}
