//! A clock that costs a few nanoseconds, to tell brief from long. Nothing but speed may depend on it.
//!
//! Each file has the same two things: `Tick::now()` and `Tick::since(earlier)`, with `BRIEF`, about half a
//! microsecond in its unit.

#[cfg_attr(all(target_arch = "x86_64", not(miri), not(loom)), path = "tsc.rs")]
#[cfg_attr(loom, path = "frozen.rs")]
mod clock;

pub(crate) use clock::{BRIEF, Tick, stamp};

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Ticks in nanoseconds. The first call in a process compares the two clocks, which takes a fifth of a millisecond.
///
/// A difference that is negative (see [`Tick::since`]) counts as nothing.
pub(crate) fn nanos(ticks: u64) -> u64 {
    static SCALE: OnceLock<f64> = OnceLock::new();
    if ticks > u64::MAX / 2 {
        return 0;
    }
    // Saturates, and cannot be negative.
    (ticks as f64 * SCALE.get_or_init(nanos_in_a_tick)) as u64
}

#[cold]
fn nanos_in_a_tick() -> f64 {
    let (tick, clock) = (Tick::now(), Instant::now());
    if Tick::now().since(tick) == 0 && cfg!(loom) {
        return 1.0;
    }
    while clock.elapsed() < Duration::from_micros(200) {
        std::hint::spin_loop();
    }
    let ticks = Tick::now().since(tick);
    clock.elapsed().as_nanos() as f64 / ticks.max(1) as f64
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn ticks_become_nanoseconds() {
        let (tick, clock) = (Tick::now(), Instant::now());
        std::thread::sleep(Duration::from_millis(20));
        let ticks = Tick::now().since(tick);
        let most = clock.elapsed().as_nanos() as u64;
        let measured = nanos(ticks);
        // Whoever is interrupted between two looks has another scale: no closer than half.
        assert!(measured > 10_000_000 && measured < 2 * most, "{measured} of {most}");
        assert_eq!(nanos(0), 0);
        assert_eq!(nanos(0_u64.wrapping_sub(5)), 0, "a counter that is behind");
    }
}
