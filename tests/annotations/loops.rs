//! What loops leave behind, and how they end.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::prelude::*;

#[omp]
fn sum_and_biggest(y: &[f64]) -> (f64, f64) {
    let mut sum = 0.5;
    let mut biggest = f64::MIN;
    #[omp(parallel for, reduction(+: sum), reduction(max: biggest), num_threads(4))]
    for v in y.iter() {
        sum += v;
        biggest = biggest.max(*v);
    }
    (sum, biggest)
}

#[test]
fn reductions_start_from_what_the_variables_hold() {
    let y: Vec<f64> = (0..1000).map(f64::from).collect();
    assert_eq!(sum_and_biggest(&y), (499_500.5, 999.0));
    assert_eq!(sum_and_biggest(&[]), (0.5, f64::MIN));
}

#[omp]
fn every_operator(n: u32, threads: usize) -> (u64, u64, u32, u32, u32, bool, bool, u32, u32) {
    let (mut sum, mut product) = (1, 3);
    let (mut and, mut or, mut xor) = (u32::MAX, 0, 1);
    let (mut all, mut any) = (true, false);
    let (mut low, mut high) = (50, 3);
    #[omp(parallel for num_threads(threads) schedule(guided, 2) reduction(+: sum) reduction(*: product)
        reduction(&: and) reduction(|: or) reduction(^: xor) reduction(&&: all) reduction(||: any)
        reduction(min: low) reduction(max: high))]
    for i in 0..n {
        sum += u64::from(i);
        product *= if i % 50 == 7 { 3 } else { 1 };
        and &= !i;
        or |= i;
        xor ^= i;
        all = all && i < 90;
        any = any || i == 70;
        low = low.min(i + 10);
        high = high.max(i);
    }
    (sum, product, and, or, xor, all, any, low, high)
}

#[test]
fn every_operator_gives_what_the_serial_loop_gives() {
    for n in [0, 1, 2, 65, 100] {
        let serial = every_operator(n, 1);
        for threads in 2..=5 {
            assert_eq!(every_operator(n, threads), serial);
        }
    }
    assert_eq!(every_operator(100, 3), (4951, 27, u32::MAX - 127, 127, 1, false, true, 10, 99));
}

#[omp]
fn user_operators(words: &[&str]) -> (String, Vec<usize>, [u32; 3]) {
    let append = reduction(String::new, |a: String, b: String| a + &b);
    let mut text = String::from(">");
    let mut lengths = vec![1; 4];
    let mut remainders = [0; 3];
    #[omp(parallel for, reduction(append: text), reduction(Elementwise(Sum): lengths), reduction(+: remainders),
        num_threads(3), schedule(dynamic))]
    for word in words.iter() {
        text.push_str(word);
        lengths[word.len()] += 1;
        remainders[word.len() % 3] += 1;
    }
    (text, lengths, remainders)
}

#[test]
fn operators_of_ones_own_and_arrays() {
    let (text, lengths, remainders) = user_operators(&["a", "bc", "d", "efg", "hi"]);
    assert_eq!(text, ">abcdefghi");
    assert_eq!(lengths, [1, 3, 3, 2]);
    assert_eq!(remainders, [1, 2, 2]);
}

#[omp]
fn privates(n: usize) -> (usize, Vec<usize>) {
    let mut square = 7;
    let base = vec![10];
    let seen = Mutex::new(Vec::new());
    #[omp(parallel for, private(square), firstprivate(base), num_threads(3))]
    for i in 0..n {
        square = i * i;
        base.push(i);
        seen.lock().unwrap().push(base[0] + square);
    }
    let _ = &mut square;
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(base, [10]);
    (square, seen)
}

#[test]
fn private_variables_are_others_than_the_ones_outside() {
    assert_eq!(privates(5), (7, vec![10, 11, 14, 19, 26]));
}

#[omp]
fn last_values(n: i32, threads: usize) -> (i32, i32, i32, f64) {
    let (mut last, mut square, mut sevenfold, mut x) = (-1, -1, -1, 0.5);
    #[omp(parallel for, lastprivate(last, square), lastprivate(conditional: sevenfold), linear(x: 0.25),
        num_threads(threads), schedule(dynamic, 3))]
    for i in 0..n {
        last = i;
        square = last * last;
        if i % 7 == 0 {
            sevenfold = i;
        }
        assert_eq!(x, 0.5 + 0.25 * f64::from(i));
        x += 0.25;
    }
    (last, square, sevenfold, x)
}

#[test]
fn last_values_are_those_of_the_serial_loop() {
    for threads in 1..=4 {
        assert_eq!(last_values(0, threads), (-1, -1, -1, 0.5));
        assert_eq!(last_values(100, threads), (99, 9801, 98, 25.5));
        assert_eq!(last_values(5, threads), (4, 16, 0, 1.75));
    }
}

#[omp]
fn position(haystack: &[u32], needle: u32) -> Option<usize> {
    #[omp(parallel for, num_threads(4), schedule(dynamic, 5))]
    for i in 0..haystack.len() {
        if haystack[i] == needle {
            return Some(i);
        }
    }
    None
}

#[omp]
fn parse_all(texts: &[&str]) -> Result<usize, Box<dyn std::error::Error + Send>> {
    let sum = AtomicUsize::new(0);
    #[omp(parallel for, num_threads(3))]
    'texts: for text in texts.iter() {
        if text.is_empty() {
            continue 'texts;
        }
        let n: usize = text.parse().map_err(|error| Box::new(error) as Box<dyn std::error::Error + Send>)?;
        sum.fetch_add(n, Relaxed);
    }
    Ok(sum.into_inner())
}

#[omp]
fn stops(n: usize) -> bool {
    let ran = AtomicUsize::new(0);
    #[omp(parallel for, num_threads(2), schedule(static, 1))]
    for i in 0..n {
        ran.fetch_add(1, Relaxed);
        for j in 0.. {
            if j == 3 {
                break;
            }
        }
        if i == 2 {
            break;
        }
    }
    ran.into_inner() <= n
}

#[test]
fn values_reach_the_caller_of_a_loop_that_ends_early() {
    let haystack: Vec<u32> = (0..1000).map(|k| k * 3).collect();
    assert_eq!(position(&haystack, 600), Some(200));
    assert_eq!(position(&haystack, 601), None);
    assert_eq!(parse_all(&["1", "", "20", "300"]).unwrap(), 321);
    assert_eq!(parse_all(&["1", "x", "3"]).unwrap_err().to_string(), "invalid digit found in string");
    assert!(stops(1000));
}

#[omp]
fn first_multiple(n: usize, of: usize, threads: usize, schedule: Schedule<'_>) -> Option<usize> {
    #[omp(parallel for, num_threads(threads), schedule(schedule))]
    for i in 0..n {
        if i % of == of - 1 {
            return Some(i);
        }
    }
    None
}

#[omp]
fn first_failure(n: usize, of: usize, threads: usize) -> Result<(), usize> {
    #[omp(parallel for, num_threads(threads), schedule(dynamic, 3))]
    for i in 0..n {
        if i % of == of - 1 { Err(i) } else { Ok(()) }?;
    }
    Ok(())
}

#[omp]
fn roots_up_to_a_negative(x: &[f64], y: &mut [f64], threads: usize) {
    #[omp(parallel for, num_threads(threads), schedule(static, 2))]
    for i in 0..x.len() {
        if x[i] < 0.0 {
            break;
        }
        y[i] = x[i].sqrt();
    }
}

/// Of several iterations that end a loop the first decides, and all before it have run: as in the serial loop.
#[test]
fn the_first_iteration_that_ends_a_loop_decides() {
    for threads in [1, 2, 3, 4, 8] {
        for of in [1, 7, 90, 400] {
            for schedule in
                [Schedule::Static, Schedule::StaticChunk(2), Schedule::Dynamic(1), Schedule::Guided(3)]
            {
                let first = (of <= 300).then_some(of - 1);
                assert_eq!(first_multiple(300, of, threads, schedule), first);
            }
            assert_eq!(first_failure(300, of, threads).err(), (of <= 300).then_some(of - 1));
        }
        let x: Vec<f64> = (0..200).map(|i| if i % 41 == 40 { -1.0 } else { f64::from(i) }).collect();
        let mut y = vec![0.0; 200];
        roots_up_to_a_negative(&x, &mut y, threads);
        assert!((0..40).all(|i| y[i] == x[i].sqrt()));
    }
}

#[omp]
fn in_order(n: usize, threads: usize) -> Vec<usize> {
    let log = Mutex::new(Vec::new());
    let seen = Mutex::new(HashSet::new());
    #[omp(parallel for, ordered, schedule(static, 1), num_threads(threads))]
    for i in 0..n {
        if i % 5 == 4 {
            continue;
        }
        let square = i * i;
        seen.lock().unwrap().insert(square);
        #[omp(ordered)]
        {
            log.lock().unwrap().push(square);
        }
    }
    assert_eq!(seen.into_inner().unwrap().len(), n - n / 5);
    log.into_inner().unwrap()
}

#[test]
fn ordered_blocks_run_in_the_order_of_iterations() {
    for threads in 1..=4 {
        assert!(in_order(23, threads).into_iter().eq((0..23).filter(|i| i % 5 != 4).map(|i| i * i)));
    }
}

#[omp]
fn reduced_in_a_region(n: u64, threads: usize) -> (u64, u64) {
    let total = Mutex::new(Vec::new());
    #[omp(parallel, num_threads(threads))]
    {
        let mut sum = 1;
        let mut last = 0;
        #[omp(for, schedule(dynamic, 2), reduction(+: sum), lastprivate(last))]
        for i in 0..n {
            sum += i;
            last = i;
        }
        total.lock().unwrap().push((sum, last));
    }
    let total = total.into_inner().unwrap();
    assert_eq!(total.len(), threads);
    assert!(total.iter().all(|each| *each == total[0]));
    total[0]
}

#[test]
fn every_member_receives_what_a_loop_in_a_region_leaves() {
    for threads in 1..=4 {
        assert_eq!(reduced_in_a_region(11, threads), (56, 10));
    }
}

#[omp]
fn early_in_region(n: usize) -> usize {
    let ends = AtomicUsize::new(0);
    #[omp(parallel, num_threads(3))]
    {
        #[omp(for)]
        for i in 0..n {
            if i == n / 2 {
                break;
            }
        }
        ends.fetch_add(1, Relaxed);
    }
    ends.into_inner()
}

#[test]
fn a_loop_in_a_region_may_break() {
    assert_eq!(early_in_region(100), 3);
}

#[parallel_for(schedule(guided, 16))]
fn scale(v: &mut [f64], k: f64) {
    for x in v.iter_mut() {
        *x *= k;
    }
}

#[test]
fn a_function_with_one_loop() {
    let mut v = vec![1.5; 100];
    scale(&mut v, 2.0);
    assert!(v.iter().all(|x| *x == 3.0));
}
