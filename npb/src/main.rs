//! The NAS Parallel Benchmarks on ferromp: `npb KERNEL --class A --threads 2`.

// Published values are quoted as they were published, and loops over several rows are written as the benchmarks'
// descriptions have them.
#![allow(clippy::excessive_precision, clippy::needless_range_loop)]

mod class;
mod form;
mod kernels;
mod random;
mod report;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use class::Class;
use form::Form;
use kernels::Kernel;
use std::process::ExitCode;

/// Runs one of the NAS Parallel Benchmarks, verifies its result, and reports its speed.
#[derive(Parser)]
#[command(version)]
struct Options {
    #[arg(value_enum)]
    kernel: Kernel,
    /// How large the problem is.
    #[arg(long, value_enum, default_value = "S")]
    class: Class,
    /// How many threads; by default what `OMP_NUM_THREADS` says, or one for each processor.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// How the kernel is written; all of them have annotations, `cg` and `is` both.
    #[arg(long, value_enum, default_value = "annotations")]
    form: Form,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let Options { kernel, class, form, .. } = options;
    if !kernel.has(form) {
        let complaint = format!("{kernel:?} is not written with regions; Cg and Is are").to_lowercase();
        Options::command().error(ErrorKind::InvalidValue, complaint).exit();
    }
    if let Some(threads) = options.threads {
        ferromp::omp::set_num_threads(threads.into());
    }
    let report = kernel.run(class, form);
    print!("{report}");
    if report.verified() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
