//! Clusters of points by Lloyd's method. The number is the sum of squared distances to the nearest centre.

use crate::kernel::{Form, Kernel};
use crate::random::Random;
use ferromp::prelude::*;
use rayon::prelude::*;

const POINTS: usize = 200_000;
const CENTRES: usize = 16;
const ROUNDS: usize = 10;

type Point = [f64; 8];

pub struct KMeans {
    points: Vec<Point>,
}

/// The sum of points and their number, for each centre, and the sum of squared distances.
#[derive(Clone)]
struct Tally {
    sums: [Point; CENTRES],
    counts: [u32; CENTRES],
    distance: f64,
}

impl Tally {
    fn new() -> Self {
        Self { sums: [[0.0; 8]; CENTRES], counts: [0; CENTRES], distance: 0.0 }
    }

    #[inline(always)]
    fn add(&mut self, point: &Point, centres: &[Point; CENTRES]) {
        let (mut nearest, mut least) = (0, f64::INFINITY);
        for (c, centre) in centres.iter().enumerate() {
            let distance = (0..8).map(|d| (point[d] - centre[d]) * (point[d] - centre[d])).sum::<f64>();
            if distance < least {
                (nearest, least) = (c, distance);
            }
        }
        for (sum, x) in self.sums[nearest].iter_mut().zip(point) {
            *sum += x;
        }
        self.counts[nearest] += 1;
        self.distance += least;
    }

    fn of(points: &[Point], centres: &[Point; CENTRES]) -> Self {
        let mut tally = Self::new();
        points.iter().for_each(|point| tally.add(point, centres));
        tally
    }

    fn plus(mut self, other: Self) -> Self {
        for c in 0..CENTRES {
            for (sum, x) in self.sums[c].iter_mut().zip(other.sums[c]) {
                *sum += x;
            }
            self.counts[c] += other.counts[c];
        }
        self.distance += other.distance;
        self
    }
}

impl KMeans {
    pub fn new() -> Self {
        let mut random = Random::new(3);
        let mut point = |at: usize| {
            std::array::from_fn(|d| ((at * (d + 3)) % CENTRES) as f64 + 3.0 * (random.unit() - 0.5))
        };
        Self { points: (0..POINTS).map(&mut point).collect() }
    }

    fn rounds(&self, tally: impl Fn(&[Point; CENTRES]) -> Tally) -> f64 {
        let mut centres: [Point; CENTRES] = std::array::from_fn(|c| self.points[c * (POINTS / CENTRES)]);
        let mut distance = 0.0;
        for _ in 0..ROUNDS {
            let tally = tally(&centres);
            for c in 0..CENTRES {
                centres[c] = tally.sums[c].map(|sum| sum / f64::from(tally.counts[c].max(1)));
            }
            distance = tally.distance;
        }
        distance
    }
}

impl Kernel for KMeans {
    fn run(&mut self, form: Form) -> f64 {
        const BLOCK: usize = 2000;
        let points = &self.points[..];
        match form {
            Form::Serial => self.rounds(|centres| Tally::of(points, centres)),
            Form::Ferromp => self.rounds(|centres| {
                let plus = reduction(Tally::new, Tally::plus);
                parallel_for(points.chunks(BLOCK)).reduce(plus, |block| Tally::of(block, centres))
            }),
            Form::Rayon => self.rounds(|centres| {
                points
                    .par_chunks(BLOCK)
                    .map(|block| Tally::of(block, centres))
                    .reduce(Tally::new, Tally::plus)
            }),
        }
    }
}
