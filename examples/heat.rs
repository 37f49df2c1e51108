//! Heat spreading through a plate, to `target/heat.png`.
//!
//! ```text
//! cargo run --release --example heat [SIZE [STEPS]]
//! ```
//! One parallel region lasts for all time steps: the members meet at a barrier after each, and no thread is
//! started or woken in between. Two plates take turns, one read while the other is written.
//!
//! Ends with an error if the plate differs in a single bit from the one computed serially, or is
//! anywhere hotter or colder than its sources.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/picture.rs"]
mod picture;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;
use indicatif::ProgressBar;

/// The part of a temperature difference that crosses to a neighbour in one step; stable up to 0.25.
const RATE: f64 = 0.24;

fn main() -> Result<(), Box<dyn Error>> {
    let size = arguments::number(1, "SIZE", 512_usize)?.max(8);
    let steps = arguments::number(2, "STEPS", 2000)?;
    let start = plate(size);

    let (serial, serial_time) = timed::best_of(1, || spread_serially(&start, size, steps));
    let (parallel, parallel_time) = timed::best_of(1, || spread(&start, size, steps));

    if let Some(k) = (0..size * size).find(|&k| serial[k].to_bits() != parallel[k].to_bits()) {
        let (row, column) = (k / size, k % size);
        return Err(format!("({row}, {column}): {} serially, {} in parallel", serial[k], parallel[k]).into());
    }
    if let Some(t) = parallel.iter().find(|t| !(0.0..=1.0).contains(*t)) {
        return Err(format!("temperature {t} lies outside that of the sources").into());
    }
    let pixels: Vec<[u8; 3]> = parallel.iter().map(|t| picture::glow(*t)).collect();
    println!("{size} x {size} cells, {steps} steps: {}", picture::save("heat.png", size, &pixels)?.display());
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// A cold plate with a hot rim at the top and a hot bar across.
fn plate(size: usize) -> Vec<f64> {
    let mut plate = vec![0.0; size * size];
    plate[..size].fill(1.0);
    for row in size / 2..size / 2 + size / 16 {
        plate[row * size..][size / 4..3 * size / 4].fill(1.0);
    }
    plate
}

/// One row after one step. The rim of the plate keeps its temperature.
fn step(from: &[f64], to: &mut [f64], row: usize) {
    let size = to.len();
    let this = &from[row * size..][..size];
    if row == 0 || row == size - 1 {
        return to.copy_from_slice(this);
    }
    let (above, below) = (&from[(row - 1) * size..][..size], &from[(row + 1) * size..][..size]);
    (to[0], to[size - 1]) = (this[0], this[size - 1]);
    for k in 1..size - 1 {
        let neighbours = (above[k] + below[k]) + (this[k - 1] + this[k + 1]);
        to[k] = (1.0 - 4.0 * RATE) * this[k] + RATE * neighbours;
    }
}

fn spread_serially(start: &[f64], size: usize, steps: usize) -> Vec<f64> {
    let (mut from, mut to) = (start.to_vec(), start.to_vec());
    for _ in 0..steps {
        for (row, to) in to.chunks_mut(size).enumerate() {
            step(&from, to, row);
        }
        std::mem::swap(&mut from, &mut to);
    }
    from
}

fn spread(start: &[f64], size: usize, steps: usize) -> Vec<f64> {
    let (mut even, mut odd) = (start.to_vec(), start.to_vec());
    let progress = ProgressBar::new(steps as u64);
    {
        let (even, odd) = (SharedMut::new(&mut even), SharedMut::new(&mut odd));
        parallel(|team| {
            let (mut from, mut to) = (&even, &odd);
            for done in 0..steps {
                {
                    let from = from.read();
                    let rows = enumerate(to.chunks_mut(size));
                    team.for_loop(rows).nowait().for_each(|(row, to)| step(&from, to, row));
                }
                // All have written, and nobody reads any more: the plates may change places.
                team.barrier();
                (from, to) = (to, from);
                if done % 128 == 0 {
                    team.masked(|| progress.set_position(done as u64));
                }
            }
        });
    }
    progress.finish_and_clear();
    if steps.is_multiple_of(2) { even } else { odd }
}
