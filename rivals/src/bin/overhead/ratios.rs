//! The ratios this project has promised, measured in the same run.

use crate::rivals_list::{is_openmp, is_serial};
use crate::summary::Summary;
use crate::tables::number;

/// What ferromp's figure is compared with.
enum Against {
    /// One rival.
    Peer(&'static str),
    /// One rival's other construct; ferromp's own included.
    Other(&'static str, &'static str),
    /// The best OpenMP runtime in any settings.
    OpenMp,
    /// The best rival with threads.
    Best,
    /// The best Rust pool, the floor included.
    Pool,
    /// The serial loop plus one region of ours.
    SerialPlusFork,
    /// A figure in nanoseconds.
    Fixed(f64),
}

use Against::*;

struct Target {
    construct: &'static str,
    against: Against,
    limit: f64,
}

const fn at_most(limit: f64, construct: &'static str, against: Against) -> Target {
    Target { construct, against, limit }
}

/// With a core for each member.
const FITTING: &[Target] = &[
    at_most(0.20, "region", Peer("gomp")),
    at_most(0.33, "region", Peer("iomp5")),
    at_most(1.35, "region", Peer("floor")),
    at_most(0.22, "barrier", Peer("gomp")),
    at_most(0.40, "barrier", Peer("iomp5")),
    at_most(1.3, "barrier", Peer("floor")),
    at_most(0.9, "barrier", Peer("threadteam")),
    at_most(0.22, "for", Peer("gomp")),
    at_most(0.37, "for", Peer("iomp5")),
    at_most(1.4, "for", Peer("floor")),
    at_most(0.25, "reduce", Peer("gomp")),
    at_most(0.40, "reduce", Peer("iomp5")),
    at_most(1.2, "reduce", Peer("micropool")),
    at_most(1.2, "tinysum", Peer("micropool")),
    at_most(0.35, "single", Peer("gomp")),
    at_most(0.55, "single", Peer("iomp5")),
    at_most(1.3, "single", Peer("floor")),
    at_most(1.0, "critical", Peer("gomp")),
    at_most(0.3, "critical", Peer("iomp5")),
    at_most(0.30, "dyn1", Peer("gomp")),
    at_most(0.25, "dyn1", Peer("iomp5")),
    at_most(1.5, "dyn1", Peer("forkunion3")),
    at_most(1.0, "guided", Peer("gomp")),
    at_most(1.0, "guided", Peer("iomp5")),
    at_most(1.0, "guided", Pool),
    at_most(1.0, "static", Peer("gomp")),
    at_most(1.0, "static", Peer("iomp5")),
    at_most(1.0, "static", Pool),
    at_most(1.0, "dyn16", Peer("gomp")),
    at_most(1.0, "dyn16", Peer("iomp5")),
    at_most(1.0, "dyn16", Pool),
    at_most(1.05, "axpy1k", Best),
    at_most(1.05, "axpy100k", Best),
    at_most(1.05, "axpy10m", Best),
    at_most(1.0, "tiny", SerialPlusFork),
    at_most(1.0, "idle.loop", Fixed(5e3)),
    at_most(1.0, "idle.region", Peer("gomp-passive")),
    at_most(1.0, "idle.cpu", Fixed(10e6)),
    at_most(1.0, "hog.region", OpenMp),
    at_most(1.0, "hog.mean", OpenMp),
    at_most(1.0, "fib32.join", Peer("chili")),
    at_most(0.45, "fib32.join", Peer("rayon")),
    at_most(0.20, "fib27.task", Peer("iomp5")),
    at_most(1.0, "nq11.join", Peer("chili")),
    at_most(0.30, "nq11.task", Peer("iomp5")),
    at_most(2.0, "taskloop1", Other(OURS, "dyn1")),
    at_most(1.0 / 1.8, "cholesky", Peer("serial-rust")),
    at_most(1.0, "cholesky", Peer("iomp5")),
    at_most(1.0 / 1.9, "uts.join", Peer("serial-rust")),
    at_most(1.0, "idle.tasks", Fixed(10e6)),
];

/// With more members than cores.
const OVERSUBSCRIBED: &[Target] = &[
    at_most(1.0, "region", OpenMp),
    at_most(1.0, "barrier", OpenMp),
    at_most(0.15, "tiny", OpenMp),
    at_most(1.5, "tiny", Peer("micropool")),
    at_most(1.03, "tri.static", Best),
    at_most(1.03, "tri.dyn1", Best),
    at_most(1.03, "tri.guided", Best),
    at_most(1.03, "mandel.static", Best),
    at_most(1.03, "mandel.dyn1", Best),
    at_most(1.03, "mandel.guided", Best),
];

/// The name ferromp has among the rivals.
const OURS: &str = "ferromp";

/// Prints the table of ratios, if ferromp was measured.
pub fn print(summary: &Summary, threads: usize) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let targets = if threads <= cores { FITTING } else { OVERSUBSCRIBED };
    let rows: Vec<String> = targets.iter().filter_map(|target| row(summary, target)).collect();
    if rows.is_empty() {
        return;
    }
    let met = rows.iter().filter(|row| row.ends_with("yes |")).count();
    println!("### ferromp against its targets at {threads} threads: {met} of {} met", rows.len());
    println!("| construct | ours (ns) | against | theirs (ns) | ratio | target | met |");
    println!("|---|---|---|---|---|---|---|");
    for row in rows {
        println!("{row}");
    }
    println!();
}

fn row(summary: &Summary, target: &Target) -> Option<String> {
    let construct = target.construct;
    let ours = summary.figure(construct, OURS)?.median;
    let best = |among: &dyn Fn(&str) -> bool| summary.best(construct, |name| name != OURS && among(name));
    let (name, theirs) = match target.against {
        Peer(name) => (name.to_owned(), summary.figure(construct, name)?.median),
        Other(name, construct) => (format!("{name}'s {construct}"), summary.figure(construct, name)?.median),
        OpenMp => best(&is_openmp).map(|(name, ns)| (format!("best OpenMP: {name}"), ns))?,
        Best => best(&|name| !is_serial(name)).map(|(name, ns)| (format!("best: {name}"), ns))?,
        Pool => best(&|name| !is_serial(name) && !is_openmp(name))
            .map(|(name, ns)| (format!("best pool: {name}"), ns))?,
        SerialPlusFork => {
            let fork = summary.figure("region", OURS)?.median;
            ("serial + own region".to_owned(), summary.figure(construct, "serial-rust")?.median + fork)
        }
        Fixed(ns) => ("a fixed bound".to_owned(), ns),
    };
    let ratio = ours / theirs;
    let met = if ratio <= target.limit { "yes" } else { "NO" };
    let (ours, theirs) = (number(ours), number(theirs));
    Some(format!(
        "| {construct} | {ours} | {name} | {theirs} | {ratio:.2} | ≤ {} | {met} |",
        number(target.limit)
    ))
}
