//! Elapsed time as `omp_get_wtime` gives it.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "other.rs")]
mod platform;

#[cfg(all(test, unix))]
mod other;

pub(crate) use platform::{wtick, wtime};

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    fn measures(wtime: fn() -> f64, wtick: fn() -> f64) {
        let tick = wtick();
        assert!(tick > 0.0 && tick < 0.1, "{tick}");
        let outer = Instant::now();
        let start = wtime();
        let inner = Instant::now();
        std::thread::sleep(Duration::from_millis(20));
        let least = inner.elapsed().as_secs_f64();
        let measured = wtime() - start;
        let most = outer.elapsed().as_secs_f64();
        assert!(least - 2.0 * tick <= measured && measured <= most + 2.0 * tick, "{least} {measured} {most}");
    }

    #[test]
    fn agrees_with_the_standard_clock() {
        measures(super::wtime, super::wtick);
    }

    #[cfg(unix)]
    #[test]
    fn so_does_the_fallback() {
        measures(super::other::wtime, super::other::wtick);
    }
}
