//! Running totals.

use ferromp::prelude::*;

#[omp]
fn inclusive(x: &[i64], threads: usize) -> (Vec<i64>, i64) {
    let mut y = vec![0; x.len()];
    let mut sum = 100;
    #[omp(parallel for, reduction(inscan, +: sum), num_threads(threads))]
    for i in 0..x.len() {
        sum += x[i];
        omp!(scan, inclusive(sum));
        y[i] = sum;
    }
    (y, sum)
}

#[omp]
fn exclusive(x: &[String], threads: usize) -> (Vec<String>, String) {
    let mut y = vec![String::new(); x.len()];
    let mut text = String::from(">");
    let append = reduction(String::new, |a: String, b: String| a + &b);
    #[omp(parallel, num_threads(threads))]
    {
        #[omp(for reduction(inscan, &append: text))]
        for i in 0..x.len() {
            y[i] = text.clone();
            omp!(scan exclusive(text));
            text.push_str(&x[i]);
        }
    }
    (y, text)
}

#[test]
fn totals_are_those_of_the_serial_loop() {
    for n in [0, 1, 2, 7, 100] {
        let x: Vec<i64> = (0..n).map(|k| k * k % 17 - 5).collect();
        let mut total = 100;
        let serial: Vec<i64> = x
            .iter()
            .map(|x| {
                total += x;
                total
            })
            .collect();
        for threads in 1..=4 {
            assert_eq!(inclusive(&x, threads), (serial.clone(), total));
        }
    }
    let words: Vec<String> = ["a", "b", "c", "d", "e"].map(String::from).to_vec();
    for threads in 1..=4 {
        let (before, text) = exclusive(&words, threads);
        assert_eq!(before, [">", ">a", ">ab", ">abc", ">abcd"]);
        assert_eq!(text, ">abcde");
    }
}
