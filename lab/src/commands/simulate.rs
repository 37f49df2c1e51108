//! `simulate`: the kernels under every schedule on other machines.

use super::{finish, simulated};
use crate::End;
use crate::arguments::{self, MachineArguments, Policies};
use crate::complaint::Complaint;
use crate::interrupt;
use crate::kernels::{self, Named};
use crate::loops;
use crate::report::{Files, Report};
use clap::Args;
use std::path::PathBuf;

/// Predict what schedules do on other machines: more threads, other speeds, dearer dispatches
#[derive(Args, Debug)]
pub struct Simulate {
    /// Kernels to measure and simulate [default: all]
    #[arg(short, long = "kernel", value_name = "NAME", value_delimiter = ',')]
    kernels: Vec<String>,
    /// Simulate a loop of these costs: a list of seconds, one line for each iteration, or a profile
    #[arg(long, value_name = "FILE")]
    costs: Option<PathBuf>,
    #[command(flatten)]
    policies: Policies,
    /// Numbers of threads
    #[arg(short, long, value_name = "N", value_delimiter = ',', default_value = "16,128",
          value_parser = arguments::threads)]
    threads: Vec<usize>,
    #[command(flatten)]
    machine: MachineArguments,
    /// What the kernels' sizes are multiplied by
    #[arg(long, value_name = "X", default_value = "1", value_parser = arguments::scale)]
    scale: f64,
    #[command(flatten)]
    files: Files,
}

pub fn run(simulate: &Simulate) -> Result<End, Complaint> {
    simulate.files.check()?;
    let schedules = simulate.policies.chosen()?;
    let named: Result<Vec<&Named>, _> = simulate.kernels.iter().map(|name| kernels::by_name(name)).collect();
    let named = named?;
    let mut loops = match &simulate.costs {
        Some(path) => loops::read(path)?,
        None => Vec::new(),
    };
    let all = named.is_empty() && loops.is_empty();
    let chosen = if all { kernels::ALL.iter().collect() } else { named };
    loops.extend(loops::measured(&chosen, simulate.scale));

    let mut report = Report::new("Schedules simulated", false);
    report.notes.push(simulate.machine.note());
    report.complete = !interrupt::asked();
    simulated(
        &mut report,
        &loops,
        |_| simulate.threads.clone(),
        |threads| simulate.machine.machine(threads),
        &schedules,
    );
    finish(&report, &simulate.files)
}
