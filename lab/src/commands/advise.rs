//! `advise`: one line.

use crate::End;
use crate::arguments::{self, MachineArguments, Policies};
use crate::complaint::Complaint;
use crate::kernels;
use crate::loops::{self, Loop};
use crate::report::members;
use clap::Args;
use ferromp::Schedule;
use std::path::Path;

/// Say in one line which schedule to write, and what it gains
#[derive(Args, Debug)]
pub struct Advise {
    /// A profile, a list of seconds, or the name of a kernel
    #[arg(value_name = "FILE|KERNEL")]
    subject: String,
    /// Of the loops of a profile the one whose place contains this [default: the dearest]
    #[arg(long, value_name = "PLACE")]
    site: Option<String>,
    #[command(flatten)]
    policies: Policies,
    /// Number of threads [default: as recorded, or as many as there are processors]
    #[arg(short, long, value_name = "N", value_parser = arguments::threads)]
    threads: Option<usize>,
    #[command(flatten)]
    machine: MachineArguments,
    /// What a kernel's size is multiplied by
    #[arg(long, value_name = "X", default_value = "1", value_parser = arguments::scale)]
    scale: f64,
}

/// What a simpler schedule may cost before another is advised.
const SLACK: f64 = 1.01;

pub fn run(advise: &Advise) -> Result<End, Complaint> {
    let schedules = advise.policies.clone().or_chunks(&[1, 4, 16, 64]).chosen()?;
    let loops = advise.loops()?;
    let Some(dearest) = loops.first() else { return Ok(End::Interrupted) };
    let recorded = dearest.recorded.as_ref();
    let threads = advise.threads.or(recorded.map(|(threads, _)| *threads));
    let threads = threads.unwrap_or_else(ferromp::omp::get_num_procs);
    let machine = advise.machine.machine(threads).timeline(false);
    let time = |schedule: Schedule<'_>| machine.run(&dearest.costs, schedule).makespan;

    let times: Vec<(Schedule<'_>, f64)> =
        schedules.iter().map(|schedule| (*schedule, time(*schedule))).collect();
    let least = times.iter().map(|(_, time)| *time).fold(f64::INFINITY, f64::min);
    // They come in the order of Schedule::all(), the well-known ones first.
    let Some((best, took)) = times.into_iter().find(|(_, time)| *time <= least * SLACK) else {
        return Err(Complaint::new("there is no schedule to choose from").fix("name one with --policy"));
    };
    let gain =
        |from: Schedule<'_>| format!("{:.2} times as fast as schedule({from})", time(from) / took.max(1e-15));
    let mut gains = Vec::new();
    // `custom`, or a schedule of another version's, cannot be replayed.
    let before = recorded.and_then(|(_, schedule)| schedule.parse::<Schedule<'_>>().ok());
    gains.extend(
        before.filter(|before| *before != Schedule::Static).map(|before| gain(before) + " as recorded"),
    );
    gains.push(gain(Schedule::Static));
    let others = match loops.len() {
        1 => String::new(),
        count => format!("; the dearest of {count} loops, --site chooses another"),
    };
    println!(
        "write schedule({best}): {}, simulated on {} ({}{others})",
        gains.join(", "),
        members(threads),
        dearest.name
    );
    Ok(End::Complete)
}

impl Advise {
    fn loops(&self) -> Result<Vec<Loop>, Complaint> {
        let path = Path::new(&self.subject);
        if path.exists() {
            return loops::at_site(loops::read(path)?, self.site.as_deref());
        }
        match kernels::by_name(&self.subject) {
            Ok(kernel) => Ok(loops::measured(&[kernel], self.scale)),
            Err(_) if self.subject.contains(['/', '.']) => loops::read(path),
            Err(complaint) => Err(complaint),
        }
    }
}
