//! Whole trees, as the systems in question lay them out.

use super::cpus_by_quota;
use crate::sys::scratch::Scratch;

const V2_MOUNT: &str = "28 24 0:25 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
const V1_MOUNT: &str =
    "33 24 0:30 / /sys/fs/cgroup/cpu,cpuacct rw shared:15 - cgroup cgroup rw,cpu,cpuacct\n";

fn v2(group: &str, limits: &[(&str, &str)]) -> Option<usize> {
    let tree =
        Scratch::with(&[("proc/self/cgroup", &format!("0::{group}\n")), ("proc/self/mountinfo", V2_MOUNT)]);
    for (group, limit) in limits {
        tree.write(&format!("sys/fs/cgroup{group}/cpu.max"), limit);
    }
    cpus_by_quota(tree.root())
}

#[test]
fn systemd_unit_with_cpu_quota_200_percent() {
    let group = "/system.slice/job.service";
    assert_eq!(v2(group, &[(group, "200000 100000\n"), ("/system.slice", "max 100000\n")]), Some(2));
}

#[test]
fn the_least_limit_of_nested_groups_holds() {
    let limits = [("/a", "300000 100000\n"), ("/a/b", "800000 100000\n"), ("/a/b/c", "max 100000\n")];
    assert_eq!(v2("/a/b/c", &limits), Some(3));
    assert_eq!(v2("/a/b/c", &[limits[0], limits[1], ("/a/b/c", "50000 100000\n")]), Some(1));
}

#[test]
fn a_limit_at_the_mounts_root_is_seen() {
    // A container with its own namespace: it is at the root and the limit with it.
    assert_eq!(v2("/", &[("", "450000 100000\n")]), Some(4));
}

#[test]
fn groups_beside_the_own_path_do_not_count() {
    assert_eq!(v2("/a", &[("/a/child", "100000 100000\n"), ("/b", "100000 100000\n")]), None);
}

#[test]
fn without_limits_or_without_files_there_is_no_quota() {
    assert_eq!(v2("/a", &[("/a", "max 100000\n")]), None);
    assert_eq!(v2("/a", &[]), None);
    assert_eq!(cpus_by_quota(Scratch::with(&[]).root()), None);
}

#[test]
fn version_one_and_the_hybrid_layout() {
    let tree = Scratch::with(&[
        ("proc/self/cgroup", "4:cpu,cpuacct:/jobs/one\n0::/jobs\n"),
        (
            "proc/self/mountinfo",
            &format!("{V1_MOUNT}{}", V2_MOUNT.replace("/cgroup rw", "/cgroup/unified rw")),
        ),
        ("sys/fs/cgroup/cpu,cpuacct/jobs/one/cpu.cfs_quota_us", "-1\n"),
        ("sys/fs/cgroup/cpu,cpuacct/jobs/one/cpu.cfs_period_us", "100000\n"),
    ]);
    assert_eq!(cpus_by_quota(tree.root()), None);
    tree.write("sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_quota_us", "500000\n");
    tree.write("sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_period_us", "100000\n");
    assert_eq!(cpus_by_quota(tree.root()), Some(5));
    tree.write("sys/fs/cgroup/unified/jobs/cpu.max", "250000 100000\n");
    assert_eq!(cpus_by_quota(tree.root()), Some(2));
}
