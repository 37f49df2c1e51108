//! Computes π as the area under 4 / (1 + x²) from 0 to 1.
//!
//! ```text
//! cargo run --release --example pi [STEPS]
//! ```
//! The first loop of most OpenMP courses: a sum over rectangles, as a reduction. Monte Carlo's way to π is the
//! example `monte_carlo_pi`.
//!
//! Ends with an error if the sum is farther from π than the midpoint rule and roundings explain.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::f64::consts::PI;

use ferromp::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let steps = arguments::number(1, "STEPS", 100_000_000_u64)?.max(1);

    let (_, serial_time) = timed::best_of(3, || area(steps, false));
    let (pi, parallel_time) = timed::best_of(3, || area(steps, true));

    println!("{pi:.15} from {steps} rectangles");
    // The rule is off by at most h² / 24 times the second derivative, which is at most 8. Roundings have both signs and
    // cancel: the bound is many times what a random walk of them comes to.
    let h = 1.0 / steps as f64;
    let bound = h * h / 3.0 + f64::EPSILON * (4.0 + 50.0 * (steps as f64).sqrt());
    if (pi - PI).abs() > bound {
        return Err(format!("that is {:e} from π, and at most {bound:e} is right", pi - PI).into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// The rectangles meet the curve at the middles of their tops.
#[omp]
fn area(steps: u64, parallel: bool) -> f64 {
    let h = 1.0 / steps as f64;
    let mut sum = 0.0;
    #[omp(parallel for, reduction(+: sum), if(parallel))]
    for i in 0..steps {
        let x = h * (i as f64 + 0.5);
        sum += 4.0 / (1.0 + x * x);
    }
    h * sum
}
