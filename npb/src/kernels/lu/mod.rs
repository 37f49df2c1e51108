//! LU: each step is a sweep from one corner of the cube to the opposite one, in which every point takes what those
//! before it have become, and a sweep back.

mod operators;
mod sweep;

use super::flow::{C2, Flow, Point, Problem};
use crate::class::Class;
use crate::report::{Check, Report};

/// How much further than it should each sweep goes.
pub const OVERRELAXATION: f64 = 1.2;

fn solve(flow: &mut Flow, steps: u32) {
    flow.plane_by_plane(|_, _, _| ());
    for _ in 0..steps {
        sweep::forth_and_back(flow);
        flow.advance(1.0 / (OVERRELAXATION * (2.0 - OVERRELAXATION)));
        flow.plane_by_plane(|_, _, _| ());
    }
}

/// The pressure on the sides of a box within the cube, by the trapezoidal rule.
fn surface_integral(flow: &Flow) -> f64 {
    let n = flow.n;
    // First and last points along x, y and z.
    let bounds = [(1, n - 2), (1, n - 3), (2, n - 2)];
    let pressure = |point: &Point| C2 * (point.u[4] - point.square);
    let mut sum = 0.0;
    for across in 0..3 {
        let [a, b] = [(across + 1) % 3, (across + 2) % 3];
        for side in [bounds[across].0, bounds[across].1] {
            let at = |i: usize, j: usize| {
                let mut place = [side; 3];
                (place[a], place[b]) = (i, j);
                pressure(&flow.points[(place[2] * n + place[1]) * n + place[0]])
            };
            for i in bounds[a].0..bounds[a].1 {
                for j in bounds[b].0..bounds[b].1 {
                    sum += at(i, j) + at(i + 1, j) + at(i, j + 1) + at(i + 1, j + 1);
                }
            }
        }
    }
    let area = ((n - 1) * (n - 1)) as f64;
    0.25 * sum / area
}

pub fn run(class: Class) -> Report {
    let n = class.pick([12, 33, 64, 102, 162]);
    let steps = class.pick([50, 300, 250, 250, 250]);
    let dt = class.pick([0.5, 0.0015, 2.0, 2.0, 2.0]);
    let residuals = class.pick([
        [
            1.6196343210976702e-02,
            2.1976745164821318e-03,
            1.5179927653399185e-03,
            1.5029584435994323e-03,
            3.4264073155896461e-02,
        ],
        [
            0.1236511638192e+02,
            0.1317228477799e+01,
            0.2550120713095e+01,
            0.2326187750252e+01,
            0.2826799444189e+02,
        ],
        [
            7.7902107606689367e+02,
            6.3402765259692870e+01,
            1.9499249727292479e+02,
            1.7845301160418537e+02,
            1.8384760349464247e+03,
        ],
        [
            3.5532672969982736e+03,
            2.6214750795310692e+02,
            8.8333721850952190e+02,
            7.7812774739425265e+02,
            7.3087969592545314e+03,
        ],
        [
            1.03766980323537846e+04,
            8.92212458801008552e+02,
            2.56238814582660871e+03,
            2.19194343857831427e+03,
            1.78078057261061185e+04,
        ],
    ]);
    let errors = class.pick([
        [
            6.4223319957960924e-04,
            8.4144342047347926e-05,
            5.8588269616485186e-05,
            5.8474222595157350e-05,
            1.3103347914111294e-03,
        ],
        [
            0.4867877144216e+00,
            0.5064652880982e-01,
            0.9281818101960e-01,
            0.8570126542733e-01,
            0.1084277417792e+01,
        ],
        [
            2.9964085685471943e+01,
            2.8194576365003349e+00,
            7.3473412698774742e+00,
            6.7139225687777051e+00,
            7.0715315688392578e+01,
        ],
        [
            1.1401176380212709e+02,
            8.1098963655421574e+00,
            2.8480597317698308e+01,
            2.5905394567832939e+01,
            2.6054907504857413e+02,
        ],
        [
            2.15986399716949279e+02,
            1.55789559239863600e+01,
            5.41318863077207766e+01,
            4.82262643154045421e+01,
            4.55902910043250358e+02,
        ],
    ]);
    let integral = class.pick([
        7.8418928865937083e+00,
        0.1161399311023e+02,
        2.6030925604886277e+01,
        4.7887162703308227e+01,
        6.66404553572181300e+01,
    ]);
    let edge = n as f64;
    let problem = Problem {
        name: "LU",
        class,
        n,
        dt,
        steps,
        residuals,
        errors,
        mop: f64::from(steps) * (((1984.77 * edge - 10923.3) * edge + 27770.9) * edge - 144010.0) * 1e-6,
    };
    let (flow, mut report) = problem.run(solve);
    report.checks.push(Check {
        what: "The surface integral".to_owned(),
        computed: surface_integral(&flow),
        expected: integral,
        epsilon: 1e-8,
    });
    report
}
