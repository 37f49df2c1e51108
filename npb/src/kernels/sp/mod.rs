//! SP: each step solves scalar pentadiagonal systems along the lines of one axis after the other. Between them the
//! changes are brought from one set of variables to the next, in which the axes' equations come apart.

mod line;
mod variables;

use super::flow::lines::within_plane;
use super::flow::{Flow, Problem};
use crate::class::Class;
use crate::report::Report;
use line::solve;

fn step(flow: &mut Flow) {
    let (n, dt) = (flow.n, flow.dt);
    // Lines along x and y stay in a plane: they are solved where its right-hand side has just been computed.
    flow.plane_by_plane(|points, k, rhs| {
        for j in 1..n - 1 {
            let row = &points[(k * n + j) * n..][..n];
            for (rhs, point) in rhs[j * n..][1..n - 1].iter_mut().zip(&row[1..]) {
                *rhs = variables::along_x(point, *rhs);
            }
        }
        within_plane(
            (n, k),
            points,
            rhs,
            |lines, rhs| {
                solve::<0>(lines, dt, rhs);
                rhs.iter_mut().for_each(variables::from_x_to_y);
            },
            |lines, rhs| {
                solve::<1>(lines, dt, rhs);
                rhs.iter_mut().for_each(variables::from_y_to_z);
            },
        );
    });
    flow.across_planes(|lines, rhs| {
        solve::<2>(lines, dt, rhs);
        let last = rhs.len() - 1;
        for (p, rhs) in rhs[..last].iter_mut().enumerate().skip(1) {
            variables::back(lines.at(p), rhs);
        }
    });
    flow.advance(1.0);
}

pub fn run(class: Class) -> Report {
    let n = class.pick([12, 36, 64, 102, 162]);
    let steps = class.pick([100, 400, 400, 400, 400]);
    let dt = class.pick([0.015, 0.0015, 0.0015, 0.001, 0.00067]);
    let residuals = class.pick([
        [
            2.7470315451339479e-02,
            1.0360746705285417e-02,
            1.6235745065095532e-02,
            1.5840557224455615e-02,
            3.4849040609362460e-02,
        ],
        [
            0.1893253733584e-02,
            0.1717075447775e-03,
            0.2778153350936e-03,
            0.2887475409984e-03,
            0.3143611161242e-02,
        ],
        [2.4799822399300195, 1.1276337964368832, 1.5028977888770491, 1.4217816211695179, 2.1292113035138280],
        [
            0.6903293579998e+02,
            0.3095134488084e+02,
            0.4103336647017e+02,
            0.3864769009604e+02,
            0.5643482272596e+02,
        ],
        [
            0.5881691581829e+03,
            0.2454417603569e+03,
            0.3293829191851e+03,
            0.3081924971891e+03,
            0.4597223799176e+03,
        ],
    ]);
    let errors = class.pick([
        [
            2.7289258557377227e-05,
            1.0364446640837285e-05,
            1.6154798287166471e-05,
            1.5750704994480102e-05,
            3.4177666183390531e-05,
        ],
        [
            0.7542088599534e-04,
            0.6512852253086e-05,
            0.1049092285688e-04,
            0.1128838671535e-04,
            0.1212845639773e-03,
        ],
        [
            1.0900140297820550e-04,
            3.7343951769282091e-05,
            5.0092785406541633e-05,
            4.7671093939528255e-05,
            1.3621613399213001e-04,
        ],
        [
            0.9810006190188e-02,
            0.1022827905670e-02,
            0.1720597911692e-02,
            0.1694479428231e-02,
            0.1847456263981e-01,
        ],
        [
            0.2598120500183e+00,
            0.2590888922315e-01,
            0.5132886416320e-01,
            0.4806073419454e-01,
            0.5483377491301e+00,
        ],
    ]);
    let edge = n as f64;
    let problem = Problem {
        name: "SP",
        class,
        n,
        dt,
        steps,
        residuals,
        errors,
        mop: f64::from(steps) * (((881.174 * edge - 4683.91) * edge + 11484.5) * edge - 19272.4) * 1e-6,
    };
    problem.run(|flow, steps| (0..steps).for_each(|_| step(flow))).1
}
