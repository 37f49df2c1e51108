//! x86-64's time-stamp counter: the clock of the standard library is a system call where the kernel distrusts it.

/// 0.25 to 0.7 µs at the counter's usual 1.5 to 4 GHz.
pub(crate) const BRIEF: u64 = 1000;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick(u64);

impl Tick {
    #[inline]
    pub(crate) fn now() -> Tick {
        // SAFETY: the instruction exists on every x86-64 processor and touches no memory.
        Tick(unsafe { core::arch::x86_64::_rdtsc() })
    }

    /// True for about one in `n` ticks, a power of two.
    #[inline]
    pub(crate) fn is_picked(self, n: u64) -> bool {
        // The lowest bits do not change on counters that advance in steps.
        self.0 >> 6 & (n - 1) == 0
    }

    /// Huge if the thread has moved to a core whose counter is behind.
    #[inline]
    pub(crate) fn since(self, earlier: Tick) -> u64 {
        self.0.wrapping_sub(earlier.0)
    }
}

/// This moment, for comparison with other moments in ticks: across threads, as far as cores agree.
#[inline]
pub(crate) fn stamp() -> u64 {
    Tick::now().0
}
