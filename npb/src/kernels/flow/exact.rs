use super::{Point, Vector};
use ferromp::prelude::*;

/// For each component: the constant, then the factors of x, y and z, of their squares, cubes and fourth powers.
#[rustfmt::skip]
const COEFFICIENTS: [[f64; 13]; 5] = [
    [2.0, 0.0, 0.0, 4.0, 5.0, 3.0, 0.5, 0.02, 0.01, 0.03, 0.5, 0.4, 0.3],
    [1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 0.01, 0.03, 0.02, 0.4, 0.3, 0.5],
    [2.0, 2.0, 0.0, 0.0, 0.0, 2.0, 3.0, 0.04, 0.03, 0.05, 0.3, 0.5, 0.4],
    [2.0, 2.0, 0.0, 0.0, 0.0, 2.0, 3.0, 0.03, 0.05, 0.04, 0.2, 0.1, 0.3],
    [5.0, 4.0, 3.0, 2.0, 0.1, 0.4, 0.3, 0.05, 0.04, 0.03, 0.1, 0.3, 0.2],
];

/// The solution at a place in the unit cube.
pub fn solution(place: [f64; 3]) -> Vector {
    COEFFICIENTS.map(|c| {
        let along = |axis: usize| {
            let x = place[axis];
            x * (c[1 + axis] + x * (c[4 + axis] + x * (c[7 + axis] + x * c[10 + axis])))
        };
        c[0] + along(0) + along(1) + along(2)
    })
}

/// Between the solution on opposite sides by linear interpolation, along all three axes.
pub fn blended(place: [f64; 3]) -> Vector {
    let between = |axis: usize| {
        let on = |side: f64| {
            let mut there = place;
            there[axis] = side;
            solution(there)
        };
        let (low, high, x) = (on(0.0), on(1.0), place[axis]);
        std::array::from_fn(|m| x * high[m] + (1.0 - x) * low[m])
    };
    let [x, y, z]: [Vector; 3] = [0, 1, 2].map(between);
    std::array::from_fn(|m| x[m] + y[m] + z[m] - x[m] * y[m] - x[m] * z[m] - y[m] * z[m] + x[m] * y[m] * z[m])
}

/// Where a point is in the unit cube.
pub fn place(n: usize, at: usize) -> [f64; 3] {
    [at % n, at / n % n, at / (n * n)].map(|along| along as f64 / (n - 1) as f64)
}

/// A cube of points: inside as `inner` says, and exact at the sides.
pub fn field(n: usize, inner: impl Fn([f64; 3]) -> Vector + Sync) -> Vec<Point> {
    parallel_for(0..n * n * n).schedule(Schedule::Static).map_collect(|at| {
        let at_side = [at % n, at / n % n, at / (n * n)].iter().any(|along| *along == 0 || *along == n - 1);
        Point::new(if at_side { solution(place(n, at)) } else { inner(place(n, at)) })
    })
}
