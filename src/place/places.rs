//! The place list.

use super::grammar::{PlaceInterval, PlaceSpec};
use super::{Partition, Position};
use crate::sys::CpuSet;
use crate::sys::topology::{Level, Topology};
use std::fmt;

/// The list of places to which threads may be bound (`place-partition-var` of the initial task). No place is empty,
/// and all CPUs in it may be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places(Vec<CpuSet>);

impl Places {
    /// The places that `spec` means on this machine, without those of whose CPUs none is `available`. May be empty.
    pub(crate) fn resolve(spec: &PlaceSpec, topology: &Topology, available: &CpuSet) -> Self {
        Self(match spec {
            PlaceSpec::Abstract { level, count } => {
                let mut groups = topology.groups(*level);
                groups.truncate(count.unwrap_or(usize::MAX));
                groups
            }
            PlaceSpec::Explicit(intervals) => explicit(intervals, available),
        })
    }

    /// These places.
    #[cfg(test)]
    pub(super) fn of(places: Vec<CpuSet>) -> Self {
        Self(places)
    }

    /// The places if nothing is said: one for each core.
    pub(crate) fn by_default(topology: &Topology) -> Self {
        Self(topology.groups(Level::Cores))
    }

    /// Number of places.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The CPUs of the place with this number; `None` if there is no such place.
    pub(crate) fn get(&self, place: usize) -> Option<&CpuSet> {
        self.0.get(place)
    }

    /// Where an initial thread starts: at the first place, with all of them as its partition. `None` without places.
    pub(crate) fn origin(&self) -> Option<Position> {
        let len = u32::try_from(self.len()).ok().filter(|&len| len > 0)?;
        Some(Position { place: 0, partition: Partition { first: 0, len } })
    }

    /// The same for a thread that may run on `cpus` only: the first run of places that lie within them. `None` if no
    /// place does.
    pub(crate) fn origin_within(&self, cpus: &CpuSet) -> Option<Position> {
        let first = self.0.iter().position(|place| place.is_subset(cpus))?;
        let len = self.0[first..].iter().take_while(|place| place.is_subset(cpus)).count();
        let (first, len) = (u32::try_from(first).ok()?, u32::try_from(len).ok()?);
        Some(Position { place: first, partition: Partition { first, len } })
    }
}

fn explicit(intervals: &[PlaceInterval], available: &CpuSet) -> Vec<CpuSet> {
    let (excluded, included): (Vec<_>, Vec<_>) = intervals.iter().partition(|interval| interval.excluded);
    let shifted = |interval: &PlaceInterval, index: usize| -> CpuSet {
        let distance = index as isize * interval.stride;
        let cpus = interval.cpus.iter().filter_map(|cpu| cpu.checked_add_signed(distance));
        // Before the set is built: a mistyped interval then costs time, but no memory.
        cpus.filter(|&cpu| available.contains(cpu)).collect()
    };
    let excluded: Vec<_> = excluded.iter().map(|interval| shifted(interval, 0)).collect();
    let places =
        included.iter().flat_map(|interval| (0..interval.length).map(|index| shifted(interval, index)));
    places.filter(|place| !place.is_empty() && !excluded.contains(place)).collect()
}

/// As `OMP_DISPLAY_ENV` shows `OMP_PLACES`: `{0-3},{8,10}` in the grammar of the variable, `{0:4},{8,10}`.
impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, place) in self.0.iter().enumerate() {
            f.write_str(if index > 0 { ",{" } else { "{" })?;
            let mut cpus = place.iter().peekable();
            let mut separator = "";
            while let Some(first) = cpus.next() {
                let mut length = 1;
                while cpus.next_if_eq(&(first + length)).is_some() {
                    length += 1;
                }
                write!(f, "{separator}{first}")?;
                if length > 1 {
                    write!(f, ":{length}")?;
                }
                separator = ",";
            }
            f.write_str("}")?;
        }
        Ok(())
    }
}
