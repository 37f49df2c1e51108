//! The simulation's time: whole picoseconds, so that sums are exact and ties are ties.

/// Picoseconds. A `u64` of them is 213 days.
pub(super) type Time = u64;

pub(super) const NANOSECOND: Time = 1000;

const PER_SECOND: f64 = 1e12;

/// Seconds to the nearest picosecond. The caller has seen to it that they are not negative; what does not fit is
/// taken as the longest time there is.
pub(super) fn from_seconds(seconds: f64) -> Time {
    (seconds * PER_SECOND).round() as Time
}

pub(super) fn to_seconds(time: Time) -> f64 {
    time as f64 / PER_SECOND
}

/// Seconds that are a duration, for arguments of users.
#[track_caller]
pub(super) fn checked(seconds: f64, what: std::fmt::Arguments<'_>) -> Time {
    assert!(
        seconds.is_finite() && seconds >= 0.0,
        "{what} must be a number of seconds, finite and not negative, not {seconds}"
    );
    from_seconds(seconds)
}
