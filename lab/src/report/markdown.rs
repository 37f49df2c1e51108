//! A short table for a README: the best schedule of each loop, and what the usual ones take.

use super::svg::by_threads;
use super::{Case, Report, members};
use std::fmt::Write;

/// Schedules that one would think of.
const USUAL: [&str; 6] = ["static", "dynamic", "guided", "auto", "tss", "fac2"];

pub(super) fn markdown(report: &Report) -> String {
    let mut text = String::new();
    for (threads, cases) in by_threads(report) {
        let how = if report.measured { "measured" } else { "simulated" };
        let usual: Vec<&str> =
            USUAL.into_iter().filter(|name| cases.iter().any(|case| ratio(case, name).is_some())).collect();
        let _ = writeln!(text, "| {}, {how} | best | {} |", members(threads), usual.join(" | "));
        let _ = writeln!(text, "|---|---|{}", "---|".repeat(usual.len()));
        for case in cases {
            let best = &case.rows[0];
            let cells: Vec<String> = usual.iter().map(|name| cell(ratio(case, name))).collect();
            let _ = writeln!(text, "| {} | {} | {} |", case.kernel, best.schedule, cells.join(" | "));
        }
        text.push('\n');
    }
    text
}

/// The time under this schedule divided by the best.
fn ratio(case: &Case, schedule: &str) -> Option<f64> {
    case.rows.iter().find(|row| row.schedule == schedule).map(|row| row.ratio)
}

fn cell(ratio: Option<f64>) -> String {
    match ratio {
        None => "–".into(),
        Some(ratio) if ratio < 1.02 => format!("**{ratio:.2}**"),
        Some(ratio) => format!("{ratio:.2}"),
    }
}
