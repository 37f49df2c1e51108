//! Tables on a terminal.

use super::summary::sentences;
use super::{Case, Report, Row, time};
use std::fmt::Write;

/// All cases as tables, the fastest schedule first, and what they come to.
pub fn print(report: &Report) -> String {
    let mut text = String::new();
    for case in &report.cases {
        case_as_table(&mut text, case);
    }
    for note in &report.notes {
        let _ = writeln!(text, "{note}");
    }
    for sentence in sentences(report) {
        let _ = writeln!(text, "{sentence}");
    }
    if !report.complete {
        text.push_str("interrupted: these are the results so far\n");
    }
    text
}

fn case_as_table(text: &mut String, case: &Case) {
    let Case { kernel, about, threads, iterations, serial_seconds, rows } = case;
    let members = super::members(*threads);
    let serial = time(*serial_seconds);
    let _ = writeln!(text, "{kernel} on {members}: {about}; {iterations} iterations, serially {serial}");
    let width = rows.iter().map(|row| row.schedule.chars().count()).max().unwrap_or(0).max(8);
    let _ = writeln!(
        text,
        "  {:width$}  {:>8}  {:>19}  {:>7}  {:>7}  {:>9}  {:>7}  {:>8}",
        "schedule", "time", "quartiles", "of best", "speedup", "imbalance", "chunks", "dispatch"
    );
    rows.iter().enumerate().for_each(|(rank, row)| row_as_line(text, rank, row, width));
    text.push('\n');
}

fn row_as_line(text: &mut String, rank: usize, row: &Row, width: usize) {
    let mark = if rank == 0 { '*' } else { if row.close { '~' } else { ' ' } };
    let quartiles = if row.low_seconds < row.high_seconds {
        format!("{} … {}", time(row.low_seconds), time(row.high_seconds))
    } else {
        String::from("–")
    };
    let chunks = row.chunks.map_or("–".into(), |chunks| chunks.to_string());
    let dispatch = row.dispatch_share.map_or("–".into(), |share| format!("{:.1} %", share * 100.0));
    let _ = writeln!(
        text,
        "{mark} {:width$}  {:>8}  {quartiles:>19}  {:>7.2}  {:>7.2}  {:>9.2}  {chunks:>7}  {dispatch:>8}",
        row.schedule,
        time(row.median_seconds),
        row.ratio,
        row.speedup,
        row.imbalance,
    );
}
