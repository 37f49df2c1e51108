//! Who wants to enter a loop, and what it has entered.

use std::panic::Location;

use super::gate::Gate;
use super::key::{Key, Shape};

/// One member in front of one worksharing construct.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    /// The region, unique in the process.
    pub(crate) region: u64,
    /// The construct instance, unique in its region and the same for all members that are in it.
    pub(crate) construct: u64,
    /// The number of this member, below `members`. One member is on one thread at a time.
    pub(crate) member: u32,
    /// The size of the team.
    pub(crate) members: u32,
    /// The number of iterations of the construct, as this member sees it.
    pub(crate) len: u64,
    /// `Some` if the schedule is static and honoured, so that region, `members`, `len` and this number alone
    /// decide which member runs which iteration: the chunk length, 0 for one block each.
    pub(crate) static_chunk: Option<u64>,
    /// Where the construct stands in the user's code.
    pub(crate) place: &'static Location<'static>,
}

/// The claims one member holds for one construct. Dropping it leaves them all.
#[doc(hidden)]
pub struct Admission<'i> {
    ticket: Ticket,
    /// Loops lend zero, one or two shared slices; more spill to the heap.
    few: [Option<Entered<'i>>; 2],
    more: Vec<Entered<'i>>,
}

/// A claim on one gate.
pub(super) struct Entered<'i> {
    gate: &'i Gate,
    /// `None` for a reader.
    member: Option<u32>,
}

impl<'i> Entered<'i> {
    /// # Panics
    /// If the gate refuses.
    pub(super) fn new(
        gate: &'i Gate,
        key: Key,
        member: Option<u32>,
        place: &'static Location<'static>,
    ) -> Self {
        match gate.enter(key, member, place) {
            Ok(()) => Entered { gate, member },
            Err(refusal) => panic!("{refusal}"),
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.gate.leave(self.member);
    }
}

impl<'i> Admission<'i> {
    /// An admission to nothing yet; hand it to [`Space::admit`](crate::space::Space::admit).
    #[inline]
    pub(crate) fn new(ticket: Ticket) -> Self {
        Admission { ticket, few: [const { None }; 2], more: Vec::new() }
    }

    /// Whether nothing was entered: the space lends nothing that is shared.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.few[0].is_none()
    }

    /// Enters `gate`, to use its data in parts of `shape`.
    ///
    /// # Panics
    /// If the gate refuses. What was entered before is left when the admission drops.
    pub(super) fn enter(&mut self, gate: &'i Gate, shape: Shape) {
        let ticket = &self.ticket;
        self.keep(Entered::new(gate, Key::of(ticket, shape), Some(ticket.member), ticket.place));
    }

    /// Enters `gate`, to read all of its data.
    ///
    /// # Panics
    /// As [`enter`](Self::enter).
    pub(super) fn enter_to_read(&mut self, gate: &'i Gate) {
        self.keep(Entered::new(gate, Key::READ, None, self.ticket.place));
    }

    fn keep(&mut self, entered: Entered<'i>) {
        match self.few.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some(entered),
            None => self.more.push(entered),
        }
    }
}
