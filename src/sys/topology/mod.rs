//! Which CPUs share a core, a last-level cache, a NUMA node, a socket.

mod read;
#[cfg(test)]
mod tests;

use super::CpuSet;
use std::path::Path;

/// The levels at which CPUs are grouped, named as `OMP_PLACES` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Each CPU (hardware thread) alone.
    Threads,
    /// Hardware threads of one core.
    Cores,
    /// CPUs that share the cache farthest from them.
    LlCaches,
    /// CPUs with the same near memory.
    NumaDomains,
    /// CPUs of one package.
    Sockets,
}

/// The groups of one CPU, each known by the least CPU number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Location {
    // The order of the fields is the order of the machine: CPUs that share more are closer together.
    socket: usize,
    numa_domain: usize,
    ll_cache: usize,
    core: usize,
    cpu: usize,
}

/// The machine as far as the process may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Topology {
    /// Sorted, so that neighbours in the list are neighbours in the machine however the CPUs are numbered.
    locations: Vec<Location>,
}

impl Topology {
    /// The topology of the CPUs `available`, from the files that Linux has in `sys/devices/system` below `root`.
    ///
    /// Where a file is missing or makes no sense the least is assumed: that a CPU is a core of its own, that there is
    /// one socket, that caches and memory belong to sockets.
    pub(crate) fn read(root: &Path, available: &CpuSet) -> Self {
        let mut locations = read::locations(&root.join("sys/devices/system"), available);
        locations.sort_unstable();
        Self { locations }
    }

    /// The available CPUs in groups of `level`, neighbours next to each other. Every CPU is in one group.
    pub(crate) fn groups(&self, level: Level) -> Vec<CpuSet> {
        let key = |location: &Location| match level {
            Level::Threads => location.cpu,
            Level::Cores => location.core,
            Level::LlCaches => location.ll_cache,
            Level::NumaDomains => location.numa_domain,
            Level::Sockets => location.socket,
        };
        // A group may be torn apart in the order of the machine (a NUMA domain of several sockets), so that looking at
        // neighbours would not do.
        let mut groups: Vec<(usize, CpuSet)> = Vec::new();
        for location in &self.locations {
            let key = key(location);
            match groups.iter_mut().rfind(|(known, _)| *known == key) {
                Some((_, group)) => group.insert(location.cpu),
                None => groups.push((key, CpuSet::from_iter([location.cpu]))),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}
