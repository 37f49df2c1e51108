//! The lines of the inner points along each axis, and the change of each brought to and from its lanes.

use super::lanes::{LANES, Lanes, beside, gather_vectors, lane};
use super::{Flow, Point, Vector};
use ferromp::prelude::*;

/// Some lines along one axis.
pub struct Lines<'a> {
    points: &'a [Point],
    /// Where the first point of each is.
    first: [usize; LANES],
    /// From one point to the next.
    stride: usize,
}

impl Lines<'_> {
    /// Point `p` of each line.
    #[inline(always)]
    pub fn at(&self, p: usize) -> [&Point; LANES] {
        self.first.map(|first| &self.points[first + p * self.stride])
    }
}

/// Solves along `x`, then along `y`, the lines in plane `k` of `n`. A solver is given lines, the number of their points,
/// and the changes, the first and last of which belong to points at the sides.
#[inline]
pub fn within_plane(
    (n, k): (usize, usize),
    points: &[Point],
    rhs: &mut [Vector],
    along_x: impl Fn(&Lines<'_>, &mut [[Lanes; 5]]),
    along_y: impl Fn(&Lines<'_>, &mut [[Lanes; 5]]),
) {
    let mut line = vec![[Lanes::ZERO; 5]; n];
    let start = k * n * n;
    for first in (1..n - 1).step_by(LANES) {
        let rows = beside(first, n);
        for p in 1..n - 1 {
            line[p] = gather_vectors(rows.map(|j| &rhs[j * n + p]));
        }
        along_x(&Lines { points, first: rows.map(|j| start + j * n), stride: 1 }, &mut line);
        for p in 1..n - 1 {
            for (l, j) in rows.into_iter().enumerate() {
                rhs[j * n + p] = lane(&line[p], l);
            }
        }
    }
    for first in (1..n - 1).step_by(LANES) {
        let columns = beside(first, n);
        for p in 1..n - 1 {
            line[p] = gather_vectors(columns.map(|i| &rhs[p * n + i]));
        }
        along_y(&Lines { points, first: columns.map(|i| start + i), stride: n }, &mut line);
        for p in 1..n - 1 {
            for (l, i) in columns.into_iter().enumerate() {
                rhs[p * n + i] = lane(&line[p], l);
            }
        }
    }
}

impl Flow {
    /// Solves the lines along `z`.
    ///
    /// The rows of all planes are dealt anew: those of one `y` go together. So each iteration owns what it writes,
    /// although that lies in every plane.
    #[omp]
    pub fn across_planes(&mut self, along_z: impl Fn(&Lines<'_>, &mut [[Lanes; 5]]) + Sync) {
        let n = self.n;
        let mut walls: Vec<Vec<&mut [Vector]>> = (0..n).map(|_| Vec::with_capacity(n)).collect();
        for plane in self.rhs.chunks_exact_mut(n * n) {
            for (wall, row) in walls.iter_mut().zip(plane.chunks_exact_mut(n)) {
                wall.push(row);
            }
        }
        let points = &self.points[..];
        #[omp(parallel for, schedule(static))]
        for (j, wall) in walls[1..n - 1].iter_mut().enumerate() {
            let mut line = vec![[Lanes::ZERO; 5]; n];
            for first in (1..n - 1).step_by(LANES) {
                let columns = beside(first, n);
                for p in 1..n - 1 {
                    line[p] = gather_vectors(columns.map(|i| &wall[p][i]));
                }
                let first = columns.map(|i| (j + 1) * n + i);
                along_z(&Lines { points, first, stride: n * n }, &mut line);
                for p in 1..n - 1 {
                    for (l, i) in columns.into_iter().enumerate() {
                        wall[p][i] = lane(&line[p], l);
                    }
                }
            }
        }
    }
}
