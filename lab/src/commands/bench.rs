//! `bench`: the kernels under every schedule, measured here.

use super::finish;
use crate::End;
use crate::arguments::{self, Policies};
use crate::complaint::Complaint;
use crate::interrupt;
use crate::kernels::{self, Kernel, Stamp, checksum};
use crate::loops;
use crate::progress::Progress;
use crate::report::{self, Bar, Case, Files, Report, Row};
use clap::Args;
use ferromp::{CompareSchedules, Comparison, Timing, omp};
use std::path::PathBuf;
use std::time::Duration;

/// Run kernels under every schedule and rank the schedules
#[derive(Args, Debug)]
pub struct Bench {
    /// Kernels to run [default: all]: uniform, triangular, mandelbrot, spmv, n-body, spin-image, log-normal, bimodal,
    /// front-loaded
    #[arg(short, long = "kernel", value_name = "NAME", value_delimiter = ',')]
    kernels: Vec<String>,
    /// Run a recorded loop as well: its iterations take as long as in the profile (or list of seconds)
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    #[command(flatten)]
    policies: Policies,
    /// Numbers of threads [default: as many as there are processors]
    #[arg(short, long, value_name = "N", value_delimiter = ',', value_parser = arguments::threads)]
    threads: Vec<usize>,
    /// How many times each is measured
    #[arg(short, long, value_name = "N", default_value = "9", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// What the kernels' sizes are multiplied by
    #[arg(long, value_name = "X", default_value = "1", value_parser = arguments::scale)]
    scale: f64,
    #[command(flatten)]
    files: Files,
}

/// A kernel, its name, and what it is about.
type Subject = (String, String, Box<dyn Kernel>);

pub fn run(bench: &Bench) -> Result<End, Complaint> {
    bench.files.check()?;
    let schedules = bench.policies.chosen()?;
    let subjects = bench.subjects()?;
    let threads = if bench.threads.is_empty() { vec![omp::get_num_procs()] } else { bench.threads.clone() };
    let candidates = schedules.len() * threads.len();
    let progress = Progress::new(subjects.len() * candidates * (bench.rounds as usize + 1));

    let mut report = Report::new("Schedules compared", true);
    report.notes.push(format!(
        "Medians of {} interleaved rounds after a warm-up; results checked against the serial run.",
        bench.rounds
    ));
    for (number, (name, about, kernel)) in subjects.iter().enumerate() {
        progress.on(name);
        let reference = kernels::run_serially(&**kernel);
        let mut results = vec![0; reference.len()];
        let comparison = CompareSchedules::new()
            .schedules(schedules.iter().copied())
            .threads(threads.iter().copied())
            .rounds(bench.rounds as usize)
            .sample_time(Duration::from_millis(2))
            .run_while(
                |done, of| {
                    progress.at(number * of + done);
                    !interrupt::asked()
                },
                |schedule| kernel.run(schedule, &mut results),
            );
        let serial = crate::calibrate::median(3, || drop(kernels::run_serially(&**kernel)));
        let case = |threads| Case {
            kernel: name.clone(),
            about: about.clone(),
            threads,
            iterations: kernel.len(),
            serial_seconds: serial,
            rows: Vec::new(),
        };
        for &threads in &threads {
            let mut case = case(threads);
            for timing in of_threads(&comparison, threads) {
                case.rows.push(row(&**kernel, timing, checksum(&reference))?);
            }
            if !case.rows.is_empty() {
                report.cases.push(case.ranked(close));
            }
        }
        if interrupt::asked() {
            report.complete = false;
            break;
        }
    }
    drop(progress);
    finish(&report, &bench.files)
}

impl Bench {
    fn subjects(&self) -> Result<Vec<Subject>, Complaint> {
        let mut subjects = Vec::new();
        for name in &self.kernels {
            let kernel = kernels::by_name(name)?;
            subjects.push((kernel.name.to_owned(), kernel.about.to_owned(), kernel.make(self.scale)));
        }
        if let Some(path) = &self.profile {
            for loop_ in loops::read(path)? {
                subjects.push((loop_.name, loop_.about, kernels::recorded(&loop_.costs)));
            }
        }
        if subjects.is_empty() {
            let all = kernels::ALL.iter();
            subjects.extend(
                all.map(|kernel| (kernel.name.to_owned(), kernel.about.to_owned(), kernel.make(self.scale))),
            );
        }
        Ok(subjects)
    }
}

fn of_threads<'c>(
    comparison: &'c Comparison<'static>,
    threads: usize,
) -> impl Iterator<Item = &'c Timing<'static>> {
    comparison.timings().iter().filter(move |timing| timing.threads == threads)
}

/// One more run of the kernel, with stamps: its results are checked, and its timeline kept.
fn row(kernel: &dyn Kernel, timing: &Timing<'static>, expected: u64) -> Result<Row, Complaint> {
    let len = kernel.len() as usize;
    let (mut results, mut stamps) = (vec![0; len], vec![Stamp::default(); len]);
    let before = omp::get_max_threads();
    omp::set_num_threads(timing.threads);
    kernel.run_stamped(timing.schedule, &mut results, &mut stamps);
    omp::set_num_threads(before);
    if checksum(&results) != expected {
        return Err(Complaint::new(format!(
            "the results under {} are not those of the serial run",
            timing.schedule
        ))
        .fix("this is a defect of ferromp: please report it with the command line"));
    }
    let (low, high) = timing.quartiles();
    let median = timing.median().as_secs_f64();
    let bars: Vec<Bar> = stamps
        .iter()
        .map(|stamp| Bar { member: stamp.thread_num, begin: stamp.begin, end: stamp.end })
        .collect();
    Ok(Row {
        schedule: timing.schedule.to_string(),
        median_seconds: median,
        low_seconds: low.as_secs_f64(),
        high_seconds: high.as_secs_f64(),
        ratio: 1.0,
        close: false,
        speedup: 1.0,
        imbalance: imbalance(&bars, timing.threads),
        chunks: None,
        dispatch_share: None,
        timeline: report::picture(bars, median),
    })
}

fn imbalance(bars: &[Bar], threads: usize) -> f64 {
    let mut busy = vec![0.0; threads];
    for bar in bars {
        busy[bar.member.min(threads - 1)] += bar.end - bar.begin;
    }
    let mean = busy.iter().sum::<f64>() / threads as f64;
    if mean > 0.0 { busy.into_iter().fold(0.0, f64::max) / mean } else { 1.0 }
}

/// The median of one within the quartiles of the other.
fn close(row: &Row, best: &Row) -> bool {
    row.median_seconds <= best.high_seconds || best.median_seconds >= row.low_seconds
}
