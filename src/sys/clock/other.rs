//! The standard library's clock, whose origin is unknown and whose resolution has to be measured.

use std::sync::OnceLock;
use std::time::Instant;

/// Seconds since the first call in the process.
pub(crate) fn wtime() -> f64 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    ORIGIN.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds between two successive ticks of [`wtime`]'s clock: the least step seen in a few, found once.
pub(crate) fn wtick() -> f64 {
    static TICK: OnceLock<f64> = OnceLock::new();
    *TICK.get_or_init(|| {
        let step = || {
            let start = Instant::now();
            loop {
                let step = start.elapsed();
                if !step.is_zero() {
                    return step.as_secs_f64();
                }
            }
        };
        (0..16).map(|_| step()).fold(f64::INFINITY, f64::min)
    })
}
