//! Times of the examples: serial against parallel.

use std::time::{Duration, Instant};

/// Runs `f` some times; its last result and the shortest time.
pub(crate) fn best_of<T>(runs: usize, mut f: impl FnMut() -> T) -> (T, Duration) {
    let mut once = || {
        let start = Instant::now();
        let result = f();
        (result, start.elapsed())
    };
    let (mut result, mut best) = once();
    for _ in 1..runs {
        let time;
        (result, time) = once();
        best = best.min(time);
    }
    (result, best)
}

/// Prints both times and their ratio.
pub(crate) fn report(serial: Duration, parallel: Duration) {
    let threads = ferromp::Parallel::new().map(|team| team.num_threads()).len();
    println!("serial    {:9.2} ms", serial.as_secs_f64() * 1e3);
    println!("parallel  {:9.2} ms on {threads} threads", parallel.as_secs_f64() * 1e3);
    println!("speed-up  {:9.2}", serial.as_secs_f64() / parallel.as_secs_f64());
}
