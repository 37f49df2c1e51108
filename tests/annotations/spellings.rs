//! Clauses as they stand in C programs.

// As C programs write it.
#![allow(clippy::assign_op_pattern)]

use ferromp::prelude::*;

const NT: i32 = 3;

/// Without commas, with indices in `private`, with modifiers, and with the names that C has for hints.
#[omp]
fn clauses(n: usize, x: &[f64], y: &mut [f64]) -> (f64, f64, f64, bool, usize, usize) {
    let (mut a, mut b, mut m, mut ok) = (1.0, 0.0, f64::MIN, true);
    #[omp(parallel for private(i, j) shared(x) firstprivate(n) num_threads(NT) reduction(+:a,b) reduction(max:m) reduction(&&:ok) if(parallel: n > 1) schedule(nonmonotonic: guided, 4) proc_bind(close))]
    for i in 0..n {
        for j in 0..2 {
            b += j as f64;
        }
        a = a + x[i];
        if x[i] > m {
            m = x[i];
        }
        ok = ok && x[i] > 0.0;
    }
    let mut k = 0_usize;
    #[omp(parallel for simd linear(val(k): 1) safelen(8) order(concurrent) schedule(static,2))]
    for i in 0..n {
        y[i] = x[k % n];
        k += 1;
    }
    let mut down = 2 * n as i64;
    #[omp(parallel for linear(down: val, step(-2)) num_threads(2))]
    for i in 0..n {
        y[i] += down as f64;
        down -= 2;
    }
    let mut inside = 0;
    #[omp(parallel num_threads(2) default(shared) firstprivate(n))]
    {
        #[omp(for nowait schedule(monotonic:dynamic))]
        for _ in 0..n {}
        #[omp(critical(name) hint(omp_sync_hint_contended | omp_lock_hint_nonspeculative))]
        {
            inside += 1;
        }
        omp!(flush(a));
        #[omp(loop bind(parallel))]
        for i in 0..n {
            assert!(x[i] > 0.0);
        }
    }
    (a, b, m, ok, k, inside)
}

#[test]
fn clauses_are_read_as_c_writes_them() {
    let x = [1.0, 5.0, 2.0, 4.0, 3.0];
    let mut y = [0.0; 5];
    assert_eq!(clauses(5, &x, &mut y), (16.0, 5.0, 5.0, true, 5, 2));
    assert_eq!(y, [11.0, 13.0, 8.0, 8.0, 5.0]);
}

/// Combined constructs of every length.
#[omp]
fn combined(y: &mut [u32]) -> (u32, u32) {
    let n = y.len();
    let (mut a, mut b) = (0, 0);
    #[omp(parallel master taskloop simd grainsize(4))]
    for i in 0..n {
        y[i] += 1;
    }
    #[omp(parallel masked taskloop num_tasks(4))]
    for i in 0..n {
        y[i] += 10;
    }
    #[omp(parallel masked)]
    {
        #[omp(taskloop simd)]
        for i in 0..n {
            y[i] += 100;
        }
    }
    #[omp(parallel loop)]
    for i in 0..n {
        y[i] += 1000;
    }
    #[omp(parallel sections num_threads(2))]
    {
        #[omp(section)]
        {
            a += 1;
        }
        #[omp(section)]
        {
            b += 1;
        }
    }
    (a, b)
}

#[test]
fn constructs_combine_as_in_c() {
    let mut y = [0; 21];
    assert_eq!(combined(&mut y), (1, 1));
    assert_eq!(y, [1111; 21]);
}

/// `parallel` and `single` on one statement, on a block, and on the only statement of a block.
#[omp]
fn stacked(v: &mut Vec<u32>, threads: usize) {
    #[omp(parallel num_threads(threads))]
    #[omp(single nowait)]
    v.push(1);
    #[omp(parallel num_threads(threads))]
    {
        #[omp(single)]
        {
            v.push(2);
            for x in v.iter_mut() {
                #[omp(task)]
                {
                    *x *= 2;
                }
            }
        }
    }
    #[omp(parallel num_threads(threads))]
    #[omp(master)]
    v.push(3);
    #[omp(parallel)]
    #[omp(for schedule(dynamic))]
    for x in v.iter_mut() {
        *x += 1;
    }
}

#[test]
fn parallel_and_what_follows_it_is_one_construct() {
    for threads in [1, 2, 4] {
        let mut v = Vec::new();
        stacked(&mut v, threads);
        assert_eq!(v, [3, 5, 4]);
    }
}

/// The region's reduction is a variable of each member, which loops in the region add to.
#[omp]
fn reduced_by_the_region(n: usize, threads: usize) -> (u64, u64) {
    let mut hits = 0;
    let mut rounds = 0;
    #[omp(parallel reduction(+:hits) firstprivate(rounds) num_threads(threads))]
    for round in 0..3 {
        #[omp(for)]
        for i in 0..n {
            if i % 3 == round {
                hits += 1;
                rounds += 1;
            }
        }
    }
    rounds += 7;
    (hits, rounds)
}

#[test]
fn loops_of_a_region_add_to_what_it_reduces() {
    for threads in [1, 2, 3, 4, 8] {
        assert_eq!(reduced_by_the_region(100, threads), (100, 7));
    }
}
