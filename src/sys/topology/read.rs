//! Topology from the files of Linux' `sysfs`, none of which has to exist.

use super::Location;
use crate::sys::CpuSet;
use std::fs;
use std::path::Path;

/// Where each of `cpus` is, unsorted, from the files below `system`.
pub(super) fn locations(system: &Path, cpus: &CpuSet) -> Vec<Location> {
    let nodes = numa_domains(&system.join("node"));
    let everywhere = cpus.iter().next().unwrap_or(0);
    let location = |cpu: usize| {
        let folder = system.join(format!("cpu/cpu{cpu}"));
        let socket = first_of(&folder, &["topology/package_cpus_list", "topology/core_siblings_list"])
            .unwrap_or(everywhere);
        let node = nodes.iter().find(|node| node.contains(cpu));
        Location {
            socket,
            numa_domain: node.and_then(first).unwrap_or(socket),
            ll_cache: last_level_cache(&folder.join("cache")).unwrap_or(socket),
            core: first_of(&folder, &["topology/core_cpus_list", "topology/thread_siblings_list"])
                .unwrap_or(cpu),
            cpu,
        }
    };
    cpus.iter().map(location).collect()
}

/// Least CPU of the list in the first of `files` that can be read; the older kernels' name comes last.
fn first_of(folder: &Path, files: &[&str]) -> Option<usize> {
    files.iter().find_map(|file| first(&list(&folder.join(file))?))
}

fn first(cpus: &CpuSet) -> Option<usize> {
    cpus.iter().next()
}

fn list(file: &Path) -> Option<CpuSet> {
    CpuSet::parse_list(&fs::read_to_string(file).ok()?)
}

/// Least CPU of those that share the cache of the highest level among those in `folder`. Instruction caches are at
/// the first level only, beside data caches shared by the same CPUs, so the type need not be looked at.
fn last_level_cache(folder: &Path) -> Option<usize> {
    let caches = fs::read_dir(folder).ok()?.flatten().filter_map(|cache| {
        let level: u32 = fs::read_to_string(cache.path().join("level")).ok()?.trim().parse().ok()?;
        Some((level, first(&list(&cache.path().join("shared_cpu_list"))?)?))
    });
    caches.max().map(|(_, cpu)| cpu)
}

/// The CPUs of each NUMA node that has any.
fn numa_domains(folder: &Path) -> Vec<CpuSet> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| list(&entry.path().join("cpulist"))).filter(|node| !node.is_empty()).collect()
}
