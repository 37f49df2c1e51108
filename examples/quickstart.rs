//! Finds the period in a file of measurements, serially and in parallel.
//!
//! ```text
//! cargo run --release --example quickstart [FILE]
//! ```
//! FILE has lines of `time,value`, or of values alone; comments start with `#`. Without it the bundled
//! observations of a made-up star are taken, whose strongest period is known. The times may be uneven, so
//! the power of each frequency is summed up from all samples.
//!
//! Ends with an error if serial and parallel results differ in a single bit, or if the known period is missed.

#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::f64::consts::TAU;
use std::path::Path;

use ferromp::prelude::*;

/// Days; `examples/data/generate.py` has put it into the bundled file.
const BUNDLED_PERIOD: f64 = 7.3125;

struct Sample {
    time: f64,
    value: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1);
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/measurements.csv");
    let path = file.as_ref().map_or(bundled.as_path(), Path::new);
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let samples = centred(parse(&text));
    let span = span(&samples).ok_or_else(|| format!("{}: no two samples apart in time", path.display()))?;

    // Half the width of a peak from one frequency to the next.
    let step = 0.5 / span;
    let count = (40_000_000 / samples.len()).clamp(64, 4096);
    let frequencies: Vec<f64> = (1..=count).map(|k| k as f64 * step).collect();
    println!("{}: {} samples, {count} frequencies", path.display(), samples.len());

    let (serial, serial_time) = timed::best_of(3, || -> Vec<f64> {
        frequencies.iter().map(|frequency| power_at(*frequency, &samples)).collect()
    });
    let (parallel, parallel_time) = timed::best_of(3, || {
        parallel_for(&frequencies).map_collect(|frequency| power_at(*frequency, &samples))
    });

    let differs = |(a, b): (&f64, &f64)| a.to_bits() != b.to_bits();
    if let Some(k) = serial.iter().zip(&parallel).position(differs) {
        let (serial, parallel) = (serial[k], parallel[k]);
        return Err(format!("frequency {k}: serial power {serial}, parallel power {parallel}").into());
    }
    let strongest = (0..count).max_by(|&a, &b| parallel[a].total_cmp(&parallel[b])).unwrap_or(0);
    let period = 1.0 / frequencies[strongest];
    println!("strongest period {period:.4}, amplitude {:.3}", amplitude(parallel[strongest], samples.len()));
    if file.is_none() && (frequencies[strongest] - 1.0 / BUNDLED_PERIOD).abs() > step {
        return Err(format!("the period is {BUNDLED_PERIOD}, not {period}").into());
    }
    timed::report(serial_time, parallel_time);
    println!("both results are the same, bit by bit");
    Ok(())
}

/// How much of the signal has this frequency: the squared length of its Fourier sum.
fn power_at(frequency: f64, samples: &[Sample]) -> f64 {
    let (mut real, mut imaginary) = (0.0, 0.0);
    for Sample { time, value } in samples {
        let (sin, cos) = (TAU * frequency * time).sin_cos();
        real += value * cos;
        imaginary += value * sin;
    }
    real * real + imaginary * imaginary
}

/// The amplitude of the sine wave that has this power.
fn amplitude(power: f64, samples: usize) -> f64 {
    2.0 * power.sqrt() / samples as f64
}

fn parse(text: &str) -> Vec<Sample> {
    let mut samples = Vec::new();
    for line in text.lines().map(|line| line.split('#').next().unwrap_or_default()) {
        let fields = line.split([',', ';', ' ', '\t']).filter(|field| !field.is_empty());
        let mut numbers = fields.map_while(|field| field.parse::<f64>().ok()).filter(|x| x.is_finite());
        match (numbers.next(), numbers.next()) {
            (Some(time), Some(value)) => samples.push(Sample { time, value }),
            (Some(value), None) => samples.push(Sample { time: samples.len() as f64, value }),
            (None, _) => (), // a heading
        }
    }
    samples
}

/// The samples without their mean, which would hide low frequencies.
fn centred(mut samples: Vec<Sample>) -> Vec<Sample> {
    let mean = samples.iter().map(|sample| sample.value).sum::<f64>() / samples.len() as f64;
    samples.iter_mut().for_each(|sample| sample.value -= mean);
    samples
}

fn span(samples: &[Sample]) -> Option<f64> {
    let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
    for sample in samples {
        (first, last) = (first.min(sample.time), last.max(sample.time));
    }
    (first < last).then_some(last - first)
}
