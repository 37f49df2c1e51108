//! MG: Poisson's equation on a cube with periodic boundaries, by V-cycles over ever coarser grids.

mod charges;
mod grid;
mod operators;

use crate::class::Class;
use crate::report::{Check, Report};
use grid::Grid;
use operators::{interpolate, norm, project, residual, residual_in_place, smooth};
use std::time::Instant;

/// The right-hand side, and for each level, coarsest first, a solution and a residual.
struct Problem {
    v: Grid,
    u: Vec<Grid>,
    r: Vec<Grid>,
    /// What the smoother multiplies a point, its faces' and its edges' neighbours with.
    smoother: [f64; 3],
}

impl Problem {
    fn new(log: u32, smoother: [f64; 3]) -> Self {
        let levels = || (1..=log).map(|level| Grid::zero(1 << level)).collect();
        Self { v: charges::random_charges(1 << log), u: levels(), r: levels(), smoother }
    }

    /// The norm of the residual after `iterations` cycles from zero.
    fn solve(&mut self, iterations: u32) -> f64 {
        let top = self.u.len() - 1;
        self.u[top].clear();
        residual(&self.v, &self.u[top], &mut self.r[top]);
        for _ in 0..iterations {
            self.cycle();
            residual(&self.v, &self.u[top], &mut self.r[top]);
        }
        norm(&self.r[top])
    }

    /// Down to the coarsest grid by projections of the residual, and up again by corrections.
    fn cycle(&mut self) {
        let Self { v, u, r, smoother } = self;
        let top = u.len() - 1;
        for level in (1..=top).rev() {
            let [coarse, fine] = &mut r[level - 1..=level] else { unreachable!("two levels") };
            project(fine, coarse);
        }
        u[0].clear();
        smooth(&r[0], &mut u[0], *smoother);
        for level in 1..=top {
            let [coarse, fine] = &mut u[level - 1..=level] else { unreachable!("two levels") };
            if level < top {
                fine.clear();
                interpolate(coarse, fine);
                residual_in_place(fine, &mut r[level]);
            } else {
                interpolate(coarse, fine);
                residual(v, fine, &mut r[level]);
            }
            smooth(&r[level], fine, *smoother);
        }
    }
}

pub fn run(class: Class) -> Report {
    let log = class.pick([5, 7, 8, 8, 9]);
    let iterations = class.pick([4, 4, 4, 20, 20]);
    let smoother = match class {
        Class::S | Class::W | Class::A => [-3.0 / 8.0, 1.0 / 32.0, -1.0 / 64.0],
        Class::B | Class::C => [-3.0 / 17.0, 1.0 / 33.0, -1.0 / 61.0],
    };
    let expected = class.pick([
        0.5307707005734e-04,
        0.6467329375339e-05,
        0.2433365309069e-05,
        0.1800564401355e-05,
        0.5706732285740e-06,
    ]);
    let mut problem = Problem::new(log, smoother);
    problem.solve(1);
    let since = Instant::now();
    let computed = problem.solve(iterations);
    let time = since.elapsed();

    println!("\n L2 Norm is {computed:.13e}");
    let side = 1_u64 << log;
    Report {
        name: "MG",
        class,
        size: format!("{side}x{side}x{side}"),
        iterations,
        threads: ferromp::omp::get_max_threads(),
        time,
        mop: 58.0 * f64::from(iterations) * (side * side * side) as f64 * 1e-6,
        operation: "floating point",
        checks: vec![Check { what: "The norm".to_owned(), computed, expected, epsilon: 1e-8 }],
    }
}
