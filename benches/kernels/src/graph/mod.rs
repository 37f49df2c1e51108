//! Kernels on a graph whose vertices' degrees differ widely.

pub mod bfs;
pub mod pagerank;
pub mod triangles;

use crate::random::Random;

/// Vertices: two to the power of this.
const SCALE: u32 = 16;
/// Edges drawn for each vertex.
const EDGES: usize = 16;

/// An undirected graph: the neighbours of `v`, in order and each once, are `targets[starts[v]..starts[v + 1]]`.
pub struct Graph {
    pub starts: Vec<usize>,
    pub targets: Vec<u32>,
}

impl Graph {
    /// Edges between vertices drawn bit by bit, with odds that favour a few (RMAT; Chakrabarti, Zhan and Faloutsos, 2004).
    pub fn rmat() -> Self {
        let n = 1_usize << SCALE;
        let mut random = Random::new(1);
        let mut edges = Vec::with_capacity(2 * n * EDGES);
        for _ in 0..n * EDGES {
            let (mut from, mut to) = (0_u32, 0_u32);
            for _ in 0..SCALE {
                let draw = random.unit();
                let (down, right) = match draw {
                    _ if draw < 0.57 => (0, 0),
                    _ if draw < 0.76 => (0, 1),
                    _ if draw < 0.95 => (1, 0),
                    _ => (1, 1),
                };
                (from, to) = (2 * from + down, 2 * to + right);
            }
            if from != to {
                edges.extend([(from, to), (to, from)]);
            }
        }
        edges.sort_unstable();
        edges.dedup();
        let mut starts = vec![0; n + 1];
        for edge in &edges {
            starts[edge.0 as usize + 1] += 1;
        }
        for v in 0..n {
            starts[v + 1] += starts[v];
        }
        Self { starts, targets: edges.into_iter().map(|edge| edge.1).collect() }
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline]
    pub fn neighbours(&self, v: usize) -> &[u32] {
        &self.targets[self.starts[v]..self.starts[v + 1]]
    }

    pub fn degree(&self, v: usize) -> usize {
        self.starts[v + 1] - self.starts[v]
    }

    /// The vertex with most neighbours, the first of them.
    pub fn busiest(&self) -> usize {
        (0..self.len()).rev().max_by_key(|v| self.degree(*v)).unwrap_or(0)
    }
}
