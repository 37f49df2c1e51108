//! The pentadiagonal systems along lines.

use crate::kernels::flow::lanes::{Lanes, gather};
use crate::kernels::flow::lines::Lines;
use crate::kernels::flow::{C1C5, C3C4, DIFFUSION, DISSIPATION};

/// A row: the factors of the points two and one before, of this one, and of the ones after.
type Row = [Lanes; 5];

/// What a point adds to the rows of its line.
#[derive(Clone, Copy)]
struct Speeds {
    flow: Lanes,
    sound: Lanes,
    diffusion: Lanes,
}

/// What elimination leaves of a row: the factors of the two points after.
#[derive(Clone, Copy)]
struct Upper {
    next: Lanes,
    far: Lanes,
}

const NONE: Upper = Upper { next: Lanes::ZERO, far: Lanes::ZERO };

/// Eliminates what is before the diagonal, by the two rows before, from a row and its right-hand sides.
#[inline(always)]
fn eliminate<const M: usize>(
    row: Row,
    [far, last]: [Upper; 2],
    [far_rhs, last_rhs]: [[Lanes; M]; 2],
    rhs: &mut [Lanes; M],
) -> Upper {
    let [a, b, c, d, e] = row;
    let b = b - a * far.next;
    let c = c - a * far.far - b * last.next;
    let d = d - b * last.far;
    let inverse = c.recip();
    for m in 0..M {
        rhs[m] = (rhs[m] - a * far_rhs[m] - b * last_rhs[m]) * inverse;
    }
    Upper { next: d * inverse, far: e * inverse }
}

/// Solves for the changes `rhs` of the inner points along axis `D`, in place. The first three components share a system;
/// the others are those of waves that run with and against the flow.
pub fn solve<const D: usize>(lines: &Lines<'_>, dt: f64, rhs: &mut [[Lanes; 5]]) {
    let n = rhs.len();
    let inverse = (n - 1) as f64;
    let (flux, viscous, damping) = (dt * 0.5 * inverse, dt * inverse * inverse, dt * DISSIPATION);
    let speeds = |p: usize| {
        let points = lines.at(p);
        Speeds {
            flow: flux * gather(points, |point| point.velocity[D]),
            sound: flux * gather(points, |point| point.speed),
            // The largest of the equations' diffusions.
            diffusion: Lanes::all(viscous * DIFFUSION[D])
                + viscous * C1C5 * C3C4 * gather(points, |point| point.rho_i),
        }
    };
    let mut uppers = vec![[NONE; 3]; n];
    let (mut before, mut here) = (speeds(0), speeds(1));
    for p in 1..n - 1 {
        let after = speeds(p + 1);
        let at_side = p == 1 || p == n - 2;
        let damp = |present: bool, factor: f64| Lanes::all(if present { factor * damping } else { 0.0 });
        let row: Row = [
            damp(p >= 3, 1.0),
            damp(p >= 2, -4.0) - before.flow - before.diffusion,
            damp(true, if at_side { 5.0 } else { 6.0 }) + Lanes::all(1.0) + 2.0 * here.diffusion,
            damp(p <= n - 3, -4.0) + after.flow - after.diffusion,
            damp(p <= n - 4, 1.0),
        ];
        let with = [row[0], row[1] - before.sound, row[2], row[3] + after.sound, row[4]];
        let against = [row[0], row[1] + before.sound, row[2], row[3] - after.sound, row[4]];

        // Points at the sides do not change.
        let far = if p > 2 { rhs[p - 2] } else { [Lanes::ZERO; 5] };
        let last = if p > 1 { rhs[p - 1] } else { [Lanes::ZERO; 5] };
        let [x, y, z, u, v] = rhs[p];
        let (far_upper, last_upper) = (if p > 2 { uppers[p - 2] } else { [NONE; 3] }, uppers[p - 1]);
        let both = |system: usize| [far_upper[system], last_upper[system]];
        let mut three = [x, y, z];
        let sides = [[far[0], far[1], far[2]], [last[0], last[1], last[2]]];
        let (mut with_rhs, mut against_rhs) = ([u], [v]);
        uppers[p] = [
            eliminate(row, both(0), sides, &mut three),
            eliminate(with, both(1), [[far[3]], [last[3]]], &mut with_rhs),
            eliminate(against, both(2), [[far[4]], [last[4]]], &mut against_rhs),
        ];
        rhs[p] = [three[0], three[1], three[2], with_rhs[0], against_rhs[0]];
        (before, here) = (here, after);
    }
    for p in (1..n - 2).rev() {
        let next = rhs[p + 1];
        let far = if p + 2 < n - 1 { rhs[p + 2] } else { [Lanes::ZERO; 5] };
        for m in 0..5 {
            let upper = uppers[p][usize::saturating_sub(m, 2)];
            rhs[p][m] = rhs[p][m] - upper.next * next[m] - upper.far * far[m];
        }
    }
}
