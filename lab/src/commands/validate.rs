//! `validate`: the simulator beside the machine it runs on.

use crate::End;
use crate::arguments::{self, Policies};
use crate::calibrate::Costs;
use crate::complaint::Complaint;
use crate::costs;
use crate::interrupt;
use crate::kernels::{self, Named};
use crate::progress::Progress;
use crate::report::{members, time};
use clap::Args;
use ferromp::{CompareSchedules, Schedule};
use std::time::Duration;

/// Predict what kernels take on this machine, run them, and print how far the prediction is off the fastest run
#[derive(Args, Debug)]
pub struct Validate {
    /// Kernels to run [default: all]
    #[arg(short, long = "kernel", value_name = "NAME", value_delimiter = ',')]
    kernels: Vec<String>,
    #[command(flatten)]
    policies: Policies,
    /// Numbers of threads
    #[arg(short, long, value_name = "N", value_delimiter = ',', default_value = "1,2",
          value_parser = arguments::threads)]
    threads: Vec<usize>,
    /// How many times each is measured
    #[arg(short, long, value_name = "N", default_value = "15", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// What the kernels' sizes are multiplied by
    #[arg(long, value_name = "X", default_value = "1", value_parser = arguments::scale)]
    scale: f64,
}

/// How far predictions are off on one number of threads.
struct Errors(Vec<f64>);

pub fn run(validate: &Validate) -> Result<End, Complaint> {
    let schedules = validate.policies.chosen()?;
    let named: Result<Vec<&Named>, _> = validate.kernels.iter().map(|name| kernels::by_name(name)).collect();
    let named = named?;
    let kernels: Vec<&Named> = if named.is_empty() { kernels::ALL.iter().collect() } else { named };
    let progress = Progress::new(kernels.len() * validate.threads.len());
    let mut lines = Vec::new();
    let mut summary = Vec::new();
    let mut step = 0;
    for &threads in &validate.threads {
        let machine = Costs::measure(threads);
        lines.push(format!(
            "On {}: {} to take a chunk of one's own, {} from a shared cursor, {} for a region",
            members(threads),
            time(machine.own_dispatch),
            time(machine.shared_dispatch),
            time(machine.region)
        ));
        let mut errors = Errors(Vec::new());
        for kernel in &kernels {
            if interrupt::asked() {
                break;
            }
            progress.on(kernel.name);
            validate.compare(kernel, threads, &machine, &schedules, &mut lines, &mut errors);
            step += 1;
            progress.at(step);
        }
        summary.extend(errors.summary(threads));
    }
    drop(progress);
    println!("  {:12}  {:18}  {:>9}  {:>9}  {:>7}", "kernel", "schedule", "predicted", "measured", "error");
    lines.iter().chain(&summary).for_each(|line| println!("{line}"));
    if interrupt::asked() {
        println!("interrupted: these are the results so far");
        return Ok(End::Interrupted);
    }
    Ok(End::Complete)
}

impl Validate {
    fn compare(
        &self,
        named: &Named,
        threads: usize,
        machine: &Costs,
        schedules: &[Schedule<'static>],
        lines: &mut Vec<String>,
        errors: &mut Errors,
    ) {
        let kernel = named.make(self.scale);
        let mut results = vec![0; kernel.len() as usize];
        // Costs before and after, in case the machine is disturbed meanwhile.
        let before = costs::measure(&*kernel, 5, threads);
        let comparison = CompareSchedules::new()
            .schedules(schedules.iter().copied())
            .threads([threads])
            .rounds(self.rounds as usize)
            .sample_time(Duration::from_millis(2))
            .run_while(|_, _| !interrupt::asked(), |schedule| kernel.run(schedule, &mut results));
        let after = costs::measure(&*kernel, 5, threads);
        let simulated = machine.machine(threads).loops(20).timeline(false);
        for timing in comparison.timings() {
            let run = |costs| simulated.run(costs, timing.schedule).makespan;
            let predicted = run(&before).min(run(&after));
            // The least disturbed of each: what other programs take is no error of the prediction.
            let measured = timing.fastest().as_secs_f64();
            let error = predicted / measured - 1.0;
            errors.0.push(error);
            lines.push(format!(
                "  {:12}  {:18}  {:>9}  {:>9}  {:+6.1} %",
                named.name,
                timing.schedule.to_string(),
                time(predicted),
                time(measured),
                error * 100.0
            ));
        }
    }
}

impl Errors {
    fn summary(mut self, threads: usize) -> Option<String> {
        self.0.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        let percent = |rank: usize| self.0[rank].abs() * 100.0;
        let last = self.0.len().checked_sub(1)?;
        Some(format!(
            "On {} the prediction is off by {:.1} % (median), {:.1} % (nine in ten), {:.1} % (worst).",
            members(threads),
            percent(last / 2),
            percent(last * 9 / 10),
            percent(last)
        ))
    }
}
