use ferromp::prelude::*;

/// A cube of `n`³ points with one more layer around, which repeats the opposite side.
pub struct Grid {
    /// Points along an edge, those layers included.
    pub side: usize,
    /// Rows along the first axis, in planes.
    pub cells: Vec<f64>,
}

impl Grid {
    pub fn zero(n: usize) -> Self {
        let side = n + 2;
        let mut grid = Self { side, cells: Vec::new() };
        // Each thread is the first to write its planes, and so has them near.
        grid.cells = parallel_for(0..side * side * side).schedule(Schedule::Static).map_collect(|_| 0.0);
        grid
    }

    pub fn clear(&mut self) {
        parallel_for(&mut self.cells[..]).for_each(|cell| *cell = 0.0);
    }

    pub fn plane_len(&self) -> usize {
        self.side * self.side
    }

    pub fn plane(&self, k: usize) -> &[f64] {
        &self.cells[k * self.plane_len()..][..self.plane_len()]
    }

    /// All planes but the first and the last, in one piece.
    pub fn inner_planes(&mut self) -> &mut [f64] {
        let plane = self.plane_len();
        let end = self.cells.len() - plane;
        &mut self.cells[plane..end]
    }

    /// Repeats the second and the last but one plane at the opposite ends.
    pub fn wrap_planes(&mut self) {
        let plane = self.plane_len();
        let (first, rest) = self.cells.split_at_mut(plane);
        let (inner, last) = rest.split_at_mut(rest.len() - plane);
        let (from_start, from_end) = (&inner[..plane], &inner[inner.len() - plane..]);
        parallel_for((first, last, from_start, from_end)).for_each(|(first, last, from_start, from_end)| {
            *first = *from_end;
            *last = *from_start;
        });
    }
}

/// Repeats the sides of a plane: of its rows, then its first and last row.
pub fn wrap_plane(plane: &mut [f64], side: usize) {
    for row in plane[side..(side - 1) * side].chunks_exact_mut(side) {
        row[0] = row[side - 2];
        row[side - 1] = row[1];
    }
    plane.copy_within((side - 2) * side..(side - 1) * side, 0);
    plane.copy_within(side..2 * side, (side - 1) * side);
}
