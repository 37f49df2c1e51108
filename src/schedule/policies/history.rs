//! `history,chunk`: history-aware self-scheduling.
//!
//! A. Kejariwal, A. Nicolau, C. D. Polychronopoulos: "History-aware self-scheduling", International Conference on Parallel
//! Processing, 2006.
//!
//! What the loop's iterations took in runs before says what they will take: guided self-scheduling by time in place of
//! number. The iterations are kept in 64 parts of equal length, with the nanoseconds an iteration of each; a chunk has as
//! many iterations as are thought to take 1/2P of the time that is left, not fewer than `chunk`. The first run is `fac2`.
//! A profile is the mean of what it was and of the last run; parts in which no chunk ran whole keep theirs. It is kept for
//! each loop in the program, size of team and order of magnitude of the length.
//!
//! Wins where a loop is run again and again with the same uneven work (time steps, solvers), most of all where the long
//! iterations are at the end.

/// How many parts a profile has.
pub(in crate::schedule) const PARTS: usize = 64;

/// First iteration of `part` of a loop of `len`, for parts 0 to [`PARTS`].
pub(in crate::schedule) fn start(part: usize, len: u64) -> u64 {
    (u128::from(len) * part as u128 / PARTS as u128) as u64
}

/// The part that iteration `position` of `len` is in.
pub(in crate::schedule) fn part(position: u64, len: u64) -> usize {
    // The last part whose start is not behind it: where `len` is below 64 parts are empty.
    let guess = (u128::from(position) * PARTS as u128 / u128::from(len.max(1))) as usize;
    (guess..PARTS).take_while(|&part| start(part, len) <= position).last().unwrap_or(guess).min(PARTS - 1)
}

/// The length of a chunk that begins at `position`: `rate(k)` is what an iteration of part k takes, `after(k)` what all
/// iterations from the start of part k to the end take. `None` where nothing is known of them.
pub(in crate::schedule) fn chunk(
    position: u64,
    len: u64,
    members: usize,
    rate: impl Fn(usize) -> f64,
    after: impl Fn(usize) -> f64,
) -> Option<u64> {
    let first = part(position, len);
    let rest = (start(first + 1, len) - position) as f64;
    let left = after(first + 1) + rest * rate(first);
    let mut share = left / (2.0 * members as f64);
    if !(share > 0.0 && share.is_finite()) {
        return None;
    }
    let mut length = 0.0;
    let mut count = rest;
    for k in first..PARTS {
        let cost = count * rate(k);
        if cost > share {
            length += share / rate(k);
            break;
        }
        share -= cost;
        length += count;
        count = (start((k + 2).min(PARTS), len) - start((k + 1).min(PARTS), len)) as f64;
    }
    Some(length.ceil() as u64)
}
