//! Kernels of real programs, each serial, on ferromp and on rayon; the script `run` compares them, and C's with OpenMP.

// Loops over grids, as they are usually written.
#![allow(clippy::needless_range_loop)]

mod dense;
mod graph;
mod grid;
mod image;
mod kernel;
mod kmeans;
mod molecules;
mod random;
mod table;

use clap::{Parser, Subcommand};
use kernel::{ALL, Form};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Parser)]
#[command(version, about = "Kernels of real programs: serial, on ferromp, on rayon, and in C with OpenMP")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs kernels in one form and prints for each: its name, the form, milliseconds, and a number that stands for the
    /// result.
    Run {
        #[arg(value_enum)]
        form: Form,
        /// Threads of ferromp's teams and of rayon's pool.
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
        threads: u16,
        /// Some kernels' names; all of them if none is given.
        kernels: Vec<String>,
    },
    /// Makes a table, and a picture, of what several runs have printed.
    Table {
        /// The lines of all runs.
        lines: PathBuf,
        /// Where the picture goes, as SVG.
        #[arg(long)]
        picture: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let done = match Options::parse().command {
        Command::Run { form, threads, kernels } => run(form, threads.into(), &kernels),
        Command::Table { lines, picture } => table::make(&lines, picture.as_deref()),
    };
    if let Err(complaint) = done {
        eprintln!("kernels: {complaint}");
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}

fn run(form: Form, threads: usize, kernels: &[String]) -> Result<(), String> {
    if let Some(unknown) = kernels.iter().find(|name| ALL.iter().all(|(known, _)| known != name)) {
        let known: Vec<_> = ALL.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no kernel `{unknown}`; there are {}", known.join(", ")));
    }
    ferromp::omp::set_num_threads(threads);
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| error.to_string())?;
    for (name, make) in ALL.iter().filter(|(name, _)| kernels.is_empty() || kernels.iter().any(|k| k == name))
    {
        let mut kernel = make();
        let mut once = || {
            kernel.prepare();
            let since = Instant::now();
            // Inside its pool, as rayon's own users do who want it fast.
            let number =
                if form == Form::Rayon { pool.install(|| kernel.run(form)) } else { kernel.run(form) };
            let time = since.elapsed();
            kernel.finish();
            (time, number)
        };
        once();
        let runs: Vec<(Duration, f64)> = (0..3).map(|_| once()).collect();
        let (time, number) = runs.into_iter().min_by_key(|run| run.0).unwrap_or_default();
        let form = format!("{form:?}").to_lowercase();
        println!("{name} {form} {:.3} {number:.12e}", time.as_secs_f64() * 1e3);
    }
    Ok(())
}
