//! FT: a heat equation, solved by one transform into Fourier space and one back for each step in time.

mod field;
mod line;

use crate::class::Class;
use crate::random::Random;
use crate::report::{Check, Report};
use ferromp::prelude::*;
use field::{Complex, Field, Shape};
use line::Direction;
use std::f64::consts::PI;
use std::time::Instant;

/// The diffusivity.
const ALPHA: f64 = 1e-6;

/// By how much each wave fades in a step.
#[omp]
fn decay(shape: Shape) -> Vec<f64> {
    let Shape { x, y, z } = shape;
    let squared = |i: usize, n: usize| {
        let wave = if i < n / 2 { i as f64 } else { i as f64 - n as f64 };
        wave * wave
    };
    let mut decay = vec![0.0; x * y * z];
    #[omp(parallel for, schedule(static))]
    for (at, row) in decay.chunks_exact_mut(x).enumerate() {
        let across = squared(at % y, y) + squared(at / y, z);
        for (i, factor) in row.iter_mut().enumerate() {
            *factor = (-4.0 * ALPHA * PI * PI * (squared(i, x) + across)).exp();
        }
    }
    decay
}

#[omp]
fn fill_randomly(field: &mut Field) {
    let plane = field.shape.x * field.shape.y;
    #[omp(parallel for, schedule(static))]
    for (k, points) in field.points.chunks_exact_mut(plane).enumerate() {
        let mut random = Random::at(314_159_265, (2 * plane * k) as u64);
        for point in points {
            *point = Complex { re: random.draw(), im: random.draw() };
        }
    }
}

/// One step: the spectrum fades, and is copied for the transform back.
#[omp]
fn evolve(spectrum: &mut Field, decay: &[f64], state: &mut Field) {
    #[omp(parallel for, schedule(static))]
    for ((wave, state), factor) in spectrum.points.iter_mut().zip(state.points.iter_mut()).zip(decay.iter()) {
        *wave = wave.scaled(*factor);
        *state = *wave;
    }
}

/// The mean over 1024 points here and there.
fn checksum(field: &Field) -> Complex {
    let Shape { x, y, z } = field.shape;
    let at = |j: usize| field.points[(5 * j % z * y + 3 * j % y) * x + j % x];
    let sum = (1..=1024).map(at).fold(Complex::default(), |sum, point| sum + point);
    sum.scaled(1.0 / field.points.len() as f64)
}

/// Everything that counts, in two fields made beforehand.
fn solve(spectrum: &mut Field, state: &mut Field, steps: usize) -> Vec<Complex> {
    let decay = decay(spectrum.shape);
    fill_randomly(spectrum);
    spectrum.transform(Direction::Forward);
    let mut step = || {
        evolve(spectrum, &decay, state);
        state.transform(Direction::Backward);
        checksum(state)
    };
    (0..steps).map(|_| step()).collect()
}

pub fn run(class: Class) -> Report {
    let [x, y, z] =
        class.pick([[64, 64, 64], [128, 128, 32], [256, 256, 128], [512, 256, 256], [512, 512, 512]]);
    let expected = expected(class);
    let shape = Shape { x, y, z };
    let (mut spectrum, mut state) = (Field::zero(shape), Field::zero(shape));
    solve(&mut spectrum, &mut state, 1);
    let since = Instant::now();
    let sums = solve(&mut spectrum, &mut state, expected.len());
    let time = since.elapsed();

    let mut checks = Vec::new();
    for (step, (sum, expected)) in (1..).zip(sums.iter().zip(expected)) {
        println!(" T = {step:5}     Checksum = {:22.12e} {:22.12e}", sum.re, sum.im);
        let expected = Complex { re: expected.0, im: expected.1 };
        checks.push(Check {
            what: format!("The distance of checksum {step} from the known one, relative to it, plus one,"),
            computed: 1.0 + (*sum - expected).abs() / expected.abs(),
            expected: 1.0,
            epsilon: 1e-12,
        });
    }
    let (n, steps) = ((x * y * z) as f64, expected.len() as f64);
    Report {
        name: "FT",
        class,
        size: format!("{x}x{y}x{z}"),
        iterations: expected.len() as u32,
        threads: ferromp::omp::get_max_threads(),
        time,
        mop: n * 1e-6 * (14.8157 + 7.19641 * n.ln() + (5.23518 + 7.21113 * n.ln()) * steps),
        operation: "floating point",
        checks,
    }
}

/// The published checksums.
fn expected(class: Class) -> &'static [(f64, f64)] {
    class.pick([
        &[
            (554.6087004964, 484.5363331978),
            (554.6385409189, 486.5304269511),
            (554.6148406171, 488.3910722336),
            (554.5423607415, 490.1273169046),
            (554.4255039624, 491.7475857993),
            (554.2683411902, 493.2597244941),
        ][..],
        &[
            (567.3612178944, 529.3246849175),
            (563.1436885271, 528.2149986629),
            (559.4024089970, 527.0996558037),
            (556.0698047020, 526.0027904925),
            (553.0898991250, 524.9400845633),
            (550.4159734538, 523.9212247086),
        ][..],
        &[
            (504.6735008193, 511.4047905510),
            (505.9412319734, 509.8809666433),
            (506.9376896287, 509.8144042213),
            (507.7892868474, 510.1336130759),
            (508.5233095391, 510.4914655194),
            (509.1487099959, 510.7917842803),
        ][..],
        &[
            (517.7643571579, 507.7803458597),
            (515.4521291263, 508.8249431599),
            (514.6409228649, 509.6208912659),
            (514.2378756213, 510.1023387619),
            (513.9626667737, 510.3976610617),
            (513.7423460082, 510.5948019802),
            (513.5547056878, 510.7404165783),
            (513.3910925466, 510.8576573661),
            (513.2470705390, 510.9577278523),
            (513.1197729984, 511.0460304483),
            (513.0070319283, 511.1252433800),
            (512.9070537032, 511.1968077718),
            (512.8182883502, 511.2616233064),
            (512.7393733383, 511.3203605551),
            (512.6691062020, 511.3735928093),
            (512.6064276004, 511.4218460548),
            (512.5504076570, 511.4656139760),
            (512.5002331720, 511.5053595966),
            (512.4551951846, 511.5415130407),
            (512.4146770029, 511.5744692211),
        ][..],
        &[
            (519.5078707457, 514.9019699238),
            (515.5422171134, 512.7578201997),
            (514.4678022222, 512.2251847514),
            (514.0150594328, 512.1090289018),
            (513.7550426810, 512.1143685824),
            (513.5811056728, 512.1496764568),
            (513.4569343165, 512.1870921893),
            (513.3651975661, 512.2193250322),
            (513.2955192805, 512.2454735794),
            (513.2410471738, 512.2663649603),
            (513.1971141679, 512.2830879827),
            (513.1605205716, 512.2965869718),
            (513.1290734194, 512.3075927445),
            (513.1012720314, 512.3166486553),
            (513.0760908195, 512.3241541685),
            (513.0528295923, 512.3304037599),
            (513.0310107773, 512.3356167976),
            (513.0103090133, 512.3399592211),
            (512.9905029333, 512.3435588985),
            (512.9714421109, 512.3465164008),
        ][..],
    ])
}
