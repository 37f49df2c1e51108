//! A comparison as a table.

use super::comparison::{Comparison, Timing};
use std::fmt;
use std::time::Duration;

/// A line for each timing, the fastest first, one number of threads after the other: the median, the quartiles, and how
/// many times as long as the best on as many threads. The best is marked with `*`, what cannot be told from it with
/// `~`.
impl fmt::Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.timings().is_empty() {
            return writeln!(f, "nothing was measured");
        }
        let names = self.timings().iter().map(|timing| timing.schedule.to_string().chars().count());
        let width = names.max().unwrap_or(0).max("schedule".len());
        writeln!(f, "  threads  {:width$}  {:>10}  {:>23}  of best", "schedule", "median", "quartiles")?;
        let mut threads: Vec<usize> = self.timings().iter().map(|timing| timing.threads).collect();
        threads.dedup();
        for threads in threads {
            let Some(best) = self.best_on(threads) else { continue };
            for timing in self.ranking().filter(|timing| timing.threads == threads) {
                line(f, timing, best, width)?;
            }
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, timing: &Timing<'_>, best: &Timing<'_>, width: usize) -> fmt::Result {
    let mark = if std::ptr::eq(timing, best) {
        '*'
    } else if timing.is_close_to(best) {
        '~'
    } else {
        ' '
    };
    let (low, high) = timing.quartiles();
    let ratio = timing.median().as_secs_f64() / best.median().as_secs_f64().max(1e-9);
    let (name, threads) = (timing.schedule.to_string(), timing.threads);
    let (median, low, high) = (Time(timing.median()), Time(low), Time(high));
    writeln!(f, "{mark} {threads:7}  {name:width$}  {median:>10}  {low:>10} … {high:>10}  {ratio:7.2}")
}

/// Three digits and a unit.
struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        let (value, unit) = match seconds {
            ..1e-6 => (seconds * 1e9, "ns"),
            ..1e-3 => (seconds * 1e6, "µs"),
            ..1.0 => (seconds * 1e3, "ms"),
            _ => (seconds, "s"),
        };
        let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
        f.pad(&format!("{value:.digits$} {unit}"))
    }
}
