//! What a run found, and the forms in which it is written.

mod csv;
mod files;
mod html;
mod markdown;
mod summary;
mod svg;
mod table;

pub use files::Files;
pub use table::print;

use serde::{Deserialize, Serialize};

/// Everything a run found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Always `ferromp-lab`.
    pub format: String,
    pub version: u32,
    /// What the report is called.
    pub title: String,
    /// Whether times were measured, or predicted by simulation.
    pub measured: bool,
    /// Where it ran.
    pub host: Host,
    /// What else there is to know: of the simulated machine, of how it was measured.
    pub notes: Vec<String>,
    /// False if the run was interrupted.
    pub complete: bool,
    pub cases: Vec<Case>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Host {
    pub processor: String,
    pub processors: usize,
    pub system: String,
}

/// A loop on a number of threads, under all schedules.
#[derive(Debug, Serialize, Deserialize)]
pub struct Case {
    pub kernel: String,
    pub about: String,
    pub threads: usize,
    pub iterations: u64,
    /// What the loop takes without threads.
    pub serial_seconds: f64,
    /// The fastest first.
    pub rows: Vec<Row>,
}

/// A schedule in a case.
#[derive(Debug, Serialize, Deserialize)]
pub struct Row {
    pub schedule: String,
    pub median_seconds: f64,
    /// The quartiles of measured times; twice the median of predicted ones.
    pub low_seconds: f64,
    pub high_seconds: f64,
    /// The median divided by the best in the case.
    pub ratio: f64,
    /// Whether it cannot be told from the best.
    pub close: bool,
    pub speedup: f64,
    /// The longest time a member ran iterations, divided by the mean.
    pub imbalance: f64,
    /// How many chunks there were; unknown where it was measured.
    pub chunks: Option<u64>,
    /// The share of the members' time that went into asking for chunks; unknown where it was measured.
    pub dispatch_share: Option<f64>,
    /// Who was busy when, in one run.
    pub timeline: Vec<Bar>,
}

/// A time in which a member was busy.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    pub member: usize,
    pub begin: f64,
    pub end: f64,
}

impl Report {
    pub fn new(title: impl Into<String>, measured: bool) -> Self {
        Report {
            format: "ferromp-lab".into(),
            version: 1,
            title: title.into(),
            measured,
            host: Host::this(),
            notes: Vec::new(),
            complete: true,
            cases: Vec::new(),
        }
    }
}

impl Case {
    /// Sorts the rows and fills in what compares them. `close` says of two rows whether they cannot be told apart.
    pub fn ranked(mut self, close: impl Fn(&Row, &Row) -> bool) -> Self {
        self.rows.sort_by(|a, b| a.median_seconds.total_cmp(&b.median_seconds));
        let Some(best) = self.rows.first() else { return self };
        let relative: Vec<(f64, bool)> = self
            .rows
            .iter()
            .map(|row| (row.median_seconds / best.median_seconds.max(1e-15), close(row, best)))
            .collect();
        for (row, (ratio, close)) in self.rows.iter_mut().zip(relative) {
            row.ratio = ratio;
            row.close = close;
            row.speedup = self.serial_seconds / row.median_seconds.max(1e-15);
        }
        self
    }
}

impl Host {
    fn this() -> Host {
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
        Host {
            processor: model.map_or("unknown processor", |(_, name)| name.trim()).to_owned(),
            processors: ferromp::omp::get_num_procs(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}

/// Bars of one member that lie closer together than `gap`, as one. They come in any order.
fn merged(mut bars: Vec<Bar>, gap: f64) -> Vec<Bar> {
    bars.sort_by(|a, b| a.member.cmp(&b.member).then(a.begin.total_cmp(&b.begin)));
    let mut merged: Vec<Bar> = Vec::new();
    for bar in bars {
        match merged.last_mut() {
            Some(last) if last.member == bar.member && bar.begin - last.end <= gap => last.end = bar.end,
            _ => merged.push(bar),
        }
    }
    merged
}

/// The same for a picture of a loop that took so many seconds: what lies closer than a dot is merged, and more if there
/// are more bars than one can see.
pub fn picture(bars: Vec<Bar>, seconds: f64) -> Vec<Bar> {
    const MOST: usize = 600;
    let mut gap = seconds / 900.0;
    let mut bars = merged(bars, gap);
    while bars.len() > MOST && gap < seconds {
        gap *= 2.0;
        bars = merged(bars, gap);
    }
    bars
}

/// So many threads, in words.
pub fn members(threads: usize) -> String {
    if threads == 1 { "1 thread".into() } else { format!("{threads} threads") }
}

/// Three digits and a unit.
pub fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        ..1e-6 => (seconds * 1e9, "ns"),
        ..1e-3 => (seconds * 1e6, "µs"),
        ..1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_merge_and_members_do_not() {
        let bar = |member, begin, end| Bar { member, begin, end };
        let bars = vec![bar(1, 0.0, 1.0), bar(0, 2.0, 3.0), bar(0, 0.0, 1.0), bar(0, 1.05, 1.5)];
        assert_eq!(merged(bars, 0.1), [bar(0, 0.0, 1.5), bar(0, 2.0, 3.0), bar(1, 0.0, 1.0)]);
    }

    #[test]
    fn pictures_have_a_bound() {
        let bar = |i: usize| Bar { member: i % 2, begin: i as f64, end: i as f64 + 0.5 };
        let bars = picture((0..100_000).map(bar).collect(), 100_000.0);
        assert!(bars.len() <= 600 && bars.iter().any(|bar| bar.member == 1));
    }

    #[test]
    fn times_have_units() {
        let texts = [2e-9, 0.0123, 1.5, 123.4e-6].map(time);
        assert_eq!(texts, ["2.00 ns", "12.3 ms", "1.50 s", "123 µs"]);
    }
}
