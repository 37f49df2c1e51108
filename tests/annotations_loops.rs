//! Annotated loops of every form beside the same loops without the annotation, for several numbers of threads and
//! schedules.
#![cfg(not(loom))]

use ferromp::prelude::*;
use std::ops::AddAssign;

/// Compares two runs of one program: `serial`, and `parallel` for every number of threads and schedule.
#[track_caller]
fn compare<T: PartialEq + std::fmt::Debug>(
    serial: impl Fn() -> T,
    parallel: impl Fn(usize, Schedule<'static>) -> T,
) {
    let expected = serial();
    for threads in [1, 2, 3, 4, 8] {
        for schedule in [
            Schedule::Static,
            Schedule::StaticChunk(3),
            Schedule::Dynamic(1),
            Schedule::Dynamic(7),
            Schedule::Guided(2),
        ] {
            assert_eq!(parallel(threads, schedule), expected, "{threads} threads, {schedule}");
        }
    }
}

/// One test: the loop runs as it is, and annotated with these clauses; what it leaves in `$result` is compared.
macro_rules! same {
    ($name:ident, ($($clauses:tt)*), { $($setup:tt)* }, { $($loop:tt)* }, $result:expr) => {
        #[test]
        #[allow(clippy::all, unused_mut, unused_variables, unused_assignments)]
        fn $name() {
            fn serial() -> String {
                $($setup)*
                $($loop)*
                format!("{:?}", $result)
            }

            #[omp]
            fn annotated(threads: usize, schedule: Schedule<'static>) -> String {
                $($setup)*
                #[omp(parallel for, num_threads(threads), schedule(schedule) $($clauses)*)]
                $($loop)*
                format!("{:?}", $result)
            }

            compare(serial, annotated);
        }
    };
}

const N: usize = 103;

fn numbers() -> Vec<i64> {
    (0..N as i64).map(|k| (k * 7919) % 101 - 50).collect()
}

// What each iteration is lent.
same!(
    axpy,
    (),
    {
        let x = numbers();
        let mut y = numbers();
    },
    {
        for i in 0..y.len() {
            y[i] += 3 * x[i];
        }
    },
    y
);
same!(
    only_written,
    (),
    {
        let mut y = [0; N];
    },
    {
        for i in 0..N {
            y[i] = 5;
        }
    },
    y.to_vec()
);
same!(
    stencil,
    (),
    {
        let a = numbers();
        let mut b = vec![0; N];
    },
    {
        for i in 1..N - 1 {
            b[i] = a[i - 1] + 2 * a[i] + a[i + 1];
        }
    },
    b
);
same!(
    shifted,
    (),
    {
        let a = numbers();
        let (mut b, k) = (vec![0; 2 * N], N / 2);
    },
    {
        for i in 0..N {
            b[i + k] = a[i];
            b[k + i] += 1;
        }
    },
    b
);
same!(
    several,
    (),
    {
        let mut a = numbers();
        let mut b = numbers();
        let mut c = vec![0; N];
    },
    {
        for i in 0..N {
            let t = a[i];
            a[i] = b[i];
            b[i] = t;
            (c[i], a[i]) = (a[i] + b[i], a[i] + 1);
        }
    },
    (a, b, c)
);
same!(
    signed,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in -1..50i32 {
            y[(i + 1) as usize] += i as i64;
        }
    },
    y
);
same!(
    bytes,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in 0..=100u8 {
            y[i as usize] += i as i64;
        }
    },
    y
);
same!(
    stepped,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in (1..N).step_by(3) {
            y[i] += i as i64;
            y[i] *= 2;
        }
    },
    y
);
same!(
    reversed,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in (5..N).rev() {
            y[i] -= i as i64;
        }
    },
    y
);
same!(
    reversed_steps,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in (0..=N - 1).rev().step_by(4) {
            y[i] = -y[i];
        }
    },
    y
);
same!(
    sometimes,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in 0..2 * N {
            if i < y.len() && !y.is_empty() {
                y[i] += 1;
            }
        }
    },
    y
);
same!(
    range_in_a_variable,
    (),
    {
        let mut y = numbers();
        let r = 3..N / 2;
    },
    {
        for i in r {
            y[i] = 0;
        }
    },
    y
);
same!(
    pushes,
    (),
    {
        let mut v = vec![Vec::new(); N];
    },
    {
        for i in 0..N {
            v[i].push(i);
            v[i].extend([1, 2]);
        }
    },
    v
);
same!(
    unknown_methods,
    (),
    {
        let mut v = vec![String::new(); N];
    },
    {
        for i in 0..N {
            v[i].push_str("x");
            v[i].make_ascii_uppercase();
            let _ = v[i].len();
        }
    },
    v
);
same!(
    nested_rows,
    (),
    {
        let mut c = vec![vec![0; 9]; N];
        let a = numbers();
    },
    {
        for i in 0..N {
            for j in 0..9 {
                c[i][j] += a[i] * j as i64;
                c[i][8 - j] -= 1;
            }
        }
    },
    c
);
same!(
    flat_rows,
    (),
    {
        let (mut c, n) = (vec![0; N * 9], 9);
    },
    {
        for i in 0..N {
            for j in 0..n {
                c[i * n + j] = i * j;
            }
        }
    },
    c
);
same!(
    row_slices,
    (),
    {
        let (mut c, n) = (vec![0; N * 9], 9);
    },
    {
        for i in 0..N {
            c[i * n..(i + 1) * n].fill(i);
            c[i * n + n - 1] += 1;
        }
    },
    c
);
same!(
    pairs,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in 0..N / 2 {
            y[2 * i] += 1;
            y[2 * i + 1] -= 1;
        }
    },
    y
);
same!(
    borrowed,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in 0..N {
            let e = &mut y[i];
            *e += 1;
            std::mem::swap(&mut y[i], &mut 5);
        }
    },
    y
);
same!(
    in_closures,
    (),
    {
        let mut y = numbers();
    },
    {
        for i in 0..N {
            let mut add = |d| y[i] += d;
            add(2);
            add(3);
        }
    },
    y
);
same!(
    in_macros,
    (),
    {
        let x = numbers();
        let mut y = vec![String::new(); N];
    },
    {
        for i in 0..N {
            y[i] = format!("{} {n}", x[i], n = x[i] + 1);
            assert!(!y[i].is_empty(), "{}", y[i]);
        }
    },
    y
);
same!(
    nine_arrays,
    (),
    {
        let mut a = numbers();
        let (mut b, mut c, mut d, mut e, mut f, mut g, mut h, mut k) =
            (a.clone(), a.clone(), a.clone(), a.clone(), a.clone(), a.clone(), a.clone(), a.clone());
    },
    {
        for i in 0..N {
            a[i] += i as i64;
            b[i] += a[i];
            c[i] += b[i];
            d[i] += c[i];
            e[i] += d[i];
            f[i] += e[i];
            g[i] += f[i];
            h[i] += g[i];
            k[i] += h[i];
        }
    },
    (a, b, c, d, e, f, g, (h, k))
);

// Forms of headers.
same!(literals, (, reduction(+: sum)), { let x = numbers(); let mut y = [0; 90]; let mut sum = 0u64; }, {
    for i in 0..90 { y[i] = x[i]; sum += u64::try_from(i).unwrap(); }
}, (y.to_vec(), sum));
same!(literals_of_another_type, (, reduction(+: sum)), { let take = |k: u64| k + 1; let mut sum = 0; }, { for i in 1..=90 { sum += take(i); } }, sum);
same!(literal_steps, (, reduction(+: sum)), { let x = numbers(); let mut sum = 0; }, { for i in (0..90).step_by(7).rev() { sum += x[i]; } }, sum);
same!(
    iter_mut,
    (),
    {
        let mut y = numbers();
    },
    {
        for v in y.iter_mut() {
            *v += 1;
        }
    },
    y
);
same!(
    by_reference,
    (),
    {
        let mut y = numbers();
    },
    {
        for v in &mut y {
            *v += 1;
        }
    },
    y
);
same!(
    of_a_slice,
    (),
    {
        let mut y = numbers();
    },
    {
        for v in &mut y[3..50] {
            *v += 1;
        }
    },
    y
);
same!(
    zip,
    (),
    {
        let x = numbers();
        let mut y = numbers();
    },
    {
        for (y, x) in y.iter_mut().zip(&x) {
            *y *= *x;
        }
    },
    y
);
same!(
    zip_of_three,
    (),
    {
        let x = numbers();
        let mut y = numbers();
    },
    {
        for ((y, x), i) in y.iter_mut().zip(x.iter()).zip(0..N as i64) {
            *y += *x * i;
        }
    },
    y
);
same!(
    zip_with_index,
    (),
    {
        let x = numbers();
        let mut y = vec![0; N + 5];
    },
    {
        for (i, v) in (2..N + 50).zip(&x) {
            y[i] = *v;
        }
    },
    y
);
same!(
    enumerate,
    (),
    {
        let x = numbers();
        let mut y = vec![0; N];
    },
    {
        for (i, v) in x.iter().enumerate() {
            y[i] = *v;
        }
    },
    y
);
same!(
    enumerate_mut,
    (),
    {
        let mut y = numbers();
    },
    {
        for (i, v) in y.iter_mut().enumerate() {
            *v += i as i64;
        }
    },
    y
);
same!(chunks, (, reduction(+: sum)), { let x = numbers(); let mut sum = 0; }, {
    for c in x.chunks(7) { sum += c.iter().sum::<i64>() * c.len() as i64; }
}, sum);
same!(
    chunks_mut,
    (),
    {
        let mut y = numbers();
    },
    {
        for c in y.chunks_mut(7) {
            c.reverse();
        }
    },
    y
);
same!(
    chunks_exact_mut,
    (),
    {
        let mut y = numbers();
    },
    {
        for (i, c) in y.chunks_exact_mut(7).enumerate() {
            c[0] = i as i64;
        }
    },
    y
);
same!(windows, (, reduction(max: best)), { let x = numbers(); let mut best = 0; }, {
    for w in x.windows(3) { best = best.max(w[0] + w[1] + w[2]); }
}, best);
same!(by_value, (, reduction(+: sum)), { let x: Vec<String> = numbers().iter().map(ToString::to_string).collect(); let mut sum = 0; }, {
    for s in x.into_iter() { sum += s.len(); drop(s); }
}, sum);
same!(adapted, (, reduction(+: sum)), { let x = numbers(); let mut sum = 0; }, {
    for v in x.iter().copied().filter(|v| v % 2 == 0).map(|v| v * 3).filter_map(|v| (v > 0).then_some(v)) { sum += v; }
}, sum);
same!(patterns, (, reduction(+: sum)), { let x: Vec<(i64, [i64; 2])> = numbers().iter().map(|&v| (v, [v, 1])).collect(); let mut sum = 0; }, {
    for &(a, [b, _]) in x.iter() { sum += a - 2 * b; }
}, sum);

// Nests.
same!(collapse, (, collapse(2), reduction(+: sum)), { let mut sum = 0; }, { for i in 0..13 { for j in (0..17).step_by(2) { sum += i * j; } } }, sum);
same!(collapse_3, (, collapse(3), reduction(^: bits)), { let mut bits = 0u64; }, {
    for i in 0..5u64 { for j in 0..=6 { for k in (0..7).rev() { bits ^= (i * 31 + j) * 31 + k; } } }
}, bits);
same!(triangle, (, collapse(2), reduction(+: sum)), { let x = numbers(); let mut sum = 0; }, {
    for i in 0..30 { for j in i + 1..30 { sum += x[i] * x[j]; } }
}, sum);

same!(cells, (, collapse(2)), { let mut c = vec![vec![0; 9]; N]; let a = numbers(); }, {
    for i in 0..N { for j in (0..9).rev() { c[i][j] += a[i] * j as i64; if j > 2 { c[i as usize][j] -= 1; } } }
}, c);
same!(flat_cells, (, collapse(2)), { let (mut c, n) = (vec![0; N * 9], 9); let mut d = [[0; 9]; N]; }, {
    for i in 1..N { for j in 2..n { c[i * n + j] = i * j; d[i][j] += c[n * i + j] + c.len(); } }
}, (c, d.concat()));

// Jumps and labels.
same!(
    continues,
    (),
    {
        let mut y = numbers();
    },
    {
        'outer: for i in 0..N {
            if i % 3 == 0 {
                continue;
            }
            for j in 0..5 {
                if j == 3 {
                    continue;
                }
                if i + j == 50 {
                    continue 'outer;
                }
                if j == 4 {
                    break;
                }
                y[i] += 1;
            }
            'block: {
                if i % 2 == 0 {
                    break 'block;
                }
                y[i] *= 2;
            }
            loop {
                break;
            }
        }
    },
    y
);
same!(
    shadows,
    (),
    {
        let mut y = numbers();
        let sum = 5;
    },
    {
        for i in 0..N {
            let mut sum = sum;
            sum += 1;
            {
                let y = [1, 2, 3];
                sum += y[2];
            }
            for i in 0..3 {
                sum += i;
            }
            y[i] += sum;
        }
    },
    y
);

// Clauses.
same!(dot, (, reduction(+: sum)), { let x = numbers(); let y = numbers(); let mut sum = 1; }, { for i in 0..N { sum += x[i] * y[i]; } }, sum);
same!(two_reductions, (, reduction(+: sum), reduction(min: least)), { let x = numbers(); let (mut sum, mut least) = (0, 99); }, {
    for v in x.iter() { sum += v; if *v < least { least = *v; } }
}, (sum, least));
same!(histogram, (, reduction(+: hist)), { let x = numbers(); let mut hist = [1; 8]; }, {
    for v in x.iter() { hist[(v & 7) as usize] += 1; }
}, hist);
same!(private, (, private(t)), { let mut t = 0; let x = numbers(); let mut y = vec![0; N]; }, { for i in 0..N { t = x[i]; t *= 2; y[i] = t; } }, y);
same!(firstprivate, (, firstprivate(buffer)), { let mut buffer = vec![0; 4]; let mut y = vec![0; N]; }, {
    for i in 0..N { buffer[i % 4] = i; y[i] = buffer[i % 4]; }
}, y);
same!(lastprivate, (, lastprivate(last)), { let mut last = 0; let x = numbers(); }, { for i in 0..N { last = x[i] + i as i64; } }, last);
same!(vouched, (, unsafe shared(y, count)), { let mut y = numbers(); let mut count = (0, 0); let p = |i: usize| (i * 7) % N; }, {
    for i in 0..N { y[p(i)] += i as i64; if i == 5 { count.1 = y.len(); y[p(i)].add_assign(1); } }
}, (y, count));

/// The same for loops within a region, whose arrays all members share.
macro_rules! same_region {
    ($name:ident, { $($setup:tt)* }, { $($body:tt)* }, $result:expr) => {
        #[test]
        #[allow(clippy::all, unused_mut, unused_variables, unused_assignments)]
        fn $name() {
            #[omp]
            fn annotated(threads: usize, schedule: Schedule<'static>) -> String {
                $($setup)*
                // `schedule(runtime)` in the loops.
                ferromp::omp::set_schedule(schedule);
                #[omp(parallel, num_threads(threads))]
                { $($body)* }
                format!("{:?}", $result)
            }

            let expected = annotated(1, Schedule::Static);
            compare(|| expected.clone(), annotated);
        }
    };
}

same_region!(
    jacobi,
    {
        let mut a = numbers();
        let mut b = vec![0; N];
    },
    {
        for _ in 0..5 {
            #[omp(for, schedule(runtime))]
            for i in 1..N - 1 {
                b[i] = a[i - 1] + a[i + 1];
            }
            #[omp(for, schedule(runtime))]
            for i in 1..a.len() - 1 {
                a[i] = b[i] - b[0];
            }
        }
    },
    (a, b)
);
same_region!(
    chains,
    {
        let mut y = numbers();
        let x = numbers();
    },
    {
        #[omp(for, nowait)]
        for i in 3..N {
            y[i] += x[i];
        }
        #[omp(for)]
        for i in 3..N {
            y[i] *= 2;
        }
        assert_eq!(y.len(), N);
        let third = y[2];
        omp!(barrier);
        #[omp(for, schedule(runtime))]
        for v in y.iter_mut() {
            *v += third;
        }
        #[omp(for, schedule(runtime))]
        for (i, v) in y.iter_mut().enumerate() {
            *v += i as i64;
        }
    },
    y
);
same_region!(
    rows_in_a_region,
    {
        let mut c = vec![vec![0; 5]; N];
        let (mut d, n) = (vec![0; N * 3], 3);
        let mut sum = 0;
    },
    {
        #[omp(for, schedule(runtime))]
        for i in 0..N {
            for j in 0..5 {
                c[i][j] += i * j;
            }
        }
        #[omp(for, schedule(runtime))]
        for i in 0..N {
            for j in 0..n {
                d[i * n + j] = c[i][j];
            }
        }
        #[omp(for, schedule(runtime))]
        for p in d.chunks_mut(4) {
            p[0] = 7;
        }
        #[omp(for, schedule(runtime))]
        for i in 0..N {
            let mut own = [0; 3];
            own[1] = d[3 * i];
            if i < c.len() {
                c[i].push(own[1]);
            }
        }
    },
    (c, d)
);
same_region!(
    every_other,
    {
        let mut y = numbers();
    },
    {
        #[omp(for, schedule(runtime))]
        for i in (0..N).step_by(2) {
            y[i] = 1;
        }
        #[omp(for, schedule(runtime))]
        for i in (1..N).step_by(2).rev() {
            y[i] = 2;
        }
    },
    y
);

#[omp]
fn vouched_for_a_region(threads: usize) -> Vec<usize> {
    let mut y = vec![0; N];
    #[omp(parallel, num_threads(threads), unsafe shared(y))]
    {
        #[omp(for, schedule(dynamic, 2))]
        for i in 0..y.len() {
            y[(i * 7) % N] = i;
        }
        #[omp(single)]
        {
            y[0] += 1;
        }
    }
    y
}

#[test]
fn a_region_whose_user_answers_for_it() {
    let expected = vouched_for_a_region(1);
    assert!([2, 3, 8].iter().all(|threads| vouched_for_a_region(*threads) == expected));
}

struct Cells {
    now: Vec<u64>,
    next: Vec<u64>,
    rule: u8,
}

impl Cells {
    #[omp]
    fn step(&mut self) {
        let n = self.now.len();
        #[omp(parallel for, schedule(dynamic, 4), num_threads(3))]
        for i in 0..n {
            let around = self.now[(i + n - 1) % n] << 2 | self.now[i] << 1 | self.now[(i + 1) % n];
            self.next[i] = u64::from(self.rule) >> around & 1;
        }
        std::mem::swap(&mut self.now, &mut self.next);
    }
}

#[test]
fn fields_of_self_are_lent() {
    let mut cells = Cells { now: vec![0; 64], next: vec![0; 64], rule: 90 };
    cells.now[32] = 1;
    (0..16).for_each(|_| cells.step());
    // Rule 90 is Pascal's triangle modulo 2: row 16 has two odd numbers.
    assert_eq!(
        cells.now.iter().enumerate().filter(|(_, v)| **v == 1).map(|(k, _)| k).collect::<Vec<_>>(),
        [16, 48]
    );
}

#[omp]
fn generic<T: Copy + Send + Sync + std::ops::Mul<Output = T> + AddAssign, const M: usize>(
    k: T,
    y: &mut [T; M],
) {
    #[omp(parallel for, num_threads(2))]
    for i in 0..M {
        y[i] += k * y[i];
    }
}

#[test]
fn generic_functions() {
    let mut y = [1.0, 2.0, 3.0];
    generic(2.0, &mut y);
    assert_eq!(y, [3.0, 6.0, 9.0]);
}

/// The panic of an index out of bounds comes as it does in the serial loop.
#[omp]
fn out_of_bounds(y: &mut [u64], n: usize) {
    #[omp(parallel for, num_threads(2))]
    for i in 0..n {
        y[i] = 1;
    }
}

#[test]
#[should_panic = "the len is 4 but the index of an iteration is 4"]
fn an_index_out_of_bounds() {
    out_of_bounds(&mut [0; 4], 5);
}

/// `unsafe` code of the user's stays his; what is lent stays lent in it.
#[omp]
fn unsafe_bodies(x: &[u64], y: &mut [u64]) {
    #[omp(parallel for, num_threads(2))]
    for i in 0..y.len() {
        // SAFETY: the slices are equally long.
        unsafe {
            y[i] = *x.get_unchecked(i);
        }
    }
}

#[test]
fn unsafe_bodies_() {
    let (x, mut y) = ([1, 2, 3], [0; 3]);
    unsafe_bodies(&x, &mut y);
    assert_eq!(x, y);
}

#[cfg(feature = "ndarray")]
mod arrays {
    use super::*;
    use ndarray::{Array2, Array3};

    #[omp]
    fn smooth(a: &Array2<f64>, b: &mut Array2<f64>, c: &mut Array3<f64>) {
        let (n, m) = a.dim();
        #[omp(parallel for, num_threads(3))]
        for i in 1..n - 1 {
            for j in 1..m - 1 {
                b[[i, j]] = 0.25 * (a[[i - 1, j]] + a[[i + 1, j]] + a[[i, j - 1]] + a[[i, j + 1]]);
                c[[i, j, 0]] += b[[i, j]];
            }
        }
    }

    #[test]
    fn elements_of_arrays_are_lent() {
        let a = Array2::from_shape_fn((20, 30), |(i, j)| (i * j) as f64);
        let (mut b, mut c) = (Array2::zeros((20, 30)), Array3::zeros((20, 30, 2)));
        smooth(&a, &mut b, &mut c);
        assert_eq!((b[[7, 9]], c[[7, 9, 0]], c[[7, 9, 1]], b[[0, 5]]), (63.0, 63.0, 0.0, 0.0));
    }
}

/// Loops that end early, with elements lent.
#[omp]
fn parse(texts: &[&str], numbers: &mut [i32], threads: usize) -> Result<usize, std::num::ParseIntError> {
    #[omp(parallel for, num_threads(threads))]
    for i in 0..texts.len() {
        if texts[i].is_empty() {
            continue;
        }
        numbers[i] = texts[i].parse()?;
    }
    Ok(numbers.len())
}

#[test]
fn errors_reach_the_caller() {
    for threads in [1, 2, 4] {
        let mut numbers = vec![0; 3];
        assert_eq!(parse(&["1", "", "3"], &mut numbers, threads), Ok(3));
        assert_eq!(numbers, [1, 0, 3]);
        assert!(parse(&["1", "x", "3"], &mut numbers, threads).is_err());
    }
}
