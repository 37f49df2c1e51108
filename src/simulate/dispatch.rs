//! What it costs to be handed a chunk: nothing to speak of from one's own, a turn at the cursor from others'.

use super::machine::Machine;
use super::time::Time;
use crate::schedule::Source;

/// The cursors of one loop, each free again at some time.
pub(super) struct Cursors {
    own: Time,
    shared: Time,
    /// The team's, then each member's share as far as anybody else has taken from it.
    free_at: Vec<Time>,
}

impl Cursors {
    pub(super) fn new(machine: &Machine) -> Self {
        Cursors {
            own: machine.own_dispatch,
            shared: machine.shared_dispatch,
            free_at: vec![0; machine.members + 1],
        }
    }

    /// When a member has its chunk that asks for it at `now`. Asked in the order of time.
    pub(super) fn served(&mut self, source: Source, member: usize, now: Time) -> Time {
        match source {
            Source::Nobody => now.saturating_add(self.own),
            Source::Team => self.turn(0, now),
            Source::Share(owner) if owner == member => now.saturating_add(self.own),
            Source::Share(owner) => self.turn(owner + 1, now),
        }
    }

    /// When a member knows that nothing is left: the team's cursor tells at once, shares have to be looked at each.
    pub(super) fn dismissed(&mut self, looked: Source, members: usize, now: Time) -> Time {
        match looked {
            Source::Nobody => now,
            Source::Team => self.turn(0, now),
            // The looks do not wait for each other, so their transfers overlap.
            Source::Share(_) if members > 1 => {
                now.saturating_add(self.shared).saturating_add(self.own.saturating_mul(members as u64))
            }
            Source::Share(_) => now.saturating_add(self.own),
        }
    }

    fn turn(&mut self, cursor: usize, now: Time) -> Time {
        let served = self.free_at[cursor].max(now).saturating_add(self.shared);
        self.free_at[cursor] = served;
        served
    }
}
