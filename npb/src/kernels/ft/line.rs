//! Transforms of several lines side by side, so that each operation is one on vectors.

use super::field::Complex;
use std::f64::consts::PI;

/// Lines that are transformed together.
pub const LANES: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Backward,
}

/// The roots of unity for lines of one length.
pub struct Roots {
    /// For each stage, from the last to the first, as many as it has pairs of runs: 1, 2, 4, …
    roots: Vec<Complex>,
}

impl Roots {
    pub fn new(len: usize, direction: Direction) -> Self {
        let sign = if direction == Direction::Forward { 1.0 } else { -1.0 };
        let stages = std::iter::successors(Some(1), |n| Some(2 * n)).take_while(|n| *n < len);
        let root = |k: usize, n: usize| {
            let (sin, cos) = (PI * k as f64 / n as f64).sin_cos();
            Complex { re: cos, im: sign * sin }
        };
        Self { roots: stages.flat_map(|n| (0..n).map(move |k| root(k, n))).collect() }
    }
}

/// One point of all lines.
#[derive(Clone, Copy)]
struct Point {
    re: [f64; LANES],
    im: [f64; LANES],
}

const ZERO: Point = Point { re: [0.0; LANES], im: [0.0; LANES] };

/// Some lines, and room to work in.
pub struct Lines {
    points: Vec<Point>,
    others: Vec<Point>,
}

impl Lines {
    pub fn new(len: usize) -> Self {
        Self { points: vec![ZERO; len], others: vec![ZERO; len] }
    }

    /// Lines that lie one after the other.
    pub fn load_rows(&mut self, rows: &[Complex]) {
        let len = self.points.len();
        for (lane, row) in rows.chunks_exact(len).take(LANES).enumerate() {
            for (point, from) in self.points.iter_mut().zip(row) {
                (point.re[lane], point.im[lane]) = (from.re, from.im);
            }
        }
    }

    pub fn store_rows(&self, rows: &mut [Complex]) {
        let len = self.points.len();
        for (lane, row) in rows.chunks_exact_mut(len).take(LANES).enumerate() {
            for (point, to) in self.points.iter().zip(row) {
                *to = Complex { re: point.re[lane], im: point.im[lane] };
            }
        }
    }

    /// Lines whose points lie side by side: each of `rows` begins with one point of all.
    pub fn load<'a>(&mut self, rows: impl Iterator<Item = &'a [Complex]>) {
        for (point, row) in self.points.iter_mut().zip(rows) {
            let row: &[Complex; LANES] = row.first_chunk().expect("a point of every line");
            *point = Point { re: row.map(|from| from.re), im: row.map(|from| from.im) };
        }
    }

    pub fn store<'a>(&self, rows: impl Iterator<Item = &'a mut [Complex]>) {
        for (point, row) in self.points.iter().zip(rows) {
            for lane in 0..LANES {
                row[lane] = Complex { re: point.re[lane], im: point.im[lane] };
            }
        }
    }

    /// Stockham's transform: in every stage runs of points are combined in pairs, and the runs become twice as long.
    pub fn transform(&mut self, roots: &Roots) {
        let len = self.points.len();
        let mut run = 1;
        while run < len {
            let pairs = len / (2 * run);
            // The stage's roots begin after those of all stages with fewer.
            let roots = &roots.roots[pairs - 1..2 * pairs - 1];
            let (low, high) = self.points.split_at(len / 2);
            let runs = low.chunks_exact(run).zip(high.chunks_exact(run));
            for ((out, (low, high)), root) in self.others.chunks_exact_mut(2 * run).zip(runs).zip(roots) {
                let (sums, differences) = out.split_at_mut(run);
                for ((sum, difference), (low, high)) in
                    sums.iter_mut().zip(differences).zip(low.iter().zip(high))
                {
                    for lane in 0..LANES {
                        let (re, im) = (low.re[lane] - high.re[lane], low.im[lane] - high.im[lane]);
                        sum.re[lane] = low.re[lane] + high.re[lane];
                        sum.im[lane] = low.im[lane] + high.im[lane];
                        difference.re[lane] = root.re * re - root.im * im;
                        difference.im[lane] = root.re * im + root.im * re;
                    }
                }
            }
            std::mem::swap(&mut self.points, &mut self.others);
            run *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transform_is_the_sum_it_stands_for() {
        for (len, direction) in [(1, Direction::Forward), (2, Direction::Backward), (32, Direction::Forward)]
        {
            let value = |lane: usize, k: usize| Complex { re: (lane * k) as f64, im: 1.0 / (1 + k) as f64 };
            let mut rows: Vec<Complex> =
                (0..LANES).flat_map(|lane| (0..len).map(move |k| value(lane, k))).collect();
            let mut lines = Lines::new(len);
            lines.load_rows(&rows);
            lines.transform(&Roots::new(len, direction));
            lines.store_rows(&mut rows);
            let sign = if direction == Direction::Forward { 1.0 } else { -1.0 };
            for (at, found) in rows.iter().enumerate() {
                let (lane, wave) = (at / len, at % len);
                let sum = (0..len).fold(Complex::default(), |sum, k| {
                    let (sin, cos) = (sign * 2.0 * PI * (k * wave) as f64 / len as f64).sin_cos();
                    let v = value(lane, k);
                    sum + Complex { re: cos * v.re - sin * v.im, im: cos * v.im + sin * v.re }
                });
                assert!((*found - sum).abs() < 1e-9, "{found:?} is not {sum:?}");
            }
        }
    }
}
