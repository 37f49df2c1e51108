//! The standard library's monotonic clock.

use std::time::Instant;

/// In nanoseconds.
pub(crate) const BRIEF: u64 = 500;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick(Instant);

impl Tick {
    #[inline]
    pub(crate) fn now() -> Tick {
        Tick(Instant::now())
    }

    /// True for about one in `n` ticks, a power of two: always here, where the clock tells no bits.
    #[inline]
    pub(crate) fn is_picked(self, _: u64) -> bool {
        true
    }

    #[inline]
    pub(crate) fn since(self, earlier: Tick) -> u64 {
        self.0.duration_since(earlier.0).as_nanos().try_into().unwrap_or(u64::MAX)
    }
}

/// This moment, for comparison with other moments in ticks.
pub(crate) fn stamp() -> u64 {
    static ORIGIN: std::sync::OnceLock<Tick> = std::sync::OnceLock::new();
    let origin = *ORIGIN.get_or_init(Tick::now);
    Tick::now().since(origin)
}
