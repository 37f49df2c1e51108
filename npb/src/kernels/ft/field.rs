//! Complex numbers on a box of points.

use super::line::{Direction, LANES, Lines, Roots};
use ferromp::prelude::*;
use std::ops::{Add, Sub};

#[derive(Clone, Copy, Debug, Default)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

impl Complex {
    pub fn scaled(self, factor: f64) -> Self {
        Self { re: factor * self.re, im: factor * self.im }
    }

    pub fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }
}

impl Add for Complex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }
}

impl Sub for Complex {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { re: self.re - other.re, im: self.im - other.im }
    }
}

/// How many points there are along each axis: powers of two, and along `x` and `y` at least [`LANES`].
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub x: usize,
    pub y: usize,
    pub z: usize,
}

pub struct Field {
    pub shape: Shape,
    /// Rows along `x`, in planes of `y` rows.
    pub points: Vec<Complex>,
}

impl Field {
    pub fn zero(shape: Shape) -> Self {
        let len = shape.x * shape.y * shape.z;
        let points = parallel_for(0..len).schedule(Schedule::Static).map_collect(|_| Complex::default());
        Self { shape, points }
    }

    /// The transform along all three axes, without a factor.
    pub fn transform(&mut self, direction: Direction) {
        match direction {
            Direction::Forward => {
                self.transform_planes(direction);
                self.transform_across(direction);
            }
            Direction::Backward => {
                self.transform_across(direction);
                self.transform_planes(direction);
            }
        }
    }

    /// Along `x` and `y`: a plane is transformed along both while it is in the cache.
    #[omp]
    fn transform_planes(&mut self, direction: Direction) {
        let Shape { x, y, .. } = self.shape;
        let (along_x, along_y) = (Roots::new(x, direction), Roots::new(y, direction));
        #[omp(parallel for, schedule(static))]
        for plane in self.points.chunks_exact_mut(x * y) {
            let mut lines = Lines::new(x);
            for rows in plane.chunks_exact_mut(x * LANES) {
                lines.load_rows(rows);
                lines.transform(&along_x);
                lines.store_rows(rows);
            }
            let mut lines = Lines::new(y);
            for first in (0..x).step_by(LANES) {
                lines.load(plane.chunks_exact(x).map(|row| &row[first..]));
                lines.transform(&along_y);
                lines.store(plane.chunks_exact_mut(x).map(|row| &mut row[first..]));
            }
        }
    }

    /// Along `z`. The rows of all planes are dealt anew: those of one `y` go together. So each iteration owns what it
    /// writes, although that lies in every plane.
    #[omp]
    fn transform_across(&mut self, direction: Direction) {
        let Shape { x, y, z } = self.shape;
        let roots = Roots::new(z, direction);
        let mut walls: Vec<Vec<&mut [Complex]>> = (0..y).map(|_| Vec::with_capacity(z)).collect();
        for plane in self.points.chunks_exact_mut(x * y) {
            for (wall, row) in walls.iter_mut().zip(plane.chunks_exact_mut(x)) {
                wall.push(row);
            }
        }
        #[omp(parallel for, schedule(static))]
        for wall in walls.iter_mut() {
            let mut lines = Lines::new(z);
            for first in (0..x).step_by(LANES) {
                lines.load(wall.iter().map(|row| &row[first..]));
                lines.transform(&roots);
                lines.store(wall.iter_mut().map(|row| &mut row[first..]));
            }
        }
    }
}
