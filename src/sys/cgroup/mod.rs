//! CPU time that control groups grant: `CPUQuota=` of systemd, `--cpus` of containers.
//!
//! A quota limits time, not CPUs, so no mask shows it: without reading it a process on 64 CPUs with a quota of two
//! starts 64 threads, which then stand still together for most of every period. Every group on the path from the
//! process's own up to the mount's root may have a limit, and the least holds. Both hierarchies may be mounted at
//! once (systemd's hybrid layout); then both hold.
//!
//! (`num_cpus` reads only the process's own group, rounds up and remembers the mask together with the quota, so it
//! can serve neither nested groups nor a caller that is bound later.)

mod mounts;
mod quota;
#[cfg(test)]
mod tests;

use mounts::Hierarchy;
use std::fs;
use std::path::Path;

/// Whole CPUs that the quota of the process's control groups pays for, at least one; `None` without a quota.
///
/// Rounded down: with a quota of 1.5 a second spinning thread would have the whole team stopped for a part of
/// every period, and members of a team wait for the slowest. The files are read below `root`, which is `/` but in
/// tests.
pub(crate) fn cpus_by_quota(root: &Path) -> Option<usize> {
    let own = fs::read_to_string(root.join("proc/self/cgroup")).ok()?;
    let mounts = fs::read_to_string(root.join("proc/self/mountinfo")).ok()?;
    mounts::hierarchies(&own, &mounts).filter_map(|hierarchy| least_on_path(root, &hierarchy)).min()
}

/// The least quota from the process's group up to the root of its hierarchy's mount.
fn least_on_path(root: &Path, hierarchy: &Hierarchy) -> Option<usize> {
    let mount = root.join(hierarchy.mount_point.trim_start_matches('/'));
    let own = mount.join(&hierarchy.group);
    let groups = own.ancestors().take_while(|group| group.starts_with(&mount));
    groups.filter_map(|group| quota::of_group(group, hierarchy.version)).min()
}
