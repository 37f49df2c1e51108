//! One file for each subcommand.

pub mod advise;
pub mod bench;
pub mod replay;
pub mod simulate;
pub mod validate;

use crate::End;
use crate::complaint::Complaint;
use crate::interrupt;
use crate::loops::Loop;
use crate::progress::Progress;
use crate::report::{self, Bar, Case, Files, Report, Row};
use ferromp::Schedule;
use ferromp::simulate::{Machine, Outcome};

/// What [`Machine::run`] says, as a row.
fn predicted(schedule: Schedule<'_>, outcome: &Outcome) -> Row {
    let spans = outcome.timeline.iter();
    let bars = spans.map(|span| Bar { member: span.thread_num, begin: span.begin, end: span.end });
    let timeline = report::picture(bars.collect(), outcome.makespan);
    Row {
        schedule: schedule.to_string(),
        median_seconds: outcome.makespan,
        low_seconds: outcome.makespan,
        high_seconds: outcome.makespan,
        ratio: 1.0,
        close: false,
        speedup: 1.0,
        imbalance: outcome.imbalance(),
        chunks: Some(outcome.chunks),
        dispatch_share: Some(outcome.dispatch_share()),
        timeline,
    }
}

/// Simulates every loop on teams of every size under every schedule.
fn simulated(
    report: &mut Report,
    loops: &[Loop],
    teams: impl Fn(&Loop) -> Vec<usize>,
    machine: impl Fn(usize) -> Machine,
    schedules: &[Schedule<'static>],
) {
    let progress = Progress::new(loops.iter().map(|loop_| teams(loop_).len() * schedules.len()).sum());
    let mut step = 0;
    for loop_ in loops {
        progress.on(&loop_.name);
        for threads in teams(loop_) {
            let machine = machine(threads);
            let mut case = Case {
                kernel: loop_.name.clone(),
                about: loop_.about.clone(),
                threads,
                iterations: loop_.costs.len(),
                serial_seconds: loop_.costs.total(),
                rows: Vec::new(),
            };
            for &schedule in schedules {
                if interrupt::asked() {
                    report.complete = false;
                    break;
                }
                case.rows.push(predicted(schedule, &machine.run(&loop_.costs, schedule)));
                step += 1;
                progress.at(step);
            }
            report.cases.push(case.ranked(|row, best| row.median_seconds <= best.median_seconds * 1.005));
        }
    }
}

/// Prints the report, writes its files and says how it ended.
fn finish(report: &Report, files: &Files) -> Result<End, Complaint> {
    print!("{}", report::print(report));
    for path in files.write(report)? {
        println!("written: {}", path.display());
    }
    Ok(if report.complete { End::Complete } else { End::Interrupted })
}
