//! Forces between particles that are close to each other, a particle for each iteration. Particles come in clusters, so
//! some have many neighbours; they are sorted along one axis, so the dear ones stand together.

use super::{Iterations, Kernel, scaled};
use crate::random::Random;

struct Particles(Vec<[f64; 3]>);

const CUT_OFF: f64 = 0.08;

pub(super) fn make(scale: f64) -> Box<dyn Kernel> {
    let mut random = Random::new(4);
    let len = scaled(4000, scale);
    let centres: Vec<[f64; 3]> = (0..6).map(|_| [(); 3].map(|()| random.even())).collect();
    let mut particles: Vec<[f64; 3]> = (0..len)
        .map(|i| match centres.get((i % 9) as usize) {
            Some(centre) => centre.map(|x| x + 0.05 * random.normal()),
            None => [(); 3].map(|()| random.even()),
        })
        .collect();
    particles.sort_by(|a, b| a[0].total_cmp(&b[0]));
    Box::new(Particles(particles))
}

impl Iterations for Particles {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn iteration(&self, i: u64) -> u64 {
        let here = self.0[i as usize];
        let first = self.0.partition_point(|other| other[0] < here[0] - CUT_OFF);
        let end = self.0.partition_point(|other| other[0] <= here[0] + CUT_OFF);
        let mut force = [0.0; 3];
        for (j, other) in (first as u64..).zip(&self.0[first..end]) {
            let apart = [0, 1, 2].map(|axis| here[axis] - other[axis]);
            let squared: f64 = apart.iter().map(|d| d * d).sum();
            if squared < CUT_OFF * CUT_OFF && j != i {
                let inverse = 1.0 / (squared + 1e-6);
                let strength = inverse * inverse.sqrt() * (1.0 - squared.sqrt() / CUT_OFF);
                force.iter_mut().zip(apart).for_each(|(f, d)| *f += strength * d);
            }
        }
        force.iter().fold(0_u64, |sum, f| sum.rotate_left(5) ^ f.to_bits())
    }
}
