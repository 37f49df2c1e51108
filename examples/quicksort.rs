//! Sorts numbers by Hoare's quicksort, the two parts as tasks.
//!
//! ```text
//! cargo run --release --example quicksort [COUNT]
//! ```
//! Parts that are short are sorted without more tasks: creating one costs more than it would gain.
//!
//! Ends with an error if the result is not what the standard library's sort makes of the same numbers.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/random.rs"]
mod random;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;
use random::Random;

/// Parts up to this length are sorted by one thread.
const SHORT: usize = 2000;

fn main() -> Result<(), Box<dyn Error>> {
    let count = arguments::number(1, "COUNT", 3_000_000_usize)?;
    let mut random = Random(1);
    let numbers: Vec<u64> = (0..count).map(|_| random.below(1 << 40)).collect();
    let mut expected = numbers.clone();
    expected.sort_unstable();

    let sort = |parallel| {
        let mut numbers = numbers.clone();
        sorted(&mut numbers, parallel);
        numbers
    };
    let (_, serial_time) = timed::best_of(3, || sort(false));
    let (result, parallel_time) = timed::best_of(3, || sort(true));

    if result != expected {
        return Err("the numbers are not sorted".into());
    }
    println!("{count} numbers sorted");
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// One thread begins; the others take the tasks that it creates.
#[omp]
fn sorted(numbers: &mut [u64], parallel: bool) {
    #[omp(parallel masked, if(parallel))]
    {
        quicksort(numbers);
    }
}

#[omp]
fn quicksort(numbers: &mut [u64]) {
    if numbers.len() <= SHORT {
        serially(numbers);
        return;
    }
    let (low, high) = partition(numbers);
    #[omp(task)]
    quicksort(low);
    #[omp(task)]
    quicksort(high);
    omp!(taskwait);
}

fn serially(mut numbers: &mut [u64]) {
    while numbers.len() > 20 {
        let (low, high) = partition(numbers);
        serially(low);
        numbers = high;
    }
    for i in 1..numbers.len() {
        let mut k = i;
        while k > 0 && numbers[k - 1] > numbers[k] {
            numbers.swap(k - 1, k);
            k -= 1;
        }
    }
}

/// Exchanges numbers until none of the first part is larger than one of the second, and returns the parts. Both are
/// shorter than the whole, which has three numbers or more.
fn partition(numbers: &mut [u64]) -> (&mut [u64], &mut [u64]) {
    let last = numbers.len() - 1;
    let pivot = median(numbers[0], numbers[last / 2], numbers[last]);
    let (mut i, mut j) = (0, last);
    loop {
        while numbers[i] < pivot {
            i += 1;
        }
        while numbers[j] > pivot {
            j -= 1;
        }
        if i >= j {
            // The number at i is not smaller than the pivot, and one before it or itself is not larger.
            return numbers.split_at_mut(i.max(1));
        }
        numbers.swap(i, j);
        i += 1;
        j -= 1;
    }
}

fn median(a: u64, b: u64, c: u64) -> u64 {
    a.min(b).max(a.max(b).min(c))
}
