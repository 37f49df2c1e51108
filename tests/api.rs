//! The programs that the project promises to compile and run as written.

#![allow(clippy::redundant_closure)] // As users write them.

use ferromp::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::Relaxed};

fn fib(_team: &Team<'_>, n: u64) -> u64 {
    (0..n).fold((0, 1), |(a, b), _| (b, a + b)).0
}

#[test]
fn regions() {
    parallel(|team| {
        assert!(team.thread_num() < team.num_threads());
        team.barrier();
        let token = team.single(|| 42);
        let total = team.reduce(Sum, token);
        team.masked(|| assert_eq!(total, 42 * team.num_threads()));
    });
    let members = AtomicUsize::new(0);
    Parallel::new().num_threads(3).only_if(true).proc_bind(ProcBind::Spread).run(|team| {
        assert_eq!(team.num_threads(), 3);
        members.fetch_add(1, Relaxed);
    });
    assert_eq!(members.into_inner(), 3);
    let squares: Vec<usize> = Parallel::new().num_threads(4).map(|team| team.thread_num().pow(2));
    assert_eq!(squares, [0, 1, 4, 9]);
    let answer: u64 = Parallel::new().masked(|team| fib(team, 30));
    assert_eq!(answer, 832_040);
}

/// Each iteration of a loop once, whichever type numbers them.
struct Visits(Vec<AtomicUsize>);

impl Visits {
    fn new(n: usize) -> Self {
        Self((0..n).map(|_| AtomicUsize::new(0)).collect())
    }

    fn visit(&self, i: usize) {
        self.0[i].fetch_add(1, Relaxed);
    }

    fn assert_each_once(self) {
        assert!(self.0.into_iter().all(|visits| visits.into_inner() == 1));
    }
}

#[test]
fn loops() -> Result<(), Box<dyn std::error::Error>> {
    let (n, m, a) = (1000, 30, 2.0);
    let x: Vec<f64> = (0..n).map(f64::from).collect();
    let mut y = vec![1.0; x.len()];

    parallel_for((&mut y[..], &x[..])).schedule(Schedule::Static).for_each(|(y, x)| *y += a * *x);
    assert!(y.iter().zip(&x).all(|(y, x)| *y == 1.0 + 2.0 * x));

    let n = x.len();
    let dot: f64 = parallel_for(0..n).reduce(Sum, |i| x[i] * y[i]);
    let (lo, hi) = parallel_for(&x[..]).reduce((Min, Max), |v| (*v, *v));
    let squares: Vec<u64> = parallel_for(0..1000u64).map_collect(|i| i * i);
    // Whole numbers below 2^53: every order of additions gives the same.
    assert_eq!(dot, x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>());
    assert_eq!((lo, hi), (0.0, 999.0));
    assert!(squares.into_iter().eq((0..1000).map(|i| i * i)));

    let n = 1000;
    let seen = Visits::new((n * m) as usize);
    let visit = |i: i32, j: i32| seen.visit((i * m + j) as usize);
    parallel_for(collapse(0..n, 0..m)).schedule(Schedule::Dynamic(8)).for_each(|(i, j)| visit(i, j));
    seen.assert_each_once();

    let sum = AtomicI64::new(0);
    let f = |i: i64| {
        sum.fetch_add(i, Relaxed);
    };
    parallel_for((0..1_000i64).step_by(7)).num_threads(4).schedule("guided,16".parse()?).for_each(|i| f(i));
    assert_eq!(sum.into_inner(), (0..1_000i64).step_by(7).sum::<i64>());

    let x: Vec<f64> = (1..=1000).map(|i| 1.0 / f64::from(i)).collect();
    let same_bits: f64 = parallel_for(&x[..]).deterministic().reduce(Sum, |v| *v);
    let v: Vec<f64> = parallel_for(&x[..]).scan_inclusive(Sum, |v| *v);
    let alone: f64 = parallel_for(&x[..]).only_if(false).deterministic().reduce(Sum, |v| *v);
    assert_eq!(same_bits.to_bits(), alone.to_bits());
    assert!((v[999] - same_bits).abs() < 1e-12 && v[0] == 1.0 && v[1] == 1.5);
    Ok(())
}

#[test]
fn loops_in_a_region() {
    let n = 1000;
    let mut y = vec![0.0; 500];
    let seen = Visits::new(n);
    let f = |i: i64| seen.visit(i as usize);
    let done = Mutex::new(Vec::new());
    let (a, b, c) = (
        || done.lock().unwrap().push('a'),
        || done.lock().unwrap().push('b'),
        || done.lock().unwrap().push('c'),
    );

    let shared = SharedMut::new(&mut y[..]);
    parallel(|team| {
        team.for_loop(0..n).schedule(Schedule::Guided(1)).nowait().for_each(|i| f(i as i64));
        team.for_loop(shared.iter_mut()).for_each(|y| *y += 1.0);
        team.sections([&|| a(), &|| b(), &|| c()]);
    });

    seen.assert_each_once();
    assert!(y.iter().all(|y| *y == 1.0));
    let mut done = done.into_inner().unwrap();
    done.sort();
    assert_eq!(done, ['a', 'b', 'c']);
}

struct Halves;
#[rustfmt::skip]
impl ChunkPolicy for Halves { fn next_chunk(&self, s: &LoopState) -> u64 { (s.remaining() / (2 * s.num_threads() as u64)).max(1) } }

#[test]
fn schedules() {
    let n = 1000;
    let seen = Visits::new(n);
    let f = |i: i64| seen.visit(i as usize);
    parallel_for(0..n).schedule(Schedule::custom(&Halves)).for_each(|i| f(i as i64));
    seen.assert_each_once();
    for s in Schedule::all() {
        println!("{s}");
        assert_eq!(s.to_string().parse(), Ok(s));
    }
}

/// What the prelude has beside the programs: sections that exclude each other.
#[test]
fn critical_sections() {
    let cell = Critical::new(0);
    let mut unguarded = 0;
    let counter = SharedMut::new(std::slice::from_mut(&mut unguarded));
    Parallel::new().num_threads(4).run(|team| {
        for _ in 0..1000 {
            team.critical(&cell, |value| *value += 1);
            critical!(api, { std::hint::black_box(()) });
        }
        team.for_loop(counter.iter_mut()).for_each(|value| *value += 1);
    });
    assert_eq!((cell.into_inner(), unguarded), (4000, 1));
}

fn fib_of_joins(team: &Team<'_>, n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (a, b) = team.join(|t| fib_of_joins(t, n - 1), |t| fib_of_joins(t, n - 2));
    a + b
}

#[test]
fn tasks() {
    assert_eq!(parallel_masked(|team| fib_of_joins(team, 15)), 610);

    let seen = Visits::new(10);
    let started = AtomicUsize::new(0);
    let a = || {
        started.fetch_add(1, Relaxed);
    };
    let f = |i: usize| seen.visit(i);
    parallel(|team| {
        team.single_nowait(|| {
            team.task(|_| a());
            team.taskgroup(|g| {
                for i in 0..10 {
                    g.task(move |_| f(i));
                }
            });
            team.taskwait();
            assert_eq!(started.load(Relaxed), 1);
        })
    });
    seen.assert_each_once();

    let n = 1000;
    let fill = |a: &mut Vec<f64>| a.iter_mut().enumerate().for_each(|(i, a)| *a = i as f64);
    let (a, b) = (Data::new(vec![0.0; n]), Data::new(vec![0.0; n]));
    parallel_masked(|team| {
        team.task_with(a.write(), |_, a| fill(a));
        team.task_with((a.read(), b.write()), |_, (a, b)| b.copy_from_slice(a));
    });
    assert!(b.into_inner().into_iter().eq((0..1000).map(f64::from)));

    let seen = Visits::new(n);
    let f = |i: i64| seen.visit(i as usize);
    parallel_masked(|team| team.taskloop(0..n).grainsize(64).for_each(|i| f(i as i64)));
    seen.assert_each_once();
}

/// The annotated programs.
#[cfg(feature = "macros")]
mod annotations {
    use super::*;

    static TOUCHED: AtomicUsize = AtomicUsize::new(0);
    static APPENDED: AtomicUsize = AtomicUsize::new(0);

    fn touch(x: f64) {
        TOUCHED.fetch_add(x as usize, Relaxed);
    }

    fn append() {
        APPENDED.fetch_add(1, Relaxed);
    }

    #[omp]
    #[rustfmt::skip]
    fn solve(a: f64, x: &[f64], y: &mut [f64]) -> f64 {
        #[omp(parallel for, schedule(static))]
        for i in 0..y.len() { y[i] += a * x[i]; }

        let mut sum = 0.0;
        let mut biggest = f64::MIN;
        #[omp(parallel for, reduction(+: sum), reduction(max: biggest), num_threads(4))]
        for v in y.iter() { sum += v; biggest = biggest.max(*v); }

        #[omp(parallel)]
        {
            #[omp(for, schedule(dynamic, 16), nowait)]
            for i in 0..x.len() { touch(x[i]); }
            #[omp(single)] { println!("one of {}", ferromp::omp::get_num_threads()); }
            #[omp(critical(log))] { append(); }
            omp!(barrier);
        }
        sum / biggest
    }

    #[omp]
    #[rustfmt::skip]
    fn tree(n: u64) -> u64 {
        if n < 2 { return n; }
        let (mut a, mut b) = (0, 0);
        #[omp(task)] { a = tree(n - 1); }
        #[omp(task)] { b = tree(n - 2); }
        omp!(taskwait);
        a + b
    }

    #[parallel_for(schedule(guided, 16))]
    #[rustfmt::skip]
    fn scale(v: &mut [f64], k: f64) { for x in v.iter_mut() { *x *= k; } }

    #[test]
    fn a_function_that_holds_directives() {
        let x = vec![1.0; 100];
        let mut y = vec![2.0; 100];
        assert_eq!(solve(3.0, &x, &mut y), 100.0);
        assert!(y.iter().all(|y| *y == 5.0));
        assert_eq!(TOUCHED.load(Relaxed), 100);
        let members = Parallel::new().map(|_| ()).len();
        assert_eq!(APPENDED.load(Relaxed), members);
    }

    #[test]
    fn tasks_by_annotation() {
        assert_eq!(tree(10), 55);
        assert_eq!(parallel_masked(|_| tree(16)), 987);
    }

    #[test]
    fn the_loop_of_a_function() {
        let mut v: Vec<f64> = (0..1000).map(f64::from).collect();
        scale(&mut v, 2.0);
        assert!(v.into_iter().eq((0..1000).map(|k| 2.0 * f64::from(k))));
    }
}
