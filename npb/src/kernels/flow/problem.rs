use super::norms::checks;
use super::{Flow, Vector};
use crate::class::Class;
use crate::report::Report;
use std::time::Instant;

/// A flow to be followed for some steps, and what is known of its end.
pub struct Problem {
    /// The benchmark's.
    pub name: &'static str,
    pub class: Class,
    /// Points along an edge.
    pub n: usize,
    /// The length of a step in time.
    pub dt: f64,
    pub steps: u32,
    pub residuals: Vector,
    pub errors: Vector,
    /// Millions of operations in all steps.
    pub mop: f64,
}

impl Problem {
    /// Takes all steps by `solve`, which is given a flow and the number of steps: the flow at their end, and the report.
    pub fn run(self, solve: impl Fn(&mut Flow, u32)) -> (Flow, Report) {
        let Self { name, class, n, dt, steps, residuals, errors, mop } = self;
        let mut flow = Flow::new(n, dt);
        // Data and threads are warm before the clock starts.
        solve(&mut flow, 1);
        flow.start();
        let since = Instant::now();
        solve(&mut flow, steps);
        let time = since.elapsed();
        let report = Report {
            name,
            class,
            size: format!("{n}x{n}x{n}"),
            iterations: steps,
            threads: ferromp::omp::get_max_threads(),
            time,
            mop,
            operation: "floating point",
            checks: checks(&mut flow, residuals, errors),
        };
        (flow, report)
    }
}
