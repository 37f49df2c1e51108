//! Ticks and what they are worth. The counter is read in a few nanoseconds; what it counts is found out by the side.

use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::prim::ticks::Tick;

/// A moment that both clocks were read at. The first of the process: the longer ago, the better the ratio is known.
static FIRST: OnceLock<(Tick, Instant)> = OnceLock::new();

/// Two clocks are read one after the other; over so long that is one part in ten thousand at most.
const BASELINE: Duration = Duration::from_millis(1);

/// Begins to find out what a tick is worth.
pub(super) fn start() {
    FIRST.get_or_init(|| (Tick::now(), Instant::now()));
}

/// Ticks since `base`. 0 for a moment before, which a counter that lags behind on another core might show.
#[inline]
pub(super) fn ticks_since(base: Tick) -> u64 {
    let ticks = Tick::now().since(base);
    if ticks >> 63 == 0 { ticks } else { 0 }
}

/// How many nanoseconds a tick lasts.
pub(super) fn nanoseconds_per_tick() -> f64 {
    let &(tick, instant) = FIRST.get_or_init(|| (Tick::now(), Instant::now()));
    let elapsed = instant.elapsed();
    if elapsed < BASELINE {
        sleep(BASELINE - elapsed);
    }
    let (nanoseconds, ticks) = (instant.elapsed().as_nanos(), Tick::now().since(tick));
    nanoseconds as f64 / ticks.max(1) as f64
}
