//! The table that a profile prints as.

use std::fmt;
use std::time::Duration;

use super::profile::{Profile, Site};

const HEADER: [&str; 11] = [
    "loop",
    "schedule",
    "runs",
    "iterations",
    "chunks",
    "elapsed",
    "work",
    "speed-up",
    "imbalance",
    "dispatch",
    "wait",
];

impl fmt::Display for Profile {
    /// A line for each loop:
    ///
    /// | column | meaning |
    /// |---|---|
    /// | elapsed | [`Site::elapsed`]: what the loop took the program, with its barrier |
    /// | work | [`Site::work`]: time in chunks, of all threads; about what it would take serially |
    /// | speed-up | work by elapsed |
    /// | imbalance | [`Site::imbalance`]: the busiest thread's work by the mean, less 1 |
    /// | dispatch | [`Site::dispatch_share`]: the part of the time that went into getting chunks |
    /// | wait | [`Site::wait`]: at the loop's end, of all threads |
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; HEADER.len()]> = self.sites.iter().map(row).collect();
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([HEADER[column].len()]).max().unwrap_or(0)
        };
        let widths: [usize; HEADER.len()] = std::array::from_fn(width);
        line(f, &HEADER.map(str::to_owned), &widths)?;
        for row in &rows {
            line(f, row, &widths)?;
        }
        if self.dropped != 0 {
            writeln!(
                f,
                "{} records found no room and are missing: record with more (Profiler::capacity)",
                self.dropped
            )?;
        }
        Ok(())
    }
}

/// Text to the left, numbers to the right.
fn line(f: &mut fmt::Formatter<'_>, cells: &[String; HEADER.len()], widths: &[usize]) -> fmt::Result {
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        match column {
            0 => write!(f, "{cell:<width$}")?,
            1 => write!(f, "  {cell:<width$}")?,
            _ => write!(f, "  {cell:>width$}")?,
        }
    }
    writeln!(f)
}

fn row(site: &Site) -> [String; HEADER.len()] {
    let schedules = site.schedules();
    let schedule = match schedules[..] {
        [] => String::new(),
        [one] => one.to_owned(),
        [first, ..] => format!("{first} and {} more", schedules.len() - 1),
    };
    [
        site.place(),
        schedule,
        site.executions.len().to_string(),
        site.iterations().to_string(),
        site.chunks().to_string(),
        time(site.elapsed()),
        time(site.work()),
        format!("{:.2}", site.speedup()),
        format!("{:.1} %", 100.0 * site.imbalance()),
        format!("{:.1} %", 100.0 * site.dispatch_share()),
        time(site.wait()),
    ]
}

fn time(time: Duration) -> String {
    let nanoseconds = time.as_nanos() as f64;
    let (value, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    // Three digits or more.
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$} {unit}")
}
