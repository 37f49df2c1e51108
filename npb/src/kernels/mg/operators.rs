//! The five operators of a V-cycle. Each is a loop over planes, and each plane is lent to one iteration.
//!
//! Rows are cut to a common length before the inner loops: then the compiler knows every index to be within bounds,
//! leaves out the checks, and makes vector code.

use super::grid::{Grid, wrap_plane};
use ferromp::prelude::*;

/// Row `j` of a plane.
#[inline(always)]
fn row(plane: &[f64], j: usize, side: usize) -> &[f64] {
    &plane[j * side..][..side]
}

/// For every point of a row, the sums over its four nearest neighbours in the plane across the row, and over the four
/// next to those.
#[inline(always)]
fn across(planes: [&[f64]; 3], j: usize, side: usize, near: &mut [f64], far: &mut [f64]) {
    let [below, here, above] = planes;
    let (south, north) = (row(here, j - 1, side), row(here, j + 1, side));
    let (down, up) = (row(below, j, side), row(above, j, side));
    let (down_south, down_north) = (row(below, j - 1, side), row(below, j + 1, side));
    let (up_south, up_north) = (row(above, j - 1, side), row(above, j + 1, side));
    let (near, far) = (&mut near[..side], &mut far[..side]);
    for i in 0..side {
        near[i] = south[i] + north[i] + down[i] + up[i];
        far[i] = down_south[i] + down_north[i] + up_south[i] + up_north[i];
    }
}

/// Planes `k - 1`, `k` and `k + 1`.
fn around(grid: &Grid, k: usize) -> [&[f64]; 3] {
    [grid.plane(k - 1), grid.plane(k), grid.plane(k + 1)]
}

/// `r := v - A u` for a row, where `v` is told the point and what `r` is there.
#[inline(always)]
fn subtract(v: impl Fn(usize, f64) -> f64, u: &[f64], near: &[f64], far: &[f64], r: &mut [f64]) {
    const A: [f64; 4] = [-8.0 / 3.0, 0.0, 1.0 / 6.0, 1.0 / 12.0];
    let side = r.len();
    let (u, near, far) = (&u[..side], &near[..side], &far[..side]);
    for i in 1..side - 1 {
        r[i] = v(i, r[i])
            - A[0] * u[i]
            - A[2] * (far[i] + near[i - 1] + near[i + 1])
            - A[3] * (far[i - 1] + far[i + 1]);
    }
}

/// The residual: `r := v - A u`.
#[omp]
pub fn residual(v: &Grid, u: &Grid, r: &mut Grid) {
    let (side, plane) = (u.side, u.plane_len());
    #[omp(parallel for, schedule(static))]
    for (k, out) in r.inner_planes().chunks_exact_mut(plane).enumerate() {
        let (planes, v) = (around(u, k + 1), v.plane(k + 1));
        let (mut near, mut far) = (vec![0.0; side], vec![0.0; side]);
        for j in 1..side - 1 {
            across(planes, j, side, &mut near, &mut far);
            let (u, v) = (row(planes[1], j, side), row(v, j, side));
            subtract(|i, _| v[i], u, &near, &far, &mut out[j * side..][..side]);
        }
        wrap_plane(out, side);
    }
    r.wrap_planes();
}

/// `r := r - A u`.
#[omp]
pub fn residual_in_place(u: &Grid, r: &mut Grid) {
    let (side, plane) = (u.side, u.plane_len());
    #[omp(parallel for, schedule(static))]
    for (k, out) in r.inner_planes().chunks_exact_mut(plane).enumerate() {
        let planes = around(u, k + 1);
        let (mut near, mut far) = (vec![0.0; side], vec![0.0; side]);
        for j in 1..side - 1 {
            across(planes, j, side, &mut near, &mut far);
            subtract(|_, r| r, row(planes[1], j, side), &near, &far, &mut out[j * side..][..side]);
        }
        wrap_plane(out, side);
    }
    r.wrap_planes();
}

/// An approximate inverse of `A`: `u := u + C r`.
#[omp]
pub fn smooth(r: &Grid, u: &mut Grid, c: [f64; 3]) {
    let (side, plane) = (r.side, r.plane_len());
    #[omp(parallel for, schedule(static))]
    for (k, out) in u.inner_planes().chunks_exact_mut(plane).enumerate() {
        let planes = around(r, k + 1);
        let (mut near, mut far) = (vec![0.0; side], vec![0.0; side]);
        for j in 1..side - 1 {
            across(planes, j, side, &mut near, &mut far);
            let (near, far, r) = (&near[..side], &far[..side], row(planes[1], j, side));
            let out = &mut out[j * side..][..side];
            for i in 1..side - 1 {
                out[i] = out[i]
                    + c[0] * r[i]
                    + c[1] * (r[i - 1] + r[i + 1] + near[i])
                    + c[2] * (far[i] + near[i - 1] + near[i + 1]);
            }
        }
        wrap_plane(out, side);
    }
    u.wrap_planes();
}

/// The residual on the next coarser grid: each point takes of its 26 neighbours in the finer one.
#[omp]
pub fn project(fine: &Grid, coarse: &mut Grid) {
    let (side, plane, width) = (coarse.side, coarse.plane_len(), fine.side);
    #[omp(parallel for, schedule(static))]
    for (k, out) in coarse.inner_planes().chunks_exact_mut(plane).enumerate() {
        let planes = around(fine, 2 * k + 2);
        let (mut near, mut far) = (vec![0.0; width], vec![0.0; width]);
        for j in 1..side - 1 {
            across(planes, 2 * j, width, &mut near, &mut far);
            let r = row(planes[1], 2 * j, width);
            let out = &mut out[j * side..][1..side - 1];
            // Point `i` of the coarse row and its neighbours in the fine one: 2i - 1, 2i, 2i + 1.
            let threes = |row| <[f64]>::windows(row, 3).skip(1).step_by(2);
            for (((out, r), near), far) in out.iter_mut().zip(threes(r)).zip(threes(&near)).zip(threes(&far))
            {
                *out = 0.5 * r[1]
                    + 0.25 * (r[0] + r[2] + near[1])
                    + 0.125 * (near[0] + near[2] + far[1])
                    + 0.0625 * (far[0] + far[2]);
            }
        }
        wrap_plane(out, side);
    }
    coarse.wrap_planes();
}

/// Adds a coarse grid's correction to the next finer one, by trilinear interpolation. Coarse plane `k` and the one
/// after it make fine planes `2k` and `2k + 1`.
#[omp]
pub fn interpolate(coarse: &Grid, fine: &mut Grid) {
    let (side, plane, width) = (coarse.side, fine.plane_len(), fine.side);
    #[omp(parallel for, schedule(static))]
    for (k, out) in fine.cells.chunks_exact_mut(2 * plane).enumerate() {
        let (lower, upper) = out.split_at_mut(plane);
        let (here, above) = (coarse.plane(k), coarse.plane(k + 1));
        let mut sums = vec![[0.0; 3]; side];
        for j in 0..side - 1 {
            let (z, north) = (row(here, j, side), row(here, j + 1, side));
            let (up, up_north) = (row(above, j, side), row(above, j + 1, side));
            for (i, sum) in sums[..side].iter_mut().enumerate() {
                let (across, along) = (north[i] + z[i], up[i] + z[i]);
                *sum = [across, along, up_north[i] + up[i] + across];
            }
            let (even, odd) = lower[2 * j * width..][..2 * width].split_at_mut(width);
            let (upper_even, upper_odd) = upper[2 * j * width..][..2 * width].split_at_mut(width);
            let pairs = even.chunks_exact_mut(2).zip(odd.chunks_exact_mut(2));
            let upper_pairs = upper_even.chunks_exact_mut(2).zip(upper_odd.chunks_exact_mut(2));
            for (((even, odd), (upper_even, upper_odd)), (z, sums)) in
                pairs.zip(upper_pairs).zip(z.windows(2).zip(sums.windows(2)))
            {
                let ([a, b, c], [next_a, next_b, next_c]) = (sums[0], sums[1]);
                even[0] += z[0];
                even[1] += 0.5 * (z[1] + z[0]);
                odd[0] += 0.5 * a;
                odd[1] += 0.25 * (a + next_a);
                upper_even[0] += 0.5 * b;
                upper_even[1] += 0.25 * (b + next_b);
                upper_odd[0] += 0.25 * c;
                upper_odd[1] += 0.125 * (c + next_c);
            }
        }
    }
}

/// The root of the mean of squares.
#[omp]
pub fn norm(r: &Grid) -> f64 {
    let side = r.side;
    let mut sum = 0.0;
    #[omp(parallel for, reduction(+: sum), schedule(static))]
    for k in 1..side - 1 {
        for j in 1..side - 1 {
            sum += row(r.plane(k), j, side)[1..side - 1].iter().map(|cell| cell * cell).sum::<f64>();
        }
    }
    let n = (side - 2) as f64;
    (sum / (n * n * n)).sqrt()
}
