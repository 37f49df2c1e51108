//! BT: each step solves block tridiagonal systems along the lines of one axis after the other.

mod block;
mod line;

use super::flow::lines::within_plane;
use super::flow::{Flow, Problem};
use crate::class::Class;
use crate::report::Report;
use line::solve;

fn step(flow: &mut Flow) {
    let (n, dt) = (flow.n, flow.dt);
    // Lines along x and y stay in a plane: they are solved where its right-hand side has just been computed.
    flow.plane_by_plane(|points, k, rhs| {
        within_plane(
            (n, k),
            points,
            rhs,
            |lines, rhs| solve::<0>(lines, dt, rhs),
            |lines, rhs| solve::<1>(lines, dt, rhs),
        );
    });
    flow.across_planes(|lines, rhs| solve::<2>(lines, dt, rhs));
    flow.advance(1.0);
}

pub fn run(class: Class) -> Report {
    let n = class.pick([12, 24, 64, 102, 162]);
    let steps = class.pick([60, 200, 200, 200, 200]);
    let dt = class.pick([0.01, 0.0008, 0.0008, 0.0003, 0.0001]);
    let residuals = class.pick([
        [
            1.7034283709541311e-01,
            1.2975252070034097e-02,
            3.2527926989486055e-02,
            2.6436421275166801e-02,
            1.9211784131744430e-01,
        ],
        [
            0.1125590409344e+03,
            0.1180007595731e+02,
            0.2710329767846e+02,
            0.2469174937669e+02,
            0.2638427874317e+03,
        ],
        [
            1.0806346714637264e+02,
            1.1319730901220813e+01,
            2.5974354511582465e+01,
            2.3665622544678910e+01,
            2.5278963211748344e+02,
        ],
        [
            1.4233597229287254e+03,
            9.9330522590150238e+01,
            3.5646025644535285e+02,
            3.2485447959084092e+02,
            3.2707541254659363e+03,
        ],
        [
            0.62398116551764615e+04,
            0.50793239190423964e+03,
            0.15423530093013596e+04,
            0.13302387929291190e+04,
            0.11604087428436455e+05,
        ],
    ]);
    let errors = class.pick([
        [
            4.9976913345811579e-04,
            4.5195666782961927e-05,
            7.3973765172921357e-05,
            7.3821238632439731e-05,
            8.9269630987491446e-04,
        ],
        [
            0.4419655736008e+01,
            0.4638531260002e+00,
            0.1011551749967e+01,
            0.9235878729944e+00,
            0.1018045837718e+02,
        ],
        [
            4.2348416040525025e+00,
            4.4390282496995698e-01,
            9.6692480136345650e-01,
            8.8302063039765474e-01,
            9.7379901770829278e+00,
        ],
        [
            5.2969847140936856e+01,
            4.4632896115670668e+00,
            1.3122573342210174e+01,
            1.2006925323559144e+01,
            1.2459576151035986e+02,
        ],
        [
            0.16462008369091265e+03,
            0.11497107903824313e+02,
            0.41207446207461508e+02,
            0.37087651059694167e+02,
            0.36211053051841265e+03,
        ],
    ]);
    let edge = n as f64;
    let problem = Problem {
        name: "BT",
        class,
        n,
        dt,
        steps,
        residuals,
        errors,
        mop: f64::from(steps) * edge * (3478.8 * edge * edge - 17655.7 * edge + 28023.7) * 1e-6,
    };
    problem.run(|flow, steps| (0..steps).for_each(|_| step(flow))).1
}
