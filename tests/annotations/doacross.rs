//! `ordered(n)`: iterations that wait for earlier ones.

use ferromp::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

fn mix(a: u64, b: u64, k: usize) -> u64 {
    (a ^ b.rotate_left(17)).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(k as u64)
}

fn serial(n: usize, m: usize) -> Vec<u64> {
    let mut a: Vec<u64> = (0..n * m).map(|k| k as u64).collect();
    for i in 1..n {
        for j in 1..m {
            a[i * m + j] = mix(a[(i - 1) * m + j], a[i * m + j - 1], i * m + j);
        }
    }
    a
}

#[omp]
fn by_depend(n: usize, m: usize, threads: usize, schedule: Schedule<'_>) -> Vec<u64> {
    let mut a: Vec<u64> = (0..n * m).map(|k| k as u64).collect();
    #[omp(parallel for, ordered(2), num_threads(threads), schedule(schedule), unsafe shared(a))]
    for i in 1..n {
        for j in 1..m {
            omp!(ordered, depend(sink: i - 1, j), depend(sink: i, j - 1));
            a[i * m + j] = mix(a[(i - 1) * m + j], a[i * m + j - 1], i * m + j);
            omp!(ordered, depend(source));
        }
    }
    a
}

#[omp]
fn by_doacross(n: usize, m: usize, threads: usize) -> Vec<u64> {
    let a: Vec<AtomicU64> = (0..n * m).map(|k| AtomicU64::new(k as u64)).collect();
    #[omp(parallel num_threads(threads))]
    {
        #[omp(for ordered(2) schedule(static, 1))]
        for i in 1..n {
            for j in 1..m {
                omp!(ordered doacross(sink: i - 1, j));
                let at = |i: usize, j: usize| a[i * m + j].load(Relaxed);
                a[i * m + j].store(mix(at(i - 1, j), at(i, j - 1), i * m + j), Relaxed);
                omp!(ordered doacross(source:));
            }
        }
    }
    a.into_iter().map(AtomicU64::into_inner).collect()
}

#[omp]
fn orphan(n: usize, m: usize, a: &[AtomicU64]) {
    #[omp(for, ordered(2), schedule(dynamic))]
    for i in 1..n {
        for j in 1..m {
            omp!(ordered, doacross(sink: i - 1, j));
            let at = |i: usize, j: usize| a[i * m + j].load(Relaxed);
            if (i + j) % 5 == 0 {
                a[i * m + j].store(mix(at(i - 1, j), at(i, j - 1), i * m + j), Relaxed);
                continue; // posts at its end
            }
            a[i * m + j].store(mix(at(i - 1, j), at(i, j - 1), i * m + j), Relaxed);
            omp!(ordered, doacross(source: omp_cur_iteration));
        }
    }
}

#[test]
fn wavefronts() {
    for (n, m) in [(1, 5), (2, 2), (9, 40), (33, 6)] {
        let expected = serial(n, m);
        for threads in [1, 2, 3, 4, 8] {
            for schedule in
                [Schedule::Static, Schedule::StaticChunk(1), Schedule::Dynamic(1), Schedule::Guided(2)]
            {
                assert_eq!(by_depend(n, m, threads, schedule), expected);
            }
            assert_eq!(by_doacross(n, m, threads), expected);
            let a: Vec<AtomicU64> = (0..n * m).map(|k| AtomicU64::new(k as u64)).collect();
            Parallel::new().num_threads(threads).run(|_| orphan(n, m, &a));
            assert!(a.iter().map(|a| a.load(Relaxed)).eq(expected.iter().copied()));
        }
    }
}

/// Unsigned indices at 0, steps, and loops that go down.
#[omp]
fn recurrence(n: usize, threads: usize) -> (Vec<u64>, Vec<u64>, Vec<u64>) {
    let (mut up, mut down, mut steps) = (vec![1; n], vec![1; n], vec![1; n]);
    #[omp(parallel for, ordered(1), num_threads(threads), schedule(static, 1), unsafe shared(up))]
    for i in 0..n {
        omp!(ordered, depend(sink: i - 1), depend(sink: i - 3));
        if i >= 3 {
            up[i] = mix(up[i - 1], up[i - 3], i);
        }
        omp!(ordered, depend(source));
    }
    #[omp(parallel for, ordered(1), num_threads(threads), schedule(dynamic), unsafe shared(down))]
    for i in (0..n).rev() {
        omp!(ordered, depend(sink: i + 1));
        if i + 1 < n {
            down[i] = mix(down[i + 1], 3, i);
        }
        omp!(ordered, depend(source));
    }
    #[omp(parallel for, ordered(1), num_threads(threads), schedule(dynamic, 2), unsafe shared(steps))]
    for i in (1..n).step_by(2) {
        omp!(ordered, doacross(sink: omp_cur_iteration - 1));
        if i >= 3 {
            steps[i] = mix(steps[i - 2], 7, i);
        }
    }
    (up, down, steps)
}

#[test]
fn recurrences() {
    let expected = recurrence(200, 1);
    let mut up = vec![1; 200];
    (3..200).for_each(|i| up[i] = mix(up[i - 1], up[i - 3], i));
    assert_eq!(expected.0, up);
    for threads in [2, 3, 4, 8] {
        assert_eq!(recurrence(200, threads), expected, "{threads} threads");
    }
}

/// Three loops, an unnamed one, an extended sink, and a far one.
#[omp]
fn cube(n: usize, log: &std::sync::Mutex<Vec<(usize, usize, i32)>>) {
    let far = n - 1;
    #[omp(parallel for, ordered(3), num_threads(3), schedule(static, 1))]
    for i in 0..n {
        for j in 0..n {
            for k in -1..=1_i32 {
                omp!(ordered, doacross(sink: i - 1, j + far, k));
                omp!(ordered, doacross(sink: omp_cur_iteration - 1));
                log.lock().unwrap().push((i, j, k));
                omp!(ordered, doacross(source:));
            }
        }
    }
}

#[test]
fn nests_of_three_in_order() {
    let log = Default::default();
    cube(4, &log);
    let log = log.into_inner().unwrap();
    assert!(log.is_sorted() && log.len() == 4 * 4 * 3);
}
