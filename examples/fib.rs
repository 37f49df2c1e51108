//! Computes a Fibonacci number by its definition.
//!
//! ```text
//! cargo run --release --example fib [N]
//! ```
//! Every call joins two smaller ones, down to the smallest. There is no cut-off: what no other member takes
//! costs little more than a plain call.
//!
//! Ends with an error if the result is not the sum that is known for it.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::hint::black_box;

use ferromp::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let n = arguments::number(1, "N", 36_u32)?.min(93); // the last that fits

    let (_, serial_time) = timed::best_of(3, || fib_serially(black_box(n)));
    let (parallel, parallel_time) = timed::best_of(3, || parallel_masked(|team| fib(team, n)));

    let (known, _) = (0..n).fold((0, 1), |(a, b), _| (b, u64::wrapping_add(a, b)));
    println!("fib({n}) = {parallel}");
    if parallel != known {
        return Err(format!("fib({n}) is {known}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

fn fib_serially(n: u32) -> u64 {
    if n < 2 { u64::from(n) } else { fib_serially(n - 1) + fib_serially(n - 2) }
}

fn fib(team: &Team<'_>, n: u32) -> u64 {
    if n < 2 {
        return u64::from(n);
    }
    let (a, b) = team.join(|team| fib(team, n - 1), |team| fib(team, n - 2));
    a + b
}
