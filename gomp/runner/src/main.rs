//! Runs every program of some folders on two OpenMP libraries, and says where they differ.
//!
//! The programs are whatever `gcc -fopenmp` has linked; the libraries are folders with a `libgomp.so.1`, of which each
//! run finds one by `LD_LIBRARY_PATH`. Runs on both take turns, so that a change of the machine's load meets both.

mod arguments;
mod options;
mod outcome;
mod program;
mod report;
mod run;
mod tally;

use clap::Parser;
use options::Options;
use std::process::ExitCode;

fn main() -> ExitCode {
    match compare(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("gomp-runner: {error}");
            ExitCode::from(2)
        }
    }
}

/// Runs everything and reports; whether all that passes on the library to compare with passes on ours.
fn compare(options: &Options) -> Result<bool, String> {
    let libraries = options.libraries()?;
    let arguments = options.arguments()?;
    let programs = program::find(&options.folders, &options.only)?;
    if programs.is_empty() {
        return Err("there is no program in these folders".to_owned());
    }
    let mut table = report::Table::new(&libraries, options);
    for program in &programs {
        let arguments = arguments.of(&program.name);
        for &threads in &options.threads {
            let tally = run::all(program, arguments, threads, &libraries, options)?;
            table.add(program, threads, tally);
        }
    }
    table.print();
    Ok(table.nothing_is_worse())
}
