//! Measures ferromp beside its rivals: a process per rival and round, rounds interleaved in rotating order, medians
//! and minima in markdown tables, and the ratios this project has promised with whether each is kept.
//!
//! `benches/overhead/run` builds everything this needs and starts it.

mod process;
mod ratios;
mod rivals_list;
mod summary;
mod tables;

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use rivals::construct::{self, ALL, Construct};
use rivals::timing;

use process::Job;
use summary::Summary;

#[derive(Parser)]
struct Options {
    /// Team sizes, separated by commas; each gets its own tables.
    #[arg(long, value_delimiter = ',', default_value = "2")]
    threads: Vec<usize>,
    /// Rounds: every rival is measured once in each.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Rivals, separated by commas; without it all that are built, in their usual settings. `list` names them.
    #[arg(long, value_delimiter = ',')]
    peers: Vec<String>,
    /// Constructs, separated by commas; `tasks` stands for all programs of tasks. Without it all but these. `list` names
    /// them.
    #[arg(long, value_delimiter = ',')]
    constructs: Vec<String>,
    /// Three rounds of few, short samples, without the measurements that wait for seconds.
    #[arg(long)]
    quick: bool,
    /// Appends each measurement to this file as a line of JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The delay inside each construct, in nanoseconds.
    #[arg(long, default_value_t = 100)]
    delay_ns: u64,
}

/// Stands for every program of tasks.
const TASKS: &str = "tasks";

fn main() {
    let options = Options::parse();
    if options.peers.iter().chain(&options.constructs).any(|name| name == "list") {
        println!("peers: {}", rivals_list::ALL.iter().map(|r| r.name).collect::<Vec<_>>().join(","));
        println!("constructs: {}", ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(","));
        return;
    }
    let known = |c: &str| c == TASKS || ALL.iter().any(|(name, _)| *name == c);
    if let Some(unknown) = options.constructs.iter().find(|c| !known(c)) {
        panic!("no construct is called {unknown}; --constructs list names them");
    }
    let rivals = rivals_list::chosen(&options.peers);
    let mut json = options.json.as_ref().map(|path| {
        File::options()
            .create(true)
            .append(true)
            .open(path)
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    });
    let _alone = alone();
    let delay = timing::calibrate(Duration::from_nanos(options.delay_ns));
    for &threads in &options.threads {
        let mut summary = Summary::default();
        let begin = Instant::now();
        let rounds = if options.quick { options.rounds.min(3) } else { options.rounds };
        for round in 0..rounds {
            for at in 0..rivals.len() {
                let rival = rivals[(at + round) % rivals.len()];
                let jobs = jobs(&options, round);
                eprint!("\r{threads} threads, round {}/{rounds}: {:<14}", round + 1, rival.name);
                for job in &jobs {
                    for mut record in process::run(rival, threads, delay, options.quick, job) {
                        record.round = round;
                        if let Some(file) = &mut json {
                            let line = serde_json::to_string(&record).expect("numbers and plain names");
                            writeln!(file, "{line}").expect("the JSON file");
                        }
                        summary.add(record);
                    }
                }
            }
        }
        eprintln!("\r{threads} threads: {rounds} rounds in {:.0} s{:30}", begin.elapsed().as_secs_f64(), "");
        tables::print(&summary, &rivals, threads);
        ratios::print(&summary, threads);
    }
}

/// Waits until no other measuring program of this machine runs: two would measure each other.
fn alone() -> File {
    let path = std::env::temp_dir().join("ferromp-overhead.lock");
    let file = File::create(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if file.try_lock().is_err() {
        eprintln!("waiting for another measuring program to end ({})", path.display());
        file.lock().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    file
}

/// The processes of one rival in one round: the measurements that need company or long waits go separately.
fn jobs(options: &Options, round: usize) -> Vec<Job> {
    let wanted = |name: &str| {
        let of_tasks = construct::by_name(name).is_some_and(Construct::is_of_tasks);
        let asked = |c: &String| c == name || (c == TASKS && of_tasks);
        options.constructs.iter().any(asked) || (options.constructs.is_empty() && !of_tasks)
    };
    let named = |keep: &dyn Fn(&str) -> bool| -> Vec<&'static str> {
        ALL.iter().map(|(name, _)| *name).filter(|name| wanted(name) && keep(name)).collect()
    };
    // What waits or needs company takes as long as all the rest, so every third round has to do.
    let slow = !options.quick && round.is_multiple_of(3);
    let burns = |c: &str| c == "idle.cpu" || c == "idle.tasks";
    let alone = named(&|c| !c.starts_with("hog.") && !burns(c) && (slow || !c.starts_with("idle.")));
    let with_hog = named(&|c| c.starts_with("hog.") && slow);
    // Processor time hardly varies, and each measurement of it lasts 2 s.
    let burnt = named(&|c| burns(c) && !options.quick && round.is_multiple_of(8));
    [
        Job { constructs: alone, hog: false },
        Job { constructs: with_hog, hog: true },
        Job { constructs: burnt, hog: false },
    ]
    .into_iter()
    .filter(|job| !job.constructs.is_empty())
    .collect()
}
