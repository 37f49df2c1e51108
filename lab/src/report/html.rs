//! One self-contained page: a summary, maps, and for each loop bars, a table and timelines.

use super::summary::sentences;
use super::svg::{self, escaped};
use super::{Case, Report, Row, members, time};
use std::fmt::Write;

const PAGE: &str = "\
body{margin:0 auto;max-width:980px;padding:24px 16px 64px;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}\
h1{font-size:26px;margin:0}h2{font-size:19px;margin:40px 0 4px}h3{font-size:15px;margin:20px 0 6px}\
.soft{color:var(--soft)}.lead{font-size:17px;margin:14px 0;padding:10px 14px;border-left:4px solid var(--c0);background:var(--rest)}\
.warn{border-left-color:var(--c6)}.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}\
th,td{padding:3px 10px;text-align:right;border-bottom:1px solid var(--line)}th:first-child,td:first-child{text-align:left}th{color:var(--soft);font-weight:500}\
tr.best td{font-weight:600}.chip{display:inline-block;min-width:38px;padding:0 6px;border-radius:3px;text-align:center}\
.k0{background:var(--c0);color:var(--on0)}.k1{background:var(--c1);color:var(--on)}.k2{background:var(--c2);color:var(--on)}.k3{background:var(--c3);color:var(--on)}\
.k4{background:var(--c4);color:var(--on)}.k5{background:var(--c5);color:var(--on)}.k6{background:var(--c6);color:var(--on6)}\
.tl{width:100%;display:block}.tl-row{display:grid;grid-template-columns:150px 1fr;gap:10px;align-items:center;margin:6px 0;font-size:13px}\
.tl-row span{text-align:right}details{margin:10px 0}summary{cursor:pointer;color:var(--soft)}nav a{margin-right:12px;white-space:nowrap}a{color:var(--busy)}\
svg{max-width:100%}.scroll svg{max-width:none}";

/// The whole page.
pub(super) fn html(report: &Report) -> String {
    let mut page = String::new();
    let title = escaped(&report.title);
    let _ = write!(
        page,
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>\
         <meta name='viewport' content='width=device-width,initial-scale=1'><meta name='color-scheme' content='light dark'>\
         <title>{title}</title><style>{}{PAGE}</style></head><body><h1>{title}</h1>",
        svg::STYLE
    );
    head(&mut page, report);
    for (threads, cases) in svg::by_threads(report) {
        let (map, width, height) = svg::heat_map(&cases);
        let _ = write!(
            page,
            "<h2>Which schedule for which loop, on {}</h2>{}<div class='scroll'>\
             <svg viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img'>{map}</svg></div>",
            members(threads),
            legend()
        );
    }
    page.push_str("<nav><h2>Loops</h2>");
    for (i, case) in report.cases.iter().enumerate() {
        let _ = write!(page, "<a href='#c{i}'>{} on {}</a> ", escaped(&case.kernel), case.threads);
    }
    page.push_str("</nav>");
    report.cases.iter().enumerate().for_each(|(i, case)| section(&mut page, report, i, case));
    page.push_str("</body></html>\n");
    page
}

fn head(page: &mut String, report: &Report) {
    let host = &report.host;
    let how = if report.measured { "Measured" } else { "Simulated" };
    let _ = write!(
        page,
        "<div class='soft'>{how} on {}, {} processors, {}</div>",
        escaped(&host.processor),
        host.processors,
        escaped(&host.system)
    );
    for note in &report.notes {
        let _ = write!(page, "<div class='soft'>{}</div>", escaped(note));
    }
    if !report.complete {
        page.push_str(
            "<div class='lead warn'>The run was interrupted: these are the results until then.</div>",
        );
    }
    if report.cases.is_empty() {
        page.push_str("<div class='lead warn'>There are no results.</div>");
    }
    for sentence in sentences(report) {
        let _ = write!(page, "<div class='lead'>{}</div>", escaped(&sentence));
    }
}

fn legend() -> String {
    let bounds = ["best to 1.02", "1.05", "1.10", "1.25", "1.5", "2", "more"];
    let chips = bounds.iter().enumerate().map(|(i, text)| format!("<span class='chip k{i}'>{text}</span> "));
    format!("<div class='soft'>Time divided by that of the best (★): {}</div>", chips.collect::<String>())
}

fn section(page: &mut String, report: &Report, number: usize, case: &Case) {
    let _ = write!(
        page,
        "<h2 id='c{number}'>{} on {}</h2><div class='soft'>{}; {} iterations, {} without threads</div>",
        escaped(&case.kernel),
        members(case.threads),
        escaped(&case.about),
        case.iterations,
        time(case.serial_seconds)
    );
    if case.rows.is_empty() {
        return;
    }
    let _ =
        write!(page, "<h3>Time divided by the best</h3><div class='scroll'>{}</div>", svg::ratio_bars(case));
    timelines(page, case);
    let _ =
        write!(page, "<details><summary>All numbers</summary><div class='scroll'><table>{}", columns(report));
    case.rows.iter().enumerate().for_each(|(rank, row)| line(page, report, rank, row));
    page.push_str("</table></div></details>");
}

fn columns(report: &Report) -> String {
    let own = if report.measured { "<th>quartiles</th>" } else { "<th>chunks</th><th>dispatch</th>" };
    format!("<tr><th>schedule</th><th>of best</th><th>time</th>{own}<th>speedup</th><th>imbalance</th></tr>")
}

fn line(page: &mut String, report: &Report, rank: usize, row: &Row) {
    let best = if rank == 0 { " class='best'" } else { "" };
    let own = if report.measured {
        format!("<td>{} … {}</td>", time(row.low_seconds), time(row.high_seconds))
    } else {
        let share = row.dispatch_share.unwrap_or(0.0) * 100.0;
        format!("<td>{}</td><td>{share:.1} %</td>", row.chunks.unwrap_or(0))
    };
    let _ = write!(
        page,
        "<tr{best}><td>{}</td><td><span class='chip k{}'>{:.2}</span></td><td>{}</td>{own}<td>{:.2}</td><td>{:.2}</td></tr>",
        escaped(&row.schedule),
        svg::level(row.ratio),
        row.ratio,
        time(row.median_seconds),
        row.speedup,
        row.imbalance
    );
}

/// The best and the worst in sight, the others behind a click. All have the same scale.
fn timelines(page: &mut String, case: &Case) {
    let end = case.rows.iter().flat_map(|row| &row.timeline).map(|bar| bar.end).fold(0.0, f64::max);
    let drawn: Vec<&Row> = case.rows.iter().filter(|row| !row.timeline.is_empty()).collect();
    let [best, others @ ..] = drawn.as_slice() else { return };
    if end <= 0.0 {
        return;
    }
    let picture = |row: &Row| {
        let svg = svg::timeline(&row.timeline, case.threads, end);
        format!("<div class='tl-row'><span>{}</span>{svg}</div>", escaped(&row.schedule))
    };
    let _ = write!(page, "<h3>Who was busy when (0 to {})</h3>{}", time(end), picture(best));
    if let [most @ .., worst] = others {
        page.push_str(&picture(worst));
        if !most.is_empty() {
            let others: String = most.iter().map(|row| picture(row)).collect();
            let _ =
                write!(page, "<details><summary>The {} in between</summary>{others}</details>", most.len());
        }
    }
}
