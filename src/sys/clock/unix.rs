//! The monotonic clock of POSIX.

/// Seconds since some moment in the past that is the same for all threads of the system.
pub(crate) fn wtime() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a writable timespec. With that and a clock that POSIX demands the call cannot fail.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut now) };
    seconds(now)
}

/// Seconds between two successive ticks of [`wtime`]'s clock.
pub(crate) fn wtick() -> f64 {
    let mut tick = libc::timespec { tv_sec: 0, tv_nsec: 1 };
    // SAFETY: as in `wtime`.
    unsafe { libc::clock_getres(libc::CLOCK_MONOTONIC, &mut tick) };
    seconds(tick)
}

fn seconds(time: libc::timespec) -> f64 {
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
