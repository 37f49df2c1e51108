//! Loops that read by index, in two versions: that nobody can tell which one runs, whatever is indexed by whatever.
#![cfg(all(not(loom), feature = "macros"))]
#![allow(clippy::all, reason = "as C programs are written, and worse")]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::collections::HashMap;
use std::ops::{Add, Deref, Index, IndexMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use ferromp::prelude::*;
use watchdog::watch;

/// A function with a loop, and the same function with an annotation above the loop.
macro_rules! twice {
    ($serial:ident, $annotated:ident($($arg:ident: $ty:ty),*), $i:ident in ($($range:tt)*) { $($body:tt)* }) => {
        fn $serial($($arg: $ty),*) {
            for $i in $($range)* { $($body)* }
        }
        #[omp]
        fn $annotated(threads: usize, $($arg: $ty),*) {
            #[omp(parallel for, num_threads(threads), schedule(static))]
            for $i in $($range)* { $($body)* }
        }
    };
}

/// A small generator of numbers below a bound.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }

    fn vec(&mut self, longest: usize) -> Vec<u64> {
        (0..self.below(longest + 1)).map(|_| self.below(1000) as u64).collect()
    }

    /// Some rows may be shorter than others, some rows missing.
    fn rows(&mut self, most: usize) -> Vec<Vec<u64>> {
        if self.below(2) == 0 {
            return vec![vec![self.below(9) as u64; most]; most];
        }
        let rows = (most + 1).saturating_sub(self.below(3));
        (0..rows)
            .map(|_| {
                let n = most + 2 - self.below(4).min(most);
                vec![self.below(9) as u64; n]
            })
            .collect()
    }
}

/// Whether it panicked, and what it left.
fn outcome<Y: Clone>(y: &Y, run: impl FnOnce(&mut Y)) -> (bool, Y) {
    let mut y = y.clone();
    let panicked = catch_unwind(AssertUnwindSafe(|| run(&mut y))).is_err();
    (panicked, y)
}

/// Runs both on copies of `y`. With one thread nothing differs; with more, nothing that ends well does.
#[track_caller]
fn same<Y: Clone + PartialEq + std::fmt::Debug>(
    y: &Y,
    serial: impl Fn(&mut Y),
    annotated: impl Fn(usize, &mut Y),
) -> bool {
    let expected = outcome(y, serial);
    assert_eq!(outcome(y, |y| annotated(1, y)), expected);
    for threads in [2, 3, 8] {
        let found = outcome(y, |y| annotated(threads, y));
        assert_eq!(found.0, expected.0);
        assert!(found.0 || found.1 == expected.1);
    }
    expected.0
}

/// Repeats `case` with fresh random numbers, in silence; both endings must have come up.
fn many(name: &'static str, cases: usize, mut case: impl FnMut(&mut Random) -> bool) {
    let _watch = watch(name);
    std::panic::set_hook(Box::new(|_| ()));
    let mut random = Random(cases as u64);
    let panics = (0..cases).filter(|_| case(&mut random)).count();
    assert!(panics > 0 && panics < cases, "{name}: {panics} of {cases} panicked");
}

#[test]
fn neighbours() {
    twice!(serial, annotated(x: &[u64], y: &mut Vec<u64>, from: usize, to: usize), i in (from..to) {
        y[i] = x[i - 1] + 2 * x[i] + x[i + 1];
    });
    many("neighbours", 300, |random| {
        let (x, y) = (random.vec(30), vec![1; 30]);
        let (from, to) = (random.below(3), random.below(31));
        same(&y, |y| serial(&x, y, from, to), |threads, y| annotated(threads, &x, y, from, to))
    });
}

#[test]
fn not_every_iteration_reads() {
    twice!(serial, annotated(x: &Vec<u64>, y: &mut Vec<u64>, k: usize, every: usize), i in (0..y.len()) {
        if i % every == 1 {
            y[i] += x[i + k];
        }
    });
    many("not_every_iteration_reads", 300, |random| {
        let (x, y, k, every) = (random.vec(30), vec![1; 20], random.below(4), 2 + random.below(5));
        same(&y, |y| serial(&x, y, k, every), |threads, y| annotated(threads, &x, y, k, every))
    });
}

#[test]
fn indices_of_other_types() {
    twice!(serial, annotated(x: &[u64], y: &mut Vec<u64>, from: i32, to: i32), i in (from..=to) {
        if x[(i - 1) as usize] > 500 && i > 0 {
            y[i as usize] = x[i as usize - 1] + x[(i + 1) as usize];
        }
    });
    many("indices_of_other_types", 300, |random| {
        let (x, y) = (random.vec(30), vec![1; 40]);
        let (from, to) = (random.below(4) as i32 - 1, random.below(31) as i32 - 2);
        same(&y, |y| serial(&x, y, from, to), |threads, y| annotated(threads, &x, y, from, to))
    });
}

#[test]
fn sums() {
    fn serial(x: &[u64], y: &[u64], n: usize) -> u64 {
        (0..n).map(|i| x[i] * y[i + 1]).sum()
    }
    #[omp]
    fn annotated(threads: usize, x: &[u64], y: &[u64], n: usize) -> u64 {
        let mut sum = 0;
        #[omp(parallel for, num_threads(threads), reduction(+: sum))]
        for i in 0..n {
            sum += x[i] * y[i + 1];
        }
        sum
    }
    many("sums", 300, |random| {
        let (x, y, n) = (random.vec(30), random.vec(30), random.below(20));
        same(&0, |sum| *sum = serial(&x, &y, n), |threads, sum| *sum = annotated(threads, &x, &y, n))
    });
}

#[test]
fn ragged_rows() {
    type Rows = Vec<Vec<u64>>;
    twice!(serial, annotated(a: &Rows, b: &Rows, c: &mut Rows, n: usize), i in (0..n) {
        for j in 0..n {
            c[i][j] = 0;
        }
        for k in 0..n {
            let a_ik = a[i][k];
            for j in 0..n {
                c[i][j] += a_ik * b[k][j];
            }
        }
    });
    many("ragged_rows", 400, |random| {
        let n = random.below(7);
        let (a, b, c) = (random.rows(n), random.rows(n), random.rows(n));
        same(&c, |c| serial(&a, &b, c, n), |threads, c| annotated(threads, &a, &b, c, n))
    });
}

#[test]
fn neighbouring_rows() {
    type Rows = Vec<Vec<u64>>;
    twice!(serial, annotated(a: &Rows, b: &mut Rows, from: usize, n: usize), i in (from..n) {
        for j in from..n {
            b[i][j] = a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1];
        }
    });
    many("neighbouring_rows", 400, |random| {
        let side = 1 + random.below(7);
        let (a, b, from, n) =
            (random.rows(side), random.rows(side), random.below(4).min(1), random.below(side + 1));
        same(&b, |b| serial(&a, b, from, n), |threads, b| annotated(threads, &a, b, from, n))
    });
}

#[test]
fn flat_matrices() {
    twice!(serial, annotated(a: &[u64], b: &[u64], c: &mut Vec<u64>, rows: usize, n: usize), i in (0..rows) {
        for k in 0..n {
            for j in 0..n {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    });
    many("flat_matrices", 300, |random| {
        let (rows, n) = (random.below(6), random.below(6));
        let (a, b, c) = (random.vec(60), random.vec(60), vec![1; random.below(40)]);
        same(&c, |c| serial(&a, &b, c, rows, n), |threads, c| annotated(threads, &a, &b, c, rows, n))
    });
}

#[test]
fn sparse_rows() {
    twice!(
        serial, annotated(row: &[usize], col: &[usize], val: &[u64], x: &[u64], y: &mut Vec<u64>),
        i in (0..y.len()) {
            y[i] = 1;
            for k in row[i]..row[i + 1] {
                y[i] += val[k] * x[col[k]];
            }
        }
    );
    many("sparse_rows", 400, |random| {
        let rows = random.below(8);
        let mut row = vec![0];
        for i in 0..rows {
            // Now and then one that ends before it begins.
            row.push((row[i] + random.below(5)).saturating_sub(usize::from(random.below(9) == 0) * 3));
        }
        let n = row.iter().max().copied().unwrap_or_default() + usize::from(random.below(3) != 0);
        let col: Vec<usize> = (0..n).map(|_| random.below(9)).collect();
        let val = vec![3; n.saturating_sub(random.below(2))];
        let (x, y) = (vec![5; 8 + random.below(2)], vec![0; rows]);
        same(
            &y,
            |y| serial(&row, &col, &val, &x, y),
            |threads, y| annotated(threads, &row, &col, &val, &x, y),
        )
    });
}

#[test]
fn jumps_in_inner_loops() {
    twice!(serial, annotated(a: &[Vec<u64>], y: &mut Vec<u64>, stop: u64), i in (0..y.len()) {
        let mut count = 0;
        'inner: for j in 0..8 {
            if a[i][j] == stop {
                break 'inner;
            }
            if a[i][j] % 2 == 0 {
                continue;
            }
            count += a[i][j];
        }
        'outer: for k in 0..3 {
            for j in k..8 {
                if a[i][j] == stop + k as u64 {
                    continue 'outer;
                }
                count += a[i][j];
            }
        }
        y[i] = count;
    });
    many("jumps_in_inner_loops", 300, |random| {
        let a: Vec<Vec<u64>> =
            (0..4).map(|_| (0..9 - random.below(8) / 6).map(|_| random.below(9) as u64).collect()).collect();
        let a: Vec<Vec<u64>> =
            a.into_iter().map(|row| row[..row.len() - random.below(8) / 6].to_vec()).collect();
        let (y, stop) = (vec![7; 4], random.below(9) as u64);
        same(&y, |y| serial(&a, y, stop), |threads, y| annotated(threads, &a, y, stop))
    });
}

#[test]
fn what_went_before_the_panic_has_been_done() {
    twice!(
        serial, annotated(a: &[u64], c: &mut Vec<Vec<u64>>, log: &AtomicUsize, n: usize),
        i in (0..c.len()) {
            for j in 0..n {
                log.fetch_add(1, SeqCst);
                c[i][j] = a[j];
            }
        }
    );
    many("what_went_before_the_panic_has_been_done", 200, |random| {
        let (a, n) = (random.vec(8), random.below(8));
        let c = vec![vec![1; 9 - random.below(6)]; 2];
        let (expected, found) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let one = outcome(&c, |c| serial(&a, c, &expected, n));
        let other = outcome(&c, |c| annotated(1, &a, c, &found, n));
        assert_eq!((one.clone(), expected.into_inner()), (other, found.into_inner()));
        one.0
    });
}

#[test]
fn offsets_that_overflow_on_the_way() {
    // With checks for overflow `k - 1` fails for k = 0, though the sum would be an index; but only if it is reached.
    twice!(serial, annotated(x: &[u64], y: &mut Vec<u64>, k: usize, reached: bool), i in (0..y.len()) {
        let mut sum = 0;
        for j in 1..4 {
            if reached {
                sum += x[k - 1 + j] + x[(k - 1) * 2 + j];
            }
        }
        y[i] = sum;
    });
    many("offsets_that_overflow_on_the_way", 100, |random| {
        let (k, reached) = (random.below(3), random.below(2) == 0);
        let (x, y) = (vec![1; 3 + random.below(6)], vec![5; 3]);
        same(&y, |y| serial(&x, y, k, reached), |threads, y| annotated(threads, &x, y, k, reached))
    });
}

#[test]
fn a_row_that_reads_what_it_wrote() {
    twice!(serial, annotated(a: &[u64], c: &mut Vec<Vec<u64>>), i in (0..c.len()) {
        for j in 1..6 {
            c[i][j] = c[i][j - 1] + a[j];
        }
        for j in 0..5 {
            let element = &mut c[i][j];
            *element += a[j + 1];
        }
        let mut row = c[i].clone();
        for j in 0..6 {
            row[j] += a[j];
        }
        for j in 0..6 {
            c[i][j] *= row[j];
        }
    });
    many("a_row_that_reads_what_it_wrote", 100, |random| {
        let (a, c) = (random.vec(12), vec![vec![2; 5 + random.below(4)]; 3]);
        same(&c, |c| serial(&a, c), |threads, c| annotated(threads, &a, c))
    });
}

#[test]
fn names_that_hide_others() {
    twice!(serial, annotated(x: &[u64], w: &[u64], y: &mut Vec<u64>, k: usize), i in (0..y.len()) {
        let mut sum = x[i] + w[i + k];
        {
            let k = 2;
            let x = w;
            sum += x[i + k];
            for j in 0..3 {
                let x = [j as u64; 4];
                sum += x[j] * w[j + k];
                let k = j;
                sum += w[j + k];
            }
        }
        for j in 0..2 {
            let i = j;
            let j = i + 1;
            sum += x[i] + x[j];
        }
        y[i] += sum;
    });
    twice!(serial_without_loops, annotated_without_loops(x: &[u64], w: &[u64], y: &mut Vec<u64>, k: usize), i in (0..y.len()) {
        let before = x[i + k] + w[i + k];
        let k = 3;
        y[i] += before * x[i + k];
    });
    let _watch = watch("names_that_hide_others");
    let x: Vec<u64> = (0..40).map(|v| v * v).collect();
    for k in 0..5 {
        assert!(!same(&vec![1; 20], |y| serial(&x, &x, y, k), |threads, y| annotated(threads, &x, &x, y, k)));
        let serial = |y: &mut Vec<u64>| serial_without_loops(&x, &x, y, k);
        assert!(!same(&vec![1; 20], serial, |threads, y| annotated_without_loops(threads, &x, &x, y, k)));
    }
}

/// Another element every time, and never the one that was asked for.
struct Liar {
    elements: Vec<u64>,
    turn: AtomicUsize,
}

impl Index<usize> for Liar {
    type Output = u64;
    fn index(&self, at: usize) -> &u64 {
        let turn = self.turn.fetch_add(1, SeqCst);
        &self.elements[(turn + at) % self.elements.len()]
    }
}

impl IndexMut<usize> for Liar {
    fn index_mut(&mut self, at: usize) -> &mut u64 {
        let n = self.elements.len();
        &mut self.elements[n - 1 - at]
    }
}

/// Dereferences to a slice, but indexes itself, backwards.
struct Backwards(Vec<u64>);

impl Deref for Backwards {
    type Target = [u64];
    fn deref(&self) -> &[u64] {
        &self.0
    }
}

impl Index<usize> for Backwards {
    type Output = u64;
    fn index(&self, at: usize) -> &u64 {
        &self.0[self.0.len() - 1 - at]
    }
}

/// Dereferences to a slice, and no more.
struct Plain(Vec<u64>);

impl Deref for Plain {
    type Target = [u64];
    fn deref(&self) -> &[u64] {
        &self.0
    }
}

/// An index of the user's, and a shift that goes around.
#[derive(Clone, Copy)]
struct Id(usize);

impl Add<usize> for Id {
    type Output = Id;
    fn add(self, other: usize) -> Id {
        Id(self.0 + other)
    }
}

#[derive(Clone, Copy)]
struct Around(usize);

impl Add<usize> for Around {
    type Output = usize;
    fn add(self, other: usize) -> usize {
        (self.0 + other) % 8
    }
}

struct ById(Vec<u64>);

impl Index<Id> for ById {
    type Output = u64;
    fn index(&self, at: Id) -> &u64 {
        &self.0[at.0]
    }
}

#[test]
fn types_with_indexing_of_their_own() {
    twice!(
        serial, annotated(
            backwards: &Backwards, plain: &Plain, map: &HashMap<usize, u64>, ids: &ById, id: Id, around: Around,
            slice: &[u64], y: &mut Vec<u64>
        ),
        i in (0..8) {
            let mut sum = backwards[i] + 3 * plain[i] + 5 * map[&i] + 7 * ids[id + i] + 11 * slice[around + i];
            for j in 0..8 {
                sum += backwards[j] + 3 * plain[j] + 5 * map[&j] + 7 * ids[id + j] + 11 * slice[around + j];
            }
            y[i] = sum;
        }
    );
    let _watch = watch("types_with_indexing_of_their_own");
    let x: Vec<u64> = (0..9).map(|v| v * v).collect();
    let map = (0..8).map(|k| (k, x[k])).collect();
    let (backwards, plain, ids) = (Backwards(x.clone()), Plain(x.clone()), ById(x.clone()));
    let (id, around) = (Id(1), Around(3));
    assert!(!same(
        &vec![0; 8],
        |y| serial(&backwards, &plain, &map, &ids, id, around, &x, y),
        |threads, y| annotated(threads, &backwards, &plain, &map, &ids, id, around, &x, y)
    ));
}

#[test]
fn an_index_that_lies() {
    twice!(serial, annotated(liar: &Liar, rows: &mut Vec<Liar>, n: usize), i in (0..rows.len()) {
        for j in 0..n {
            rows[i][j] += liar[j] + liar[i];
        }
    });
    let _watch = watch("an_index_that_lies");
    let liar = |n: u64| Liar { elements: (0..n).collect(), turn: AtomicUsize::new(0) };
    let run = |run: &dyn Fn(&Liar, &mut Vec<Liar>)| {
        let mut rows = vec![liar(6), liar(7)];
        run(&liar(5), &mut rows);
        rows.into_iter().map(|row| row.elements).collect::<Vec<_>>()
    };
    assert_eq!(run(&|x, rows| annotated(1, x, rows, 6)), run(&|x, rows| serial(x, rows, 6)));
}

#[test]
fn arrays_boxes_and_references_to_them() {
    twice!(
        serial, annotated(
            fixed: &[[u64; 4]; 4], boxed: &Box<[Box<[u64]>]>, refs: &[&[u64]], lent: &mut [u64], y: &mut [[u64; 4]; 4]
        ),
        i in (0..4) {
            for j in 0..4 {
                y[i][j] += fixed[i][j] + fixed[3 - i][j] * boxed[i][j] + refs[i][j] + lent[j];
            }
            let text = ["a", "bb", "ccc", "dddd"];
            let mut longest: &str = "";
            for j in 0..4 {
                if text[j].len() > longest.len() {
                    longest = &text[j];
                }
            }
            y[i][0] += longest.len() as u64;
        }
    );
    let _watch = watch("arrays_boxes_and_references_to_them");
    let fixed = [[1, 2, 3, 4], [5, 6, 7, 8], [1, 3, 5, 7], [2, 4, 6, 8]];
    let boxed: Box<[Box<[u64]>]> = fixed.iter().map(|row| Box::from(&row[..])).collect();
    let refs: Vec<&[u64]> = fixed.iter().map(|row| &row[..]).collect();
    let lent = vec![9; 4];
    assert!(!same(
        &fixed,
        |y| serial(&fixed, &boxed, &refs, &mut lent.clone(), y),
        |threads, y| annotated(threads, &fixed, &boxed, &refs, &mut lent.clone(), y)
    ));
}

#[test]
fn references_outlive_the_loop() {
    #[omp]
    fn longest<'a>(x: &'a [String], y: &'a Vec<String>) -> &'a str {
        let mut best: &'a str = "";
        let longer = |a: &'a str, b: &'a str| if b.len() > a.len() { b } else { a };
        let found = std::sync::Mutex::new("");
        #[omp(parallel for, num_threads(3))]
        for i in 0..x.len() {
            let one: &'a String = &x[i];
            let other: &'a str = y[i].as_str();
            let mut found = found.lock().expect("no panic");
            *found = longer(*found, longer(one, other));
        }
        best = longer(best, found.into_inner().expect("no panic"));
        best
    }
    let _watch = watch("references_outlive_the_loop");
    let x: Vec<String> = ["a", "bcd", "ef"].map(String::from).to_vec();
    let y: Vec<String> = ["a", "b", "efghi"].map(String::from).to_vec();
    assert_eq!(longest(&x, &y), "efghi");
}

#[test]
fn generic_arrays() {
    #[omp]
    fn add<T: Copy + Add<Output = T> + Send + Sync, X: Index<usize, Output = T> + Sync>(
        x: &X,
        z: &[T],
        y: &mut [T],
        rows: &mut [Vec<T>],
    ) {
        #[omp(parallel for, num_threads(3))]
        for i in 0..y.len() {
            y[i] = x[i] + z[i];
        }
        #[omp(parallel for, num_threads(3))]
        for i in 0..rows.len() {
            for j in 0..rows[i].len() {
                rows[i][j] = x[j] + z[j];
            }
        }
    }
    let _watch = watch("generic_arrays");
    let (mut y, mut rows) = (vec![0; 5], vec![vec![0; 3], vec![], vec![0; 5]]);
    add(&vec![1, 2, 3, 4, 5], &[10, 20, 30, 40, 50], &mut y, &mut rows);
    assert_eq!(y, [11, 22, 33, 44, 55]);
    assert_eq!(rows, [vec![11, 22, 33], vec![], y]);
}

#[test]
fn elements_that_are_not_copied() {
    #[omp]
    fn join(names: &[String], c: &mut [Vec<String>], index: &[u8]) {
        #[omp(parallel for, num_threads(2))]
        for i in 0..c.len() {
            for j in 0..names.len() {
                c[i][j] = format!("{}{}", names[j], c[i][j]);
            }
            for j in 0..names.len() {
                c[i][j] += &names[j];
                if names[j] == "b" && index[j] == b'y' {
                    c[i][j].push('!');
                }
            }
            for letter in 'x'..'z' {
                c[i][0].push(index[letter as usize - 'x' as usize] as char);
            }
        }
    }
    let _watch = watch("elements_that_are_not_copied");
    let names = ["a", "b", "c"].map(String::from);
    let mut c = vec![vec![String::from("-"); 3]; 2];
    join(&names, &mut c, b"xyz");
    assert_eq!(c, vec![["a-axy", "b-b!", "c-c"].map(String::from).to_vec(); 2]);
}

#[test]
fn collapsed_nests() {
    #[omp]
    fn annotated(threads: usize, a: &[Vec<u64>], b: &[Vec<u64>], c: &mut Vec<Vec<u64>>, n: usize) {
        #[omp(parallel for, num_threads(threads), schedule(static), collapse(2))]
        for i in 0..n {
            for j in 0..n {
                for k in 0..n {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
    }
    fn serial(a: &[Vec<u64>], b: &[Vec<u64>], c: &mut Vec<Vec<u64>>, n: usize) {
        for i in 0..n {
            for j in 0..n {
                for k in 0..n {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
    }
    many("collapsed_nests", 300, |random| {
        let n = random.below(6);
        let (a, b, c) = (random.rows(n), random.rows(n), random.rows(n));
        same(&c, |c| serial(&a, &b, c, n), |threads, c| annotated(threads, &a, &b, c, n))
    });
}

#[test]
fn loops_of_a_region() {
    #[omp]
    fn annotated(threads: usize, x: &mut Vec<u64>, y: &mut Vec<u64>, steps: usize) {
        let n = x.len();
        #[omp(parallel, num_threads(threads))]
        {
            for _ in 0..steps {
                #[omp(for, schedule(static))]
                for i in 1..n - 1 {
                    y[i] = x[i - 1] + x[i + 1];
                }
                #[omp(for, schedule(dynamic, 3))]
                for i in 1..n - 1 {
                    x[i] = y[i] / 2 + y[i + 1];
                }
            }
        }
    }
    fn serial(x: &mut [u64], y: &mut [u64], steps: usize) {
        let n = x.len();
        for _ in 0..steps {
            for i in 1..n - 1 {
                y[i] = x[i - 1] + x[i + 1];
            }
            for i in 1..n - 1 {
                x[i] = y[i] / 2 + y[i + 1];
            }
        }
    }
    let _watch = watch("loops_of_a_region");
    let both = (vec![9; 40], (0..40).collect::<Vec<u64>>());
    assert!(!same(&both, |(x, y)| serial(x, y, 5), |threads, (x, y)| annotated(threads, x, y, 5)));
}

#[test]
fn reads_of_bodies_that_are_called_for_each_item() {
    #[omp]
    fn find(x: &[u64], w: &[Vec<u64>], wanted: u64) -> Option<usize> {
        #[omp(parallel for, num_threads(3))]
        for i in 0..x.len() {
            let mut sum = x[i] + x[x.len() - 1 - i];
            for j in 0..w[i].len() {
                sum += w[i][j];
            }
            if sum == wanted {
                return Some(i);
            }
        }
        None
    }
    #[omp]
    fn in_order(x: &[u64], log: &std::sync::Mutex<Vec<u64>>) {
        #[omp(parallel for, num_threads(3), ordered)]
        for i in 0..x.len() {
            let value = x[i];
            #[omp(ordered)]
            log.lock().expect("no panic").push(value);
        }
    }
    let _watch = watch("reads_of_bodies_that_are_called_for_each_item");
    let x: Vec<u64> = (0..20).map(|v| v * v).collect();
    let w: Vec<Vec<u64>> = (0..20).map(|v| vec![1; v]).collect();
    assert_eq!(find(&x, &w, 16 + 225 + 4), Some(4));
    assert_eq!(find(&x, &w, 7), None);
    let log = Default::default();
    in_order(&x, &log);
    assert_eq!(log.into_inner().expect("no panic"), x);
}

#[test]
fn fields_of_self() {
    struct Grid {
        n: usize,
        x: Vec<u64>,
        rows: Vec<Vec<u64>>,
        out: Vec<Vec<u64>>,
    }
    #[omp]
    impl Grid {
        fn smooth(&mut self) {
            #[omp(parallel for, num_threads(3))]
            for i in 0..self.n {
                for j in 0..self.n {
                    self.out[i][j] = self.rows[i][j] + self.x[i * self.n + j] + self.x[j];
                }
            }
        }
    }
    let _watch = watch("fields_of_self");
    let n = 6;
    let mut grid = Grid { n, x: (0..36).collect(), rows: vec![vec![100; n]; n], out: vec![vec![0; n]; n] };
    grid.smooth();
    for i in 0..n {
        for j in 0..n {
            assert_eq!(grid.out[i][j], 100 + (i * n + j + j) as u64);
        }
    }
}

#[test]
fn rows_that_a_function_is_given() {
    fn age(row: &mut [u64]) {
        row.iter_mut().for_each(|element| *element += 1);
    }
    twice!(serial, annotated(a: &[u64], c: &mut Vec<Vec<u64>>), i in (0..c.len()) {
        let mut own = a.to_vec();
        let row: &mut [u64] = &mut own;
        let mut sum = 0;
        for j in 0..4 {
            sum += row[j] + a[j];
            age(row);
        }
        for j in 0..4 {
            sum += c[i][j] + a[j];
            age(&mut c[i]);
        }
        for j in 0..4 {
            c[i][j] += sum + row[j];
        }
    });
    many("rows_that_a_function_is_given", 60, |random| {
        let (a, c) = (random.vec(9), vec![vec![2; 3 + random.below(4)]; 3]);
        same(&c, |c| serial(&a, c), |threads, c| annotated(threads, &a, c))
    });
}
