//! Which policy wins where, in a sentence.

use super::{Case, Report};
use std::collections::BTreeMap;

/// A sentence for each number of threads.
pub(super) fn sentences(report: &Report) -> Vec<String> {
    let mut by_threads: BTreeMap<usize, Vec<&Case>> = BTreeMap::new();
    for case in report.cases.iter().filter(|case| !case.rows.is_empty()) {
        by_threads.entry(case.threads).or_default().push(case);
    }
    by_threads.iter().map(|(threads, cases)| sentence(*threads, cases)).collect()
}

fn sentence(threads: usize, cases: &[&Case]) -> String {
    let on = format!("On {}", super::members(threads));
    if let [case] = cases {
        let (best, worst) = (&case.rows[0], &case.rows[case.rows.len() - 1]);
        return match case.rows.len() {
            1 => format!("{on}, {} takes {}.", best.schedule, super::time(best.median_seconds)),
            _ => format!(
                "{on}, {} is best for {}; {} takes {:.2} times as long.",
                best.schedule, case.kernel, worst.schedule, worst.ratio
            ),
        };
    }
    let mut won: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in cases {
        won.entry(&case.rows[0].schedule).or_default().push(&case.kernel);
    }
    let mut won: Vec<_> = won.into_iter().collect();
    won.sort_by_key(|(_, kernels)| std::cmp::Reverse(kernels.len()));
    let wins: Vec<String> =
        won.iter().map(|(schedule, kernels)| format!("{schedule} wins {}", listed(kernels))).collect();
    let all_rounder = match all_rounder(cases) {
        Some((schedule, worst)) if worst < 1.005 => format!("; {schedule} is among the best everywhere"),
        Some((schedule, worst)) => {
            format!(
                "; the best all-rounder is {schedule}, at most {:.0}\u{a0}% behind",
                (worst - 1.0) * 100.0
            )
        }
        None => String::new(),
    };
    format!("{on}, {}{all_rounder}.", wins.join(", "))
}

/// The schedule whose worst ratio is least, and that ratio.
pub(super) fn all_rounder(cases: &[&Case]) -> Option<(String, f64)> {
    let mut worst: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for row in cases.iter().flat_map(|case| &case.rows) {
        let entry = worst.entry(&row.schedule).or_insert((1.0, 0));
        *entry = (entry.0.max(row.ratio), entry.1 + 1);
    }
    let everywhere = worst.into_iter().filter(|(_, (_, count))| *count == cases.len());
    let least = everywhere.min_by(|a, b| a.1.0.total_cmp(&b.1.0));
    least.map(|(schedule, (ratio, _))| (schedule.to_owned(), ratio))
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
