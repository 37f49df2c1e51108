use super::context::Context;
use super::core::TeamCore;
use super::settle::Settle;
use crate::barrier::Phase;
use crate::hook::RegionMark;

/// What a region or a combined loop is: lives on the stack of the thread that opened it, for as long as it
/// runs, and is read by members when they need it.
pub(crate) struct Frame {
    /// The implicit task that met the construct; null if that was a thread outside every region.
    pub(crate) parent: *const Context,
    /// The team; `None` for a team of one.
    pub(crate) core: Option<&'static TeamCore>,
    /// How many members the team has.
    pub(crate) size: usize,
    /// Nesting depth: 1 for a region opened outside every other.
    pub(crate) level: usize,
    /// Enclosing regions, this one included, with more than one member.
    pub(crate) active_level: usize,
    /// The phase in which the region began.
    pub(crate) start: Phase,
    /// The number of the region's first worksharing construct; grows from region to region of one team.
    pub(crate) first_construct: u64,
    /// What the members do before they run the region; hardly ever anything.
    pub(crate) settle: Option<Settle>,
    /// What observers know it by.
    pub(crate) mark: RegionMark,
    /// The internal control variables of the task that met the construct; its members start with
    /// [`for_members`](crate::icv::DataEnv::for_members) of them.
    pub(crate) settings: crate::icv::DataEnv,
}

impl Frame {
    /// A number that no other region or combined loop has while this one runs.
    #[inline]
    pub(crate) fn id(&self) -> u64 {
        match self.core {
            // A team runs one at a time, each in another phase.
            Some(core) => core.serial() << 50 | self.start.0,
            // Addresses of the user's half of memory leave the top bit free.
            None => 1 << 63 | std::ptr::from_ref(self).addr() as u64,
        }
    }
}
