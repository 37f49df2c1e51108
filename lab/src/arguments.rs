//! The command line.

use crate::commands::{advise::Advise, bench::Bench, replay::Replay, simulate::Simulate, validate::Validate};
use crate::complaint::Complaint;
use crate::policies;
use clap::{Args, Parser, Subcommand};
use ferromp::Schedule;
use ferromp::simulate::Machine;

/// Which OpenMP schedule to use: measures, simulates and ranks the schedules of ferromp
#[derive(Debug, Parser)]
#[command(name = "ferromp-lab", version, max_term_width = 110)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Bench(Bench),
    Simulate(Simulate),
    Replay(Replay),
    Advise(Advise),
    Validate(Validate),
}

/// Which schedules to try
#[derive(Args, Clone, Debug, Default)]
pub struct Policies {
    /// A schedule as OMP_SCHEDULE takes it, such as `guided,16`; may be given several times [default: all]
    #[arg(short, long = "policy", value_name = "SCHEDULE")]
    policies: Vec<String>,
    /// Chunk sizes to try with every schedule that takes one [default: the schedule's own]
    #[arg(short, long = "chunk", value_name = "N", value_delimiter = ',')]
    chunks: Vec<u64>,
}

impl Policies {
    pub fn chosen(&self) -> Result<Vec<Schedule<'static>>, Complaint> {
        policies::choose(&self.policies, &self.chunks)
    }

    /// With these chunk sizes if the user gave none.
    pub fn or_chunks(mut self, chunks: &[u64]) -> Self {
        if self.chunks.is_empty() {
            self.chunks = chunks.to_vec();
        }
        self
    }
}

/// The machine to simulate
#[derive(Args, Clone, Debug)]
pub struct MachineArguments {
    /// Nanoseconds to take a chunk that nobody else wants
    #[arg(long, value_name = "NS", default_value = "2", value_parser = duration)]
    own_ns: f64,
    /// Nanoseconds to take a chunk from a cursor that others write
    #[arg(long, value_name = "NS", default_value = "60", value_parser = duration)]
    shared_ns: f64,
    /// Nanoseconds to open and close a region
    #[arg(long, value_name = "NS", default_value = "0", value_parser = duration)]
    region_ns: f64,
    /// Speeds of the members in thread order, 1 being usual: `1,1,0.5`
    #[arg(long, value_name = "X", value_delimiter = ',', value_parser = speed)]
    speeds: Vec<f64>,
    /// Nanoseconds that members come late, in thread order
    #[arg(long, value_name = "NS", value_delimiter = ',', value_parser = duration)]
    delays_ns: Vec<f64>,
    /// Standard deviation of what a chunk takes, relative to its mean
    #[arg(long, value_name = "X", default_value = "0", value_parser = duration)]
    noise: f64,
    /// Where the noise comes from
    #[arg(long, value_name = "N", default_value = "0")]
    seed: u64,
    /// How many times the loop runs; the last is reported. Makes a difference to schedules that learn
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(u32).range(1..))]
    loops: u32,
}

impl MachineArguments {
    pub fn machine(&self, members: usize) -> Machine {
        Machine::new(members)
            .own_dispatch(self.own_ns * 1e-9)
            .shared_dispatch(self.shared_ns * 1e-9)
            .region(self.region_ns * 1e-9)
            .speeds(self.speeds.iter().copied())
            .start_delays(self.delays_ns.iter().map(|ns| ns * 1e-9))
            .noise(self.noise)
            .seed(self.seed)
            .loops(self.loops)
    }

    /// The machine in words.
    pub fn note(&self) -> String {
        let speeds =
            if self.speeds.is_empty() { "equal members".into() } else { format!("speeds {:?}", self.speeds) };
        format!(
            "Simulated: {speeds}, {} ns to take a chunk of one's own, {} ns from a shared cursor, noise {}",
            self.own_ns, self.shared_ns, self.noise
        )
    }
}

/// A number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    match text.trim().parse() {
        Ok(0) => Err("a team has at least one thread: give 1 or more".into()),
        Ok(threads) if threads > 1 << 20 => Err("more than a million threads: give fewer".into()),
        Ok(threads) => Ok(threads),
        Err(_) => Err("give whole numbers with commas between them, such as 1,2,4".into()),
    }
}

/// What sizes are multiplied by.
pub fn scale(text: &str) -> Result<f64, String> {
    let fits = |scale: &f64| *scale > 0.0 && *scale <= 1000.0;
    text.parse()
        .ok()
        .filter(fits)
        .ok_or_else(|| "give a number above 0, at most 1000; 1 is the usual size".into())
}

fn duration(text: &str) -> Result<f64, String> {
    let fits = |value: &f64| (0.0..=1e12).contains(value);
    text.trim().parse().ok().filter(fits).ok_or_else(|| "give a number from 0 to 1e12".into())
}

fn speed(text: &str) -> Result<f64, String> {
    let fits = |value: &f64| (1e-6..=1e6).contains(value);
    text.trim()
        .parse()
        .ok()
        .filter(fits)
        .ok_or_else(|| "give a number from 1e-6 to 1e6, 1 being usual".into())
}
