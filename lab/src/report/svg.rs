//! Pictures: the map of loops and schedules, bars of ratios, timelines. Colours come from the style sheet, so that they suit
//! light and dark surroundings.

use super::{Bar, Case, Report, Row};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Colours by class. Levels of ratios run from 0 (the best) to 6.
pub(super) const STYLE: &str = "\
:root{--bg:#fff;--ink:#1b2430;--soft:#5d6b7a;--line:#d8dee5;--busy:#2f7ebb;--rest:#eef1f4;\
--c0:#1a9b77;--c1:#63bd9b;--c2:#b5dfc9;--c3:#f3efc2;--c4:#f9cf8e;--c5:#f0975e;--c6:#cf5246;--on0:#fff;--on:#1b2430;--on6:#fff}\
@media(prefers-color-scheme:dark){:root{--bg:#12171d;--ink:#e6ebf0;--soft:#9aa7b4;--line:#313b46;--busy:#5aa9e0;--rest:#1e262f;\
--c0:#1fae86;--c1:#1a7a60;--c2:#1d5546;--c3:#4a4526;--c4:#7a5420;--c5:#9b4b22;--c6:#a83a32;--on0:#08120e;--on:#e6ebf0;--on6:#fff}}\
text{font:12px system-ui,sans-serif;fill:var(--ink)}.s{fill:var(--soft)}.b{font-weight:600}.e{text-anchor:end}.m{text-anchor:middle}\
.l0{fill:var(--c0)}.l1{fill:var(--c1)}.l2{fill:var(--c2)}.l3{fill:var(--c3)}.l4{fill:var(--c4)}.l5{fill:var(--c5)}.l6{fill:var(--c6)}\
.t0{fill:var(--on0)}.t6{fill:var(--on6)}.t{fill:var(--on)}.n{font-size:10.5px}.r{fill:var(--rest)}.g{stroke:var(--line);fill:none}.w{stroke:var(--busy);fill:none}";

/// How far from the best: 0 to 6.
pub(super) fn level(ratio: f64) -> usize {
    [1.02, 1.05, 1.1, 1.25, 1.5, 2.0].iter().filter(|bound| ratio >= **bound).count()
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The maps of all numbers of threads as one picture with a style of its own.
pub(super) fn standalone(report: &Report) -> String {
    let (mut body, mut y, mut width) = (String::new(), 0, 300);
    for (threads, cases) in by_threads(report) {
        let (map, wide, high) = heat_map(&cases);
        let on = super::members(threads);
        let how = if report.measured { "measured" } else { "simulated" };
        let _ = write!(
            body,
            "<text class='b' x='8' y='{}'>{on}, {how}</text><g transform='translate(0,{})'>{map}</g>",
            y + 20,
            y + 26
        );
        y += high + 36;
        width = width.max(wide);
    }
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {y}' width='{width}' height='{y}'>\
         <style>{STYLE}</style><rect width='100%' height='100%' style='fill:var(--bg)'/>{body}</svg>\n"
    )
}

pub(super) fn by_threads(report: &Report) -> BTreeMap<usize, Vec<&Case>> {
    let mut by_threads: BTreeMap<usize, Vec<&Case>> = BTreeMap::new();
    for case in report.cases.iter().filter(|case| !case.rows.is_empty()) {
        by_threads.entry(case.threads).or_default().push(case);
    }
    by_threads
}

/// A row for each loop, a column for each schedule, in each cell how many times as long as the best: content, width and
/// height. Schedules stand in the order of their worst ratio.
pub(super) fn heat_map(cases: &[&Case]) -> (String, usize, usize) {
    const LEFT: usize = 112;
    const HIGH: usize = 26;
    let columns = columns(cases);
    // As wide as a page, if so many can be read.
    let cell_width = (820 / columns.len().max(1)).clamp(30, 44);
    let longest = columns.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let top = 14 + longest * 5;
    let (width, height) =
        (LEFT + columns.len() * cell_width + longest * 5 + 12, top + cases.len() * HIGH + 8);
    let mut svg = String::new();
    for (i, name) in columns.iter().enumerate() {
        let (x, y) = (LEFT + i * cell_width + cell_width / 2, top - 6);
        let name = escaped(name);
        let _ = write!(svg, "<text transform='translate({x},{y}) rotate(-45)'>{name}</text>");
    }
    for (line, case) in cases.iter().enumerate() {
        let y = top + line * HIGH;
        let kernel = escaped(&case.kernel);
        let _ = write!(svg, "<text class='e' x='{}' y='{}'>{kernel}</text>", LEFT - 8, y + 17);
        for (i, name) in columns.iter().enumerate() {
            let Some((rank, row)) = case.rows.iter().enumerate().find(|(_, row)| row.schedule == **name)
            else {
                continue;
            };
            svg.push_str(&cell(LEFT + i * cell_width, y, cell_width - 2, HIGH - 2, row, rank == 0));
        }
    }
    (svg, width, height)
}

fn cell(x: usize, y: usize, width: usize, height: usize, row: &Row, best: bool) -> String {
    let level = level(row.ratio);
    let ink = ["t0", "t", "t", "t", "t", "t", "t6"][level];
    let weight = if best { " b" } else { "" };
    let (middle, base) = (x + width / 2, y + height / 2 + 4);
    let tip = escaped(&format!(
        "{}: {}, {:.3} × the best",
        row.schedule,
        super::time(row.median_seconds),
        row.ratio
    ));
    let value = match row.ratio {
        _ if best => "★".to_owned(),
        ..9.995 => format!("{:.2}", row.ratio),
        _ => format!("{:.0}", row.ratio),
    };
    format!(
        "<g><title>{tip}</title><rect class='l{level}' rx='3' x='{x}' y='{y}' width='{width}' height='{height}'/>\
         <text class='m n {ink}{weight}' x='{middle}' y='{base}'>{value}</text></g>"
    )
}

/// All schedules of the cases, those first that are never far behind.
fn columns(cases: &[&Case]) -> Vec<String> {
    let mut worst: BTreeMap<&str, f64> = BTreeMap::new();
    for row in cases.iter().flat_map(|case| &case.rows) {
        let entry = worst.entry(&row.schedule).or_insert(0.0);
        *entry = entry.max(row.ratio);
    }
    let mut columns: Vec<_> = worst.into_iter().collect();
    columns.sort_by(|a, b| a.1.total_cmp(&b.1));
    columns.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// A bar for each schedule, as long as its time divided by the best; with the quartiles as a line.
pub(super) fn ratio_bars(case: &Case) -> String {
    const LEFT: f64 = 150.0;
    const LONG: f64 = 330.0;
    const HIGH: f64 = 20.0;
    let Some(best) = case.rows.first().map(|row| row.median_seconds.max(1e-15)) else { return String::new() };
    // What is far off ends at the edge, with its number.
    let most = case.rows.iter().map(|row| row.ratio).fold(1.0, f64::max).min(4.0);
    let x = |ratio: f64| LEFT + LONG * (ratio / most).min(1.0);
    let height = HIGH * case.rows.len() as f64 + 8.0;
    let mut svg = format!("<svg viewBox='0 0 560 {height}' width='560' height='{height}' role='img'>");
    for (i, row) in case.rows.iter().enumerate() {
        let y = HIGH * i as f64 + 4.0;
        let (end, low, high) = (x(row.ratio), x(row.low_seconds / best), x(row.high_seconds / best));
        let weight = if i == 0 { " b" } else { "" };
        let _ = write!(
            svg,
            "<text class='e{weight}' x='{:.0}' y='{:.0}'>{}</text>\
             <rect class='l{}' x='{LEFT}' y='{:.1}' width='{:.1}' height='{:.0}' rx='2'/>\
             <path class='g' style='stroke:var(--ink)' d='M{low:.1} {mid:.1}H{high:.1}'/>\
             <text class='n{weight}' x='{:.1}' y='{:.0}'>{:.2}</text>",
            LEFT - 8.0,
            y + 13.0,
            escaped(&row.schedule),
            level(row.ratio),
            y + 1.0,
            end - LEFT,
            HIGH - 5.0,
            end.max(high) + 6.0,
            y + 13.0,
            row.ratio,
            mid = y + HIGH / 2.0 - 1.5,
        );
    }
    let one = x(1.0);
    let _ = write!(svg, "<path class='g' stroke-dasharray='3 3' d='M{one:.1} 0V{height}'/></svg>");
    svg
}

/// Who was busy when, from 0 to `end` seconds: a line for each member, at most so many that they can be told apart.
pub(super) fn timeline(bars: &[Bar], members: usize, end: f64) -> String {
    const WIDTH: f64 = 900.0;
    const MOST: usize = 128;
    const GAP: f64 = 0.5;
    let step = members.div_ceil(MOST).max(1);
    let shown = members.div_ceil(step);
    let high = (160.0 / shown as f64).clamp(1.0, 12.0);
    let height = (high + GAP) * shown as f64;
    // One path for all: a page has hundreds of timelines.
    let mut path = String::new();
    for bar in bars.iter().filter(|bar| bar.member % step == 0 && bar.member < members) {
        let (from, to) = (bar.begin / end * WIDTH, bar.end / end * WIDTH);
        let (middle, width) = ((high + GAP) * (bar.member / step) as f64 + high / 2.0, (to - from).max(0.3));
        let _ = write!(path, "M{from:.0} {middle:.1}h{width:.1}");
    }
    format!(
        "<svg viewBox='0 0 {WIDTH} {height:.1}' preserveAspectRatio='none' class='tl' style='height:{height:.0}px' \
         role='img'><rect class='r' width='{WIDTH}' height='{height:.1}'/>\
         <path class='w' stroke-width='{high:.1}' d='{path}'/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_with_ratios() {
        assert_eq!([1.0, 1.03, 1.07, 1.2, 1.3, 1.9, 7.0].map(level), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn timelines_of_many_members_show_some() {
        let bars: Vec<Bar> = (0..1000).map(|member| Bar { member, begin: 0.0, end: 1.0 }).collect();
        let svg = timeline(&bars, 1000, 1.0);
        assert_eq!(svg.matches("h900.0").count(), 125);
        assert!(escaped("a<b>&\"c\"").contains("a&lt;b&gt;&amp;&quot;c&quot;"));
    }
}
