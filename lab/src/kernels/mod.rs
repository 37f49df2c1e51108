//! Loops to try schedules on: what scientific programs spend their time in, and distributions from the literature.

mod mandelbrot;
mod n_body;
mod recorded;
mod spin_image;
mod spmv;
mod synthetic;

pub use recorded::recorded;

use crate::complaint::{Complaint, nearest};
use ferromp::{Schedule, omp, parallel_for};
use std::ops::Range;
use std::time::Instant;

/// A loop whose iterations are independent.
pub trait Iterations: Sync {
    /// How many iterations it has.
    fn len(&self) -> u64;

    /// Does iteration `i` and returns its result, always the same.
    fn iteration(&self, i: u64) -> u64;
}

/// A loop that can be run.
pub trait Kernel: Iterations {
    /// Runs the loop under a schedule, the result of each iteration going to its place.
    fn run(&self, schedule: Schedule<'_>, results: &mut [u64]);

    /// Runs some of the iterations on the calling thread, the same code as under a schedule.
    fn run_here(&self, iterations: Range<u64>, results: &mut [u64]);

    /// As [`run`](Self::run), with a stamp for each iteration.
    fn run_stamped(&self, schedule: Schedule<'_>, results: &mut [u64], stamps: &mut [Stamp]);
}

// Compiled for each loop anew, so that each is a site of its own to schedules that remember.
impl<L: Iterations> Kernel for L {
    fn run(&self, schedule: Schedule<'_>, results: &mut [u64]) {
        parallel_for((results, 0..self.len()))
            .schedule(schedule)
            .for_each(|(result, i)| *result = self.iteration(i));
    }

    fn run_here(&self, iterations: Range<u64>, results: &mut [u64]) {
        results.iter_mut().zip(iterations).for_each(|(result, i)| *result = self.iteration(i));
    }

    fn run_stamped(&self, schedule: Schedule<'_>, results: &mut [u64], stamps: &mut [Stamp]) {
        let start = Instant::now();
        let clock = || start.elapsed().as_secs_f64();
        parallel_for((results, stamps, 0..self.len())).schedule(schedule).for_each(|(result, stamp, i)| {
            let begin = clock();
            *result = self.iteration(i);
            *stamp = Stamp { thread_num: omp::get_thread_num(), begin, end: clock() };
        });
    }
}

/// Who ran an iteration, and when, in seconds since the loop began.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stamp {
    pub thread_num: usize,
    pub begin: f64,
    pub end: f64,
}

/// A kernel by name.
pub struct Named {
    pub name: &'static str,
    /// What its iterations are like, in a few words.
    pub about: &'static str,
    make: fn(f64) -> Box<dyn Kernel>,
}

pub const ALL: [Named; 9] = [
    Named { name: "uniform", about: "all iterations cost the same", make: synthetic::uniform },
    Named {
        name: "triangular",
        about: "costs grow linearly, as in a triangular nest",
        make: synthetic::triangular,
    },
    Named { name: "mandelbrot", about: "rows of a picture, dear in the middle", make: mandelbrot::make },
    Named { name: "spmv", about: "sparse matrix times vector, row lengths by a power law", make: spmv::make },
    Named { name: "n-body", about: "forces within a cut-off, particles in clusters", make: n_body::make },
    Named { name: "spin-image", about: "histograms around points of a surface", make: spin_image::make },
    Named { name: "log-normal", about: "random costs with a long tail", make: synthetic::log_normal },
    Named { name: "bimodal", about: "one in ten costs forty times as much", make: synthetic::bimodal },
    Named {
        name: "front-loaded",
        about: "the first iterations are by far the dearest",
        make: synthetic::front_loaded,
    },
];

impl Named {
    /// The kernel with `scale` times its usual number of iterations.
    pub fn make(&self, scale: f64) -> Box<dyn Kernel> {
        (self.make)(scale)
    }
}

pub fn by_name(name: &str) -> Result<&'static Named, Complaint> {
    ALL.iter().find(|kernel| kernel.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let names = ALL.map(|kernel| kernel.name);
        Complaint::new(format!("there is no kernel `{name}`")).fix(format!(
            "{}the kernels are: {}",
            nearest(name, names),
            names.join(", ")
        ))
    })
}

/// `usual` iterations, scaled, but at least a few.
fn scaled(usual: u64, scale: f64) -> u64 {
    ((usual as f64 * scale) as u64).max(16)
}

/// Runs the kernel serially.
pub fn run_serially(kernel: &dyn Kernel) -> Vec<u64> {
    let mut results = vec![0; kernel.len() as usize];
    kernel.run_here(0..kernel.len(), &mut results);
    results
}

/// A number that two runs share if they have the same results.
pub fn checksum(results: &[u64]) -> u64 {
    results.iter().fold(results.len() as u64, |sum, result| {
        (sum.rotate_left(5) ^ result).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}
