//! When two claims on shared data agree.

use super::Ticket;

/// Which elements belong to iteration `k`: the part `first + k·step` of those that have `length` elements each.
/// All modulo 2⁶⁴, in which the parts of different iterations differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) length: u64,
    pub(crate) first: u64,
    pub(crate) step: u64,
}

impl Shape {
    /// One part after the other, from the first on.
    pub(super) fn pieces(length: u64) -> Self {
        Shape { length, first: 0, step: 1 }
    }
}

/// Which member runs which iteration, and which elements an iteration stands for. Equal keys: each member has
/// the same elements, or all only read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key(pub(super) [u64; Key::WORDS]);

impl Key {
    pub(super) const WORDS: usize = 8;

    /// The key of all who read.
    pub(super) const READ: Key = Key([0; Key::WORDS]);

    /// The key of a construct whose iterations have parts of this shape.
    pub(super) fn of(ticket: &Ticket, shape: Shape) -> Self {
        let (kind, mapping) = match ticket.static_chunk {
            // Dealt out as the members come, each iteration once per construct.
            None => (1, ticket.construct),
            // Dealt out by arithmetic, the same in every construct of this chunk length.
            Some(chunk) => (2, chunk),
        };
        Key([
            kind,
            ticket.region,
            mapping,
            u64::from(ticket.members),
            ticket.len,
            shape.length,
            shape.first,
            shape.step,
        ])
    }
}
