//! `replay`: the loops of a recorded program under every schedule.

use super::{finish, simulated};
use crate::End;
use crate::arguments::{self, MachineArguments, Policies};
use crate::complaint::Complaint;
use crate::loops;
use crate::report::{Files, Report};
use clap::Args;
use std::path::PathBuf;

/// Rank schedules for the loops of a program that was recorded
#[derive(Args, Debug)]
pub struct Replay {
    /// A profile (what `Profile::to_json` writes), or a list of seconds, one line for each iteration
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only loops whose place contains this: `solver.rs:120`
    #[arg(long, value_name = "PLACE")]
    site: Option<String>,
    #[command(flatten)]
    policies: Policies,
    /// Numbers of threads [default: as recorded]
    #[arg(short, long, value_name = "N", value_delimiter = ',', value_parser = arguments::threads)]
    threads: Vec<usize>,
    #[command(flatten)]
    machine: MachineArguments,
    #[command(flatten)]
    files: Files,
}

pub fn run(replay: &Replay) -> Result<End, Complaint> {
    replay.files.check()?;
    let schedules = replay.policies.chosen()?;
    let loops = loops::at_site(loops::read(&replay.file)?, replay.site.as_deref())?;
    let mut report = Report::new(format!("Schedules for {}", replay.file.display()), false);
    report.notes.push(replay.machine.note());
    simulated(
        &mut report,
        &loops,
        |loop_| match &loop_.recorded {
            _ if !replay.threads.is_empty() => replay.threads.clone(),
            Some((threads, _)) => vec![*threads],
            None => vec![ferromp::omp::get_num_procs()],
        },
        |threads| replay.machine.machine(threads),
        &schedules,
    );
    finish(&report, &replay.files)
}
