//! How many triangles there are: for each edge, the common neighbours beyond both ends.

use super::Graph;
use crate::kernel::{Form, Kernel};
use ferromp::prelude::*;
use rayon::prelude::*;

pub struct Triangles {
    /// For each vertex, its neighbours of higher degree (or number, if equal): no list is long.
    upwards: Graph,
}

impl Triangles {
    pub fn new() -> Self {
        let graph = Graph::rmat();
        let key = |v: usize| (graph.degree(v), v);
        let mut starts = vec![0];
        let mut targets = Vec::new();
        for v in 0..graph.len() {
            targets.extend(graph.neighbours(v).iter().filter(|w| key(v) < key(**w as usize)));
            starts.push(targets.len());
        }
        Self { upwards: Graph { starts, targets } }
    }

    /// Those of which `v` is the lowest corner.
    #[inline]
    fn at(&self, v: usize) -> u64 {
        let here = self.upwards.neighbours(v);
        here.iter().map(|w| common(here, self.upwards.neighbours(*w as usize))).sum()
    }
}

/// How many numbers two sorted lists share.
#[inline]
fn common(a: &[u32], b: &[u32]) -> u64 {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        count += u64::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

impl Kernel for Triangles {
    fn run(&mut self, form: Form) -> f64 {
        let n = self.upwards.len();
        let count = match form {
            Form::Serial => (0..n).map(|v| self.at(v)).sum::<u64>(),
            Form::Ferromp => parallel_for(0..n).schedule(Schedule::Dynamic(64)).reduce(Sum, |v| self.at(v)),
            Form::Rayon => (0..n).into_par_iter().map(|v| self.at(v)).sum(),
        };
        count as f64
    }
}
