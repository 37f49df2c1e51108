//! PageRank by pulling, 20 iterations. The number is the sum of squares of the ranks.

use super::Graph;
use crate::kernel::{Form, Kernel};
use ferromp::prelude::*;
use rayon::prelude::*;

const DAMPING: f64 = 0.85;
const ITERATIONS: usize = 20;

pub struct PageRank {
    graph: Graph,
    ranks: Vec<f64>,
    /// What each vertex gives to every neighbour.
    shares: Vec<f64>,
}

impl PageRank {
    pub fn new() -> Self {
        let graph = Graph::rmat();
        let n = graph.len();
        Self { graph, ranks: vec![0.0; n], shares: vec![0.0; n] }
    }

    fn serial(&mut self) {
        let Self { graph, ranks, shares } = self;
        let base = (1.0 - DAMPING) / graph.len() as f64;
        for _ in 0..ITERATIONS {
            for (v, share) in shares.iter_mut().enumerate() {
                *share = ranks[v] / graph.degree(v).max(1) as f64;
            }
            for (v, rank) in ranks.iter_mut().enumerate() {
                *rank = base + DAMPING * graph.neighbours(v).iter().map(|w| shares[*w as usize]).sum::<f64>();
            }
        }
    }

    #[omp]
    fn ferromp(&mut self) {
        let Self { graph, ranks, shares } = self;
        let n = graph.len();
        let base = (1.0 - DAMPING) / n as f64;
        #[omp(parallel)]
        {
            for _ in 0..ITERATIONS {
                #[omp(for)]
                for v in 0..n {
                    shares[v] = ranks[v] / graph.degree(v).max(1) as f64;
                }
                #[omp(for, schedule(dynamic, 256))]
                for v in 0..n {
                    let mut sum = 0.0;
                    for w in graph.neighbours(v) {
                        sum += shares[*w as usize];
                    }
                    ranks[v] = base + DAMPING * sum;
                }
            }
        }
    }

    fn rayon(&mut self) {
        let Self { graph, ranks, shares } = self;
        let base = (1.0 - DAMPING) / graph.len() as f64;
        for _ in 0..ITERATIONS {
            shares.par_iter_mut().enumerate().for_each(|(v, share)| {
                *share = ranks[v] / graph.degree(v).max(1) as f64;
            });
            ranks.par_iter_mut().with_min_len(256).enumerate().for_each(|(v, rank)| {
                *rank = base + DAMPING * graph.neighbours(v).iter().map(|w| shares[*w as usize]).sum::<f64>();
            });
        }
    }
}

impl Kernel for PageRank {
    fn run(&mut self, form: Form) -> f64 {
        let n = self.graph.len() as f64;
        self.ranks.fill(1.0 / n);
        match form {
            Form::Serial => self.serial(),
            Form::Ferromp => self.ferromp(),
            Form::Rayon => self.rayon(),
        }
        self.ranks.iter().map(|rank| rank * rank).sum()
    }
}
