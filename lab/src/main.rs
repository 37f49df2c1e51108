//! Which OpenMP schedule to use: `ferromp-lab` measures, simulates and ranks the schedules of ferromp.

mod arguments;
mod calibrate;
mod commands;
mod complaint;
mod costs;
mod interrupt;
mod kernels;
mod loops;
mod policies;
mod progress;
mod random;
mod report;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a command ended that had nothing to complain about.
pub enum End {
    Complete,
    Interrupted,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    interrupt::listen();
    let ended = match arguments.command {
        Command::Bench(bench) => commands::bench::run(&bench),
        Command::Simulate(simulate) => commands::simulate::run(&simulate),
        Command::Replay(replay) => commands::replay::run(&replay),
        Command::Advise(advise) => commands::advise::run(&advise),
        Command::Validate(validate) => commands::validate::run(&validate),
    };
    match ended {
        Ok(End::Complete) => ExitCode::SUCCESS,
        Ok(End::Interrupted) => ExitCode::from(130),
        Err(complaint) => {
            eprintln!("ferromp-lab: {complaint}");
            ExitCode::from(2)
        }
    }
}
