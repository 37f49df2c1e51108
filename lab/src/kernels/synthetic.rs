//! Loops that do nothing but take their time, by a distribution.

use super::{Iterations, Kernel, scaled};
use crate::random::Random;
use std::hint::black_box;

/// Iterations of given numbers of steps. Each `KIND` is a loop of its own: code of its own, by which schedules know loops.
pub(super) struct Steps<const KIND: u64>(pub(super) Vec<u32>);

impl<const KIND: u64> Iterations for Steps<KIND> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn iteration(&self, i: u64) -> u64 {
        steps(self.0[i as usize], i ^ KIND << 40)
    }
}

/// So many steps of a generator, each of which needs the one before: one to two nanoseconds each.
pub(super) fn steps(count: u32, seed: u64) -> u64 {
    let mut x = black_box(seed) | 1;
    for _ in 0..count {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    x
}

/// Steps of an iteration on average: a few microseconds.
const MEAN: f64 = 3000.0;

fn by_position<const KIND: u64>(scale: f64, relative: impl Fn(f64) -> f64) -> Box<dyn Kernel> {
    let len = scaled(4000, scale);
    let at = |i| (MEAN * relative((i as f64 + 0.5) / len as f64)) as u32;
    Box::new(Steps::<KIND>((0..len).map(at).collect()))
}

fn by_chance<const KIND: u64>(scale: f64, relative: impl Fn(&mut Random) -> f64) -> Box<dyn Kernel> {
    let mut random = Random::new(KIND);
    let steps = (0..scaled(4000, scale)).map(|_| (MEAN * relative(&mut random)) as u32);
    Box::new(Steps::<KIND>(steps.collect()))
}

pub(super) fn uniform(scale: f64) -> Box<dyn Kernel> {
    by_position::<1>(scale, |_| 1.0)
}

pub(super) fn triangular(scale: f64) -> Box<dyn Kernel> {
    by_position::<2>(scale, |at| 2.0 * at)
}

/// A tenth of the loop takes about four tenths of the time.
pub(super) fn front_loaded(scale: f64) -> Box<dyn Kernel> {
    by_position::<3>(scale, |at| 5.0 * (1.0 - at).powi(4))
}

/// Mean 1; the dearest of a thousand costs some fifty times the median.
pub(super) fn log_normal(scale: f64) -> Box<dyn Kernel> {
    const SIGMA: f64 = 1.25;
    by_chance::<4>(scale, |random| (SIGMA * random.normal() - SIGMA * SIGMA / 2.0).exp())
}

pub(super) fn bimodal(scale: f64) -> Box<dyn Kernel> {
    by_chance::<5>(scale, |random| if random.even() < 0.1 { 8.16 } else { 0.204 })
}
