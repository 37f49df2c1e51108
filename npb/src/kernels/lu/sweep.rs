//! The two sweeps, as a wavefront over bands.
//!
//! A band is some rows of a plane. It needs the band before it in its plane, and the same one of the plane before. Each
//! is a task that says so: the order, and the borrows of what is read and written, follow from that. No thread waits
//! for another in the middle of a loop.

use super::OVERRELAXATION;
use super::operators::Factors;
use crate::kernels::flow::{Flow, Point, Vector};
use ferromp::{Data, prelude::*};

/// Rows of a plane, from row `first` on.
struct Band<'a> {
    plane: usize,
    first: usize,
    changes: &'a mut [Vector],
}

impl Band<'_> {
    fn rows(&self, n: usize) -> std::ops::Range<usize> {
        // Points at the sides do not change.
        self.first.max(1)..(self.first + self.changes.len() / n).min(n - 1)
    }
}

struct Sweep<'a> {
    n: usize,
    factors: Factors,
    points: &'a [Point],
}

impl Sweep<'_> {
    fn row(&self, plane: usize, j: usize) -> &[Point] {
        &self.points[(plane * self.n + j) * self.n..][..self.n]
    }

    /// From the corner where all indices are least: `below` is the band in the plane before, `south` the last row of the one
    /// before in this plane.
    fn forth(&self, band: &mut Band<'_>, below: &[Vector], south: &[Vector]) {
        let (n, k) = (self.n, band.plane);
        for j in band.rows(n) {
            let offset = (j - band.first) * n;
            let (done, left) = band.changes.split_at_mut(offset);
            let (out, below) = (&mut left[..n], &below[offset..][..n]);
            let south = if offset == 0 { &south[..n] } else { &done[offset - n..][..n] };
            let (points, points_below, points_south) =
                (self.row(k, j), self.row(k - 1, j), self.row(k, j - 1));
            let mut west = out[0];
            for i in 1..n - 1 {
                let z = self.factors.coupling::<2>(-1.0, &points_below[i], &below[i]);
                let y = self.factors.coupling::<1>(-1.0, &points_south[i], &south[i]);
                let x = self.factors.coupling::<0>(-1.0, &points[i - 1], &west);
                let sum = std::array::from_fn(|m| out[i][m] - OVERRELAXATION * (z[m] + y[m] + x[m]));
                west = self.factors.alone(&points[i], &sum);
                out[i] = west;
            }
        }
    }

    /// From the opposite corner: `above` is the band in the plane after, `north` the first row of the one after.
    fn back(&self, band: &mut Band<'_>, above: &[Vector], north: &[Vector]) {
        let (n, k) = (self.n, band.plane);
        for j in band.rows(n).rev() {
            let offset = (j - band.first) * n;
            let (left, done) = band.changes.split_at_mut(offset + n);
            let (out, above) = (&mut left[offset..], &above[offset..][..n]);
            let north = if done.is_empty() { &north[..n] } else { &done[..n] };
            let (points, points_above, points_north) =
                (self.row(k, j), self.row(k + 1, j), self.row(k, j + 1));
            let mut east = out[n - 1];
            for i in (1..n - 1).rev() {
                let z = self.factors.coupling::<2>(1.0, &points_above[i], &above[i]);
                let y = self.factors.coupling::<1>(1.0, &points_north[i], &north[i]);
                let x = self.factors.coupling::<0>(1.0, &points[i + 1], &east);
                let sum = std::array::from_fn(|m| OVERRELAXATION * (z[m] + y[m] + x[m]));
                let loss = self.factors.alone(&points[i], &sum);
                east = std::array::from_fn(|m| out[i][m] - loss[m]);
                out[i] = east;
            }
        }
    }
}

/// One sweep in each direction over the changes of all points.
pub fn forth_and_back(flow: &mut Flow) {
    let Flow { n, dt, points, rhs, .. } = flow;
    let n = *n;
    let sweep = &Sweep { n, factors: Factors::new(n, *dt), points };
    let bands = ferromp::omp::get_max_threads().min(n / 2);
    let rows = n.div_ceil(bands);
    let planes: Vec<Vec<Data<Band<'_>>>> = rhs
        .chunks_exact_mut(n * n)
        .enumerate()
        .map(|(plane, changes)| {
            let bands = changes.chunks_mut(rows * n).enumerate();
            bands.map(|(b, changes)| Data::new(Band { plane, first: b * rows, changes })).collect()
        })
        .collect();
    // Beyond the first band and the last there is nothing that anybody looks at.
    let nothing = &Data::new(Band { plane: 0, first: 0, changes: &mut [] });
    let planes = &planes[..];
    parallel_masked(|team| {
        for k in 1..n - 1 {
            let (below, plane) = (&planes[k - 1], &planes[k]);
            for b in 0..plane.len() {
                let south = if b == 0 { nothing } else { &plane[b - 1] };
                let access = (plane[b].write(), below[b].read(), south.read());
                team.task_with(access, move |_, (band, below, south)| {
                    let last = south.changes.len().saturating_sub(n);
                    sweep.forth(band, below.changes, &south.changes[last..]);
                });
            }
        }
        for k in (1..n - 1).rev() {
            let (above, plane) = (&planes[k + 1], &planes[k]);
            for b in (0..plane.len()).rev() {
                let north = plane.get(b + 1).unwrap_or(nothing);
                let access = (plane[b].write(), above[b].read(), north.read());
                team.task_with(access, move |_, (band, above, north)| {
                    sweep.back(band, above.changes, north.changes);
                });
            }
        }
    });
}
