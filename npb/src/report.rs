//! What a run has to say, in the words of the benchmarks.

use crate::class::Class;
use std::fmt;
use std::time::Duration;

/// A run of a kernel.
#[derive(Debug)]
pub struct Report {
    pub name: &'static str,
    pub class: Class,
    /// As the benchmark writes it: `256x256x128`.
    pub size: String,
    pub iterations: u32,
    pub threads: usize,
    pub time: Duration,
    /// Millions of operations, as the benchmark counts them.
    pub mop: f64,
    pub operation: &'static str,
    /// Results beside what is known of them.
    pub checks: Vec<Check>,
}

/// A result and its published value.
#[derive(Debug)]
pub struct Check {
    pub what: String,
    pub computed: f64,
    pub expected: f64,
    /// How far the two may be apart, relative to what is expected.
    pub epsilon: f64,
}

impl Check {
    /// For NaN, too, the answer is no.
    pub fn passed(&self) -> bool {
        let error = if self.expected == 0.0 {
            self.computed.abs()
        } else {
            ((self.computed - self.expected) / self.expected).abs()
        };
        error <= self.epsilon
    }
}

impl Report {
    pub fn verified(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(Check::passed)
    }

    pub fn mops(&self) -> f64 {
        self.mop / self.time.as_secs_f64()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Check { what, computed, expected, .. } in self.checks.iter().filter(|check| !check.passed()) {
            writeln!(f, " {what} is {computed:.13e}, not {expected:.13e}")?;
        }
        writeln!(f, "\n\n {} Benchmark Completed.", self.name)?;
        let lines = [
            ("Class", self.class.to_string()),
            ("Size", self.size.clone()),
            ("Iterations", self.iterations.to_string()),
            ("Time in seconds", format!("{:.3}", self.time.as_secs_f64())),
            ("Total threads", self.threads.to_string()),
            ("Mop/s total", format!("{:.2}", self.mops())),
            ("Mop/s/thread", format!("{:.2}", self.mops() / self.threads as f64)),
            ("Operation type", self.operation.to_owned()),
            ("Verification", if self.verified() { "SUCCESSFUL" } else { "UNSUCCESSFUL" }.to_owned()),
            ("Version", format!("ferromp {}", env!("CARGO_PKG_VERSION"))),
        ];
        lines.iter().try_for_each(|(what, value)| writeln!(f, " {what:<15} = {value:>24}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(computed: f64, expected: f64) -> bool {
        Check { what: String::new(), computed, expected, epsilon: 1e-8 }.passed()
    }

    #[test]
    fn a_check_is_relative_and_fails_for_nan() {
        assert!(check(-3e5 * (1.0 + 0.9e-8), -3e5));
        assert!(!check(-3e5 * (1.0 + 1.1e-8), -3e5));
        assert!(!check(f64::NAN, 1.0));
        assert!(!check(f64::NAN, 0.0));
        assert!(check(0.0, 0.0));
    }
}
