//! Breadth-first search, level by level. The number is the sum of all distances.

use super::Graph;
use crate::kernel::{Form, Kernel};
use ferromp::prelude::*;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

const FAR: u32 = u32::MAX;

pub struct Bfs {
    graph: Graph,
    source: usize,
}

impl Bfs {
    pub fn new() -> Self {
        let graph = Graph::rmat();
        Self { source: graph.busiest(), graph }
    }

    fn serial(&self) -> Vec<u32> {
        let mut levels = vec![FAR; self.graph.len()];
        levels[self.source] = 0;
        let (mut frontier, mut next) = (vec![self.source as u32], Vec::new());
        let mut level = 0;
        while !frontier.is_empty() {
            level += 1;
            for v in frontier.drain(..) {
                for &w in self.graph.neighbours(v as usize) {
                    if levels[w as usize] == FAR {
                        levels[w as usize] = level;
                        next.push(w);
                    }
                }
            }
            std::mem::swap(&mut frontier, &mut next);
        }
        levels
    }

    fn shared(&self) -> Vec<AtomicU32> {
        let levels: Vec<AtomicU32> = (0..self.graph.len()).map(|_| AtomicU32::new(FAR)).collect();
        levels[self.source].store(0, Relaxed);
        levels
    }

    /// Whether `w` had no level before. The look saves most exchanges.
    #[inline]
    fn take(levels: &[AtomicU32], w: u32, level: u32) -> bool {
        let word = &levels[w as usize];
        word.load(Relaxed) == FAR && word.compare_exchange(FAR, level, Relaxed, Relaxed).is_ok()
    }

    fn ferromp(&self) -> Vec<AtomicU32> {
        let levels = self.shared();
        let mut frontier = vec![self.source as u32];
        let append = reduction(Vec::new, |mut a: Vec<u32>, mut b| {
            a.append(&mut b);
            a
        });
        let mut level = 0;
        while !frontier.is_empty() {
            level += 1;
            let (levels, graph) = (&levels, &self.graph);
            frontier =
                parallel_for(frontier.chunks(64)).schedule(Schedule::Dynamic(1)).reduce(append, |part| {
                    let reached = part.iter().flat_map(|v| graph.neighbours(*v as usize));
                    reached.copied().filter(|w| Self::take(levels, *w, level)).collect()
                });
        }
        levels
    }

    fn rayon(&self) -> Vec<AtomicU32> {
        let levels = self.shared();
        let mut frontier = vec![self.source as u32];
        let mut level = 0;
        while !frontier.is_empty() {
            level += 1;
            let (levels, graph) = (&levels, &self.graph);
            frontier = frontier
                .par_chunks(64)
                .flat_map_iter(|part| {
                    let reached = part.iter().flat_map(|v| graph.neighbours(*v as usize));
                    reached.copied().filter(|w| Self::take(levels, *w, level))
                })
                .collect();
        }
        levels
    }
}

impl Kernel for Bfs {
    fn run(&mut self, form: Form) -> f64 {
        let sum =
            |levels: &mut dyn Iterator<Item = u32>| levels.filter(|level| *level != FAR).map(f64::from).sum();
        match form {
            Form::Serial => sum(&mut self.serial().into_iter()),
            Form::Ferromp => sum(&mut self.ferromp().into_iter().map(AtomicU32::into_inner)),
            Form::Rayon => sum(&mut self.rayon().into_iter().map(AtomicU32::into_inner)),
        }
    }
}
