//! Variables of the function that a region shares.

use ferromp::prelude::*;

#[omp]
fn kept_in_critical(x: &[f64], threads: usize) -> (f64, usize, Vec<usize>) {
    let mut best = f64::MIN;
    let mut at = usize::MAX;
    let mut log = Vec::new();
    #[omp(parallel for, num_threads(threads))]
    for i in 0..x.len() {
        #[omp(critical(best))]
        {
            if x[i] > best || (x[i] == best && i < at) {
                best = x[i];
                at = i;
            }
            assert!(best >= x[i], "{best}");
        }
        #[omp(critical(log))]
        log.push(i);
    }
    log.sort_unstable();
    (best, at, log)
}

#[omp]
fn summed_in_critical(x: &[u64], totals: &mut [u64], threads: usize) -> u64 {
    let mut sum = 5;
    #[omp(parallel, num_threads(threads))]
    {
        let mut mine = 0;
        #[omp(for, nowait)]
        for v in x.iter() {
            mine += v;
        }
        #[omp(critical)]
        {
            sum += mine;
            totals[0] += mine;
        }
    }
    sum
}

#[test]
fn what_only_critical_sections_mention_is_lent_to_them() {
    let x: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 101)).collect();
    for threads in 1..=4 {
        let (best, at, log) = kept_in_critical(&x, threads);
        assert_eq!((best, at), (100.0, 30));
        assert!(log.into_iter().eq(0..100));
        let mut totals = [1];
        assert_eq!(summed_in_critical(&[1, 2, 3, 4], &mut totals, threads), 15);
        assert_eq!(totals, [11]);
    }
}

#[omp]
fn counted(values: &[usize], histogram: &mut [u32], threads: usize) -> (u64, f64, i32) {
    let mut count = 0_u64;
    let mut weight = 0.5;
    let mut most = -1;
    #[omp(parallel for, num_threads(threads), schedule(dynamic, 7))]
    for i in 0..values.len() {
        #[omp(atomic)]
        count += 1;
        #[omp(atomic update)]
        weight += 0.25;
        #[omp(atomic)]
        histogram[values[i] % 4] += 1;
        #[omp(atomic compare)]
        if most < values[i] as i32 {
            most = values[i] as i32;
        }
    }
    (count, weight, most)
}

#[test]
fn plain_numbers_are_atomic_in_a_region_that_says_so() {
    let values: Vec<usize> = (0..1000).collect();
    for threads in 1..=4 {
        let mut histogram = vec![1; 4];
        assert_eq!(counted(&values, &mut histogram, threads), (1000, 250.5, 999));
        assert_eq!(histogram, [251; 4]);
    }
}

#[omp]
fn results_of_a_region(x: &[f64], threads: usize) -> (f64, f64, usize, String) {
    let mut sum = 1.0;
    let (mut mean, mut last) = (0.0, 0);
    let mut name = String::new();
    #[omp(parallel, num_threads(threads), default(shared))]
    {
        #[omp(for, reduction(+: sum), lastprivate(last), schedule(dynamic))]
        for i in 0..x.len() {
            sum += x[i];
            last = i;
        }
        // Every member sees the total.
        assert_eq!(sum, 1.0 + x.iter().sum::<f64>());
        #[omp(single)]
        {
            mean = sum / x.len() as f64;
            name = format!("mean of {}", x.len());
        }
        assert!(mean > 0.0 && name.starts_with("mean"));
        #[omp(for, reduction(+: sum))]
        for v in x.iter() {
            sum += v - mean;
        }
    }
    (sum, mean, last, name)
}

#[test]
fn results_of_constructs_come_back_from_the_region() {
    let x = [1.0, 2.0, 3.0, 5.0];
    for threads in 1..=4 {
        assert_eq!(results_of_a_region(&x, threads), (11.0, 3.0, 3, "mean of 4".into()));
    }
}

#[omp]
fn jacobi(n: usize, steps: usize, threads: usize) -> Vec<f64> {
    let (mut old, mut new) = (vec![0.0_f64; n], vec![0.0; n]);
    (old[0], new[0]) = (1.0, 1.0);
    let mut change = 0.0_f64;
    for _ in 0..steps {
        change = 0.0;
        #[omp(parallel, num_threads(threads))]
        {
            #[omp(for, schedule(static))]
            for i in 1..n - 1 {
                new[i] = 0.5 * (old[i - 1] + old[i + 1]);
            }
            #[omp(for, reduction(max: change))]
            for i in 1..n - 1 {
                change = change.max((new[i] - old[i]).abs());
                old[i] = new[i];
            }
        }
    }
    assert!(change < 1.0);
    old
}

#[test]
fn a_stencil_in_a_region() {
    let serial = {
        let (mut old, mut new) = (vec![0.0; 30], vec![0.0; 30]);
        (old[0], new[0]) = (1.0, 1.0);
        for _ in 0..50 {
            for i in 1..29 {
                new[i] = 0.5 * (old[i - 1] + old[i + 1]);
            }
            old[1..29].copy_from_slice(&new[1..29]);
        }
        old
    };
    for threads in 1..=4 {
        assert_eq!(jacobi(30, 50, threads), serial);
    }
}
