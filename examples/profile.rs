//! Profiles a loop of its own under three schedules: prints where the time went, and writes what each thread did.
//!
//! ```sh
//! cargo run --release --features plot --example profile            # sparse matrix of 20,000 rows
//! cargo run --release --features plot --example profile -- 50000 /tmp/profile
//! ```
//!
//! The loop multiplies a sparse matrix by a vector. Its rows have lengths as the degrees of a web graph have: a few are very
//! long, and they come first. So a static schedule gives nearly all work to one thread.
//!
//! Writes `PREFIX.trace.json` (to be opened in <https://ui.perfetto.dev>), `PREFIX.json` (for `ferromp-lab replay`) and
//! `PREFIX.svg`; the prefix is `profile` in the directory for temporary files unless given.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::PathBuf;

use ferromp::prelude::*;
use ferromp::profile::Profiler;

/// A row of the matrix: columns and values.
type Row = Vec<(usize, f64)>;

/// Row `i` has about `n / (i + 1)` entries.
fn matrix(n: usize) -> Vec<Row> {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut column = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % n as u64) as usize
    };
    (0..n).map(|i| (0..(n / (i + 1)).max(1)).map(|k| (column(), 1.0 / (k + 1) as f64)).collect()).collect()
}

fn product(row: &Row, x: &[f64]) -> f64 {
    row.iter().map(|&(column, value)| value * x[column]).sum()
}

fn multiply(matrix: &[Row], x: &[f64], y: &mut [f64], schedule: Schedule<'_>) {
    parallel_for((y, matrix)).schedule(schedule).for_each(|(y, row)| *y = product(row, x));
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let n: usize = arguments.next().map_or(Ok(20_000), |n| n.parse())?;
    let prefix = arguments.next().map_or_else(|| std::env::temp_dir().join("profile"), PathBuf::from);
    let matrix = matrix(n);
    let x: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
    let expected: Vec<f64> = matrix.iter().map(|row| product(row, &x)).collect();

    let schedules = [Schedule::Static, Schedule::Guided(8), Schedule::Dynamic(64)];
    let mut y = vec![0.0; n];
    multiply(&matrix, &x, &mut y, Schedule::Static); // the threads are there when the recording begins
    for schedule in schedules {
        let recording = Profiler::new().start()?;
        multiply(&matrix, &x, &mut y, schedule);
        let profile = recording.stop();
        assert_eq!(y, expected, "every schedule computes the same");

        let [site] = &profile.sites[..] else { return Err("one loop has run".into()) };
        assert_eq!(site.iterations(), n as u64);
        assert!(site.executions[0].complete);
        print!("{profile}");
    }

    // The same three in one recording, one after the other: a picture to compare them by.
    let recording = Profiler::new().start()?;
    schedules.into_iter().for_each(|schedule| multiply(&matrix, &x, &mut y, schedule));
    let profile = recording.stop();
    let file = |ending: &str| File::create(prefix.with_extension(ending)).map(BufWriter::new);
    profile.to_chrome_trace(file("trace.json")?)?;
    profile.to_json(file("json")?)?;
    fs::write(prefix.with_extension("svg"), profile.timeline_svg(1000)?)?;
    println!("wrote {0}.trace.json, {0}.json, {0}.svg", prefix.display());
    Ok(())
}
