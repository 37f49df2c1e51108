//! The limit of a single control group.

use super::mounts::Version;
use std::fs;
use std::path::Path;

/// Whole CPUs granted to the group whose directory is `group`; `None` if it sets no limit or none can be read.
pub(super) fn of_group(group: &Path, version: Version) -> Option<usize> {
    let read = |file: &str| fs::read_to_string(group.join(file)).ok();
    match version {
        Version::Two => max(&read("cpu.max")?),
        Version::One => whole_cpus(&read("cpu.cfs_quota_us")?, &read("cpu.cfs_period_us")?),
    }
}

/// `cpu.max`: `<quota> <period>` in microseconds, the quota being `max` for no limit.
fn max(text: &str) -> Option<usize> {
    let (quota, period) = text.trim().split_once(' ')?;
    whole_cpus(quota, period)
}

/// Quota by period, rounded down, at least one. No limit is `max` (version 2) or `-1` (version 1): neither is a
/// number without a sign.
fn whole_cpus(quota: &str, period: &str) -> Option<usize> {
    let quota: u64 = quota.trim().parse().ok()?;
    let period: u64 = period.trim().parse().ok()?;
    let cpus = quota.checked_div(period)?.max(1);
    Some(usize::try_from(cpus).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_two_grammar() {
        assert_eq!(max("200000 100000\n"), Some(2));
        assert_eq!(max("199999 100000\n"), Some(1));
        assert_eq!(max("1000 100000\n"), Some(1));
        assert_eq!(max("18446744073709551615 1\n"), Some(usize::MAX));
        for none in ["max 100000\n", "200000\n", "", "200000 0\n", "-1 100000", "nonsense 1"] {
            assert_eq!(max(none), None, "{none:?}");
        }
    }

    #[test]
    fn version_one_grammar() {
        assert_eq!(whole_cpus("350000\n", "100000\n"), Some(3));
        assert_eq!(whole_cpus("-1\n", "100000\n"), None);
        assert_eq!(whole_cpus("0\n", "0\n"), None);
    }
}
