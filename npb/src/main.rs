//! The NAS Parallel Benchmarks on ferromp: `npb KERNEL --class A --threads 2`.

// Published values are quoted as they were published, and loops over several rows are written as the benchmarks'
// descriptions have them.
#![allow(clippy::excessive_precision, clippy::needless_range_loop)]

mod class;
mod kernels;
mod random;
mod report;

use clap::Parser;
use class::Class;
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
}

fn main() -> ExitCode {
    let options = Options::parse();
    if let Some(threads) = options.threads {
        ferromp::omp::set_num_threads(threads.into());
    }
    let report = options.kernel.run(options.class);
    print!("{report}");
    if report.verified() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
