use super::{Level, Topology};
use crate::sys::scratch::Scratch;
use crate::sys::{CpuSet, width};
use std::path::Path;

const LEVELS: [Level; 5] =
    [Level::Threads, Level::Cores, Level::LlCaches, Level::NumaDomains, Level::Sockets];

fn cpus(list: &str) -> CpuSet {
    CpuSet::parse_list(list).unwrap()
}

fn groups(topology: &Topology, level: Level) -> Vec<String> {
    topology.groups(level).iter().map(CpuSet::to_string).collect()
}

/// Two sockets, of which CPUs are dealt in turn (even, odd); two cores with two hardware threads in each; the second
/// socket has two last-level caches and two NUMA nodes.
fn two_sockets() -> Scratch {
    let tree = Scratch::with(&[
        ("sys/devices/system/node/node0/cpulist", "0,2,4,6\n"),
        ("sys/devices/system/node/node1/cpulist", "1,5\n"),
        ("sys/devices/system/node/node2/cpulist", "3,7\n"),
        ("sys/devices/system/node/node3/cpulist", "\n"),
        ("sys/devices/system/node/possible", "0-3\n"),
    ]);
    for cpu in 0..8 {
        let folder = format!("sys/devices/system/cpu/cpu{cpu}");
        let core = format!("{},{}\n", cpu % 4, cpu % 4 + 4);
        let socket = if cpu % 2 == 0 { "0,2,4,6\n" } else { "1,3,5,7\n" };
        tree.write(&format!("{folder}/topology/thread_siblings_list"), &core);
        tree.write(&format!("{folder}/topology/core_siblings_list"), socket);
        tree.write(&format!("{folder}/cache/index0/level"), "1\n");
        tree.write(&format!("{folder}/cache/index0/shared_cpu_list"), &core);
        tree.write(&format!("{folder}/cache/index3/level"), "3\n");
        let last = if cpu % 2 == 0 { socket } else { &core };
        tree.write(&format!("{folder}/cache/index3/shared_cpu_list"), last);
    }
    tree
}

#[test]
fn neighbours_in_the_list_are_neighbours_in_the_machine() {
    let tree = two_sockets();
    let machine = Topology::read(tree.root(), &cpus("0-7"));
    assert_eq!(groups(&machine, Level::Sockets), ["0,2,4,6", "1,3,5,7"]);
    assert_eq!(groups(&machine, Level::NumaDomains), ["0,2,4,6", "1,5", "3,7"]);
    assert_eq!(groups(&machine, Level::LlCaches), ["0,2,4,6", "1,5", "3,7"]);
    assert_eq!(groups(&machine, Level::Cores), ["0,4", "2,6", "1,5", "3,7"]);
    assert_eq!(groups(&machine, Level::Threads), ["0", "4", "2", "6", "1", "5", "3", "7"]);
}

#[test]
fn only_available_cpus_are_in_the_groups() {
    let tree = two_sockets();
    let part = Topology::read(tree.root(), &cpus("4,5,7"));
    assert_eq!(groups(&part, Level::Sockets), ["4", "5,7"]);
    assert_eq!(groups(&part, Level::Cores), ["4", "5", "7"]);
}

#[test]
fn newer_names_win_over_older_ones() {
    let tree = two_sockets();
    for cpu in 0..8 {
        let folder = format!("sys/devices/system/cpu/cpu{cpu}/topology");
        tree.write(&format!("{folder}/core_cpus_list"), &format!("{cpu}\n"));
        tree.write(&format!("{folder}/package_cpus_list"), "0-7\n");
    }
    let machine = Topology::read(tree.root(), &cpus("0-7"));
    assert_eq!(machine.groups(Level::Cores).len(), 8);
    assert_eq!(groups(&machine, Level::Sockets), ["0-7"]);
}

#[test]
fn without_files_every_cpu_is_a_core_of_one_socket() {
    let tree = Scratch::with(&[("sys/devices/system/cpu/cpu0/topology/core_cpus_list", "gibberish")]);
    let flat = Topology::read(tree.root(), &cpus("0,3,5"));
    for level in [Level::Threads, Level::Cores] {
        assert_eq!(groups(&flat, level), ["0", "3", "5"]);
    }
    for level in [Level::LlCaches, Level::NumaDomains, Level::Sockets] {
        assert_eq!(groups(&flat, level), ["0,3,5"]);
    }
}

#[test]
fn every_cpu_of_this_machine_is_in_one_group_of_each_level() {
    let available = width::initial_mask();
    let machine = Topology::read(Path::new("/"), available);
    for level in LEVELS {
        let groups = machine.groups(level);
        let mut all = CpuSet::new();
        groups.iter().for_each(|group| all.extend_from(group));
        assert_eq!(&all, available, "{level:?}");
        assert_eq!(groups.iter().map(CpuSet::len).sum::<usize>(), available.len(), "{level:?}");
    }
}
