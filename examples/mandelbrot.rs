//! Draws the Mandelbrot set under every schedule, to `target/mandelbrot.png`.
//!
//! ```text
//! cargo run --release --example mandelbrot [WIDTH [ITERATIONS]]
//! ```
//! Rows through the middle take long, those at the rim hardly any time: an uneven loop, for which the choice
//! of schedule matters.
//!
//! Ends with an error if any schedule gives another picture than the serial loop, or if the area of the set
//! comes out wrong.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/picture.rs"]
mod picture;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;
use indicatif::ProgressBar;

/// A schedule of our own: half of what would be an equal share of the rest.
struct Halves;

impl ChunkPolicy for Halves {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        state.remaining() / (2 * state.num_threads() as u64)
    }
}

/// The picture's sides.
struct View {
    width: usize,
    height: usize,
    limit: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let width = arguments::number(1, "WIDTH", 900_usize)?.max(24);
    let view = View { width, height: width * 5 / 6, limit: arguments::number(2, "ITERATIONS", 1000)? };

    let (serial, serial_time) = timed::best_of(1, || {
        let mut counts = vec![0; view.width * view.height];
        for (row, counts) in counts.chunks_mut(view.width).enumerate() {
            view.draw_row(row, counts);
        }
        counts
    });

    let schedules = Schedule::all().chain([Schedule::Dynamic(8), Schedule::custom(&Halves)]);
    let progress = ProgressBar::new(Schedule::all().count() as u64 + 2);
    let mut best = serial_time;
    for schedule in schedules {
        let (counts, time) = timed::best_of(1, || {
            let mut counts = vec![0; view.width * view.height];
            let rows = enumerate(chunks_mut(&mut counts, view.width));
            parallel_for(rows).schedule(schedule).for_each(|(row, counts)| view.draw_row(row, counts));
            counts
        });
        if counts != serial {
            return Err(format!("schedule {schedule} gives another picture").into());
        }
        progress.suspend(|| println!("{:<18}{:9.2} ms", schedule.to_string(), time.as_secs_f64() * 1e3));
        progress.inc(1);
        best = best.min(time);
    }
    progress.finish_and_clear();

    timed::report(serial_time, best);
    view.check_area(&serial)?;
    let pixels: Vec<[u8; 3]> = serial.iter().map(|&count| view.colour(count)).collect();
    println!("{}", picture::save("mandelbrot.png", view.width, &pixels)?.display());
    Ok(())
}

impl View {
    /// The points of the plane are -2 to 1 by -1.25 to 1.25.
    fn draw_row(&self, row: usize, counts: &mut [u32]) {
        let y = (row as f64 + 0.5) / self.height as f64 * 2.5 - 1.25;
        for (column, count) in counts.iter_mut().enumerate() {
            let x = (column as f64 + 0.5) / self.width as f64 * 3.0 - 2.0;
            *count = self.steps_to_escape(x, y);
        }
    }

    fn steps_to_escape(&self, x: f64, y: f64) -> u32 {
        let (mut a, mut b) = (0.0, 0.0);
        for step in 0..self.limit {
            let (aa, bb) = (a * a, b * b);
            if aa + bb > 4.0 {
                return step;
            }
            (a, b) = (aa - bb + x, 2.0 * a * b + y);
        }
        self.limit
    }

    fn colour(&self, count: u32) -> [u8; 3] {
        if count == self.limit { [0; 3] } else { picture::glow((f64::from(count) / 60.0).sqrt().min(1.0)) }
    }

    /// The set's area is 1.5066 (Förstemann, 2017). Pixels and the limit of iterations blur it.
    fn check_area(&self, counts: &[u32]) -> Result<(), String> {
        let inside = counts.iter().filter(|&&count| count == self.limit).count();
        let area = 7.5 * inside as f64 / counts.len() as f64;
        println!("area of the set: {area:.3}");
        let blur = 5.0 / self.width as f64 + 5.0 / f64::from(self.limit);
        if (area - 1.5066).abs() > blur {
            return Err(format!("the area is {area}, not 1.5066 within {blur}"));
        }
        Ok(())
    }
}
