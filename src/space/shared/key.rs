//! When two claims on shared data agree.

use super::Ticket;

/// Which member runs which iteration, and which elements an iteration stands for. Equal keys: each member has
/// the same elements, or all only read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key(pub(super) [u64; Key::WORDS]);

impl Key {
    pub(super) const WORDS: usize = 6;

    /// The key of all who read.
    pub(super) const READ: Key = Key([0; Key::WORDS]);

    /// The key of a construct that uses `shape` elements per iteration.
    pub(super) fn of(ticket: &Ticket, shape: u64) -> Self {
        let (kind, mapping) = match ticket.static_chunk {
            // Dealt out as the members come, each iteration once per construct.
            None => (1, ticket.construct),
            // Dealt out by arithmetic, the same in every construct of this chunk length.
            Some(chunk) => (2, chunk),
        };
        Key([kind, ticket.region, mapping, u64::from(ticket.members), ticket.len, shape])
    }
}
