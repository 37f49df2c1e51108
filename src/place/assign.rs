//! Which member of a team is bound to which place (OpenMP 5.2, section 10.1.3).
//!
//! A function of the member's number: members find their own places, and a fork neither computes nor stores a list.

use super::ProcBind;

/// Consecutive places of the list: what a task's `place-partition-var` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    pub(crate) first: u32,
    /// Number of places, at least one.
    pub(crate) len: u32,
}

/// Where a thread is bound, and the partition for regions that it opens, which includes the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) place: u32,
    pub(crate) partition: Partition,
}

/// The position of `member` in a team of `team_size` that a thread at `parent` opened; `None` if it is not bound.
///
/// Member 0 keeps the parent's place under every policy. With more members than places the specification leaves open
/// which places have one member more than others; here it is decided by even division, the same on every run.
pub(crate) fn assign(policy: ProcBind, parent: Position, team_size: u32, member: u32) -> Option<Position> {
    let Partition { first, len } = parent.partition;
    debug_assert!(member < team_size && len > 0);
    debug_assert!((first..first + len).contains(&parent.place));
    let start = parent.place - first;
    let sparse = policy == ProcBind::Spread && team_size <= len;
    // Of `team_size` members on `len` places, `member` is at this distance from the first.
    let distance = if team_size <= len { member } else { share(member, len, team_size) };
    let place = first + wrapping_sum(start, distance, len);
    Some(match policy {
        ProcBind::False => return None,
        ProcBind::Primary => parent,
        ProcBind::Spread if sparse => spread(parent, start, team_size, member),
        ProcBind::Spread => Position { place, partition: Partition { first: place, len: 1 } },
        ProcBind::True | ProcBind::Close => Position { place, partition: parent.partition },
    })
}

/// Spread over no fewer places than members: the partition is cut into a part for each member, and members have
/// successive parts, beginning with the part around the parent's place.
fn spread(parent: Position, start: u32, team_size: u32, member: u32) -> Position {
    let Partition { first, len } = parent.partition;
    // Part k begins at `share(k, len, team_size)`: the one around `start` is the last that begins no later.
    let own = (u64::from(start) * u64::from(team_size) + u64::from(team_size) - 1) / u64::from(len);
    let part = wrapping_sum(own as u32, member, team_size);
    let (low, high) = (share(part, len, team_size), share(part + 1, len, team_size));
    let place = if member == 0 { parent.place } else { first + low };
    Position { place, partition: Partition { first: first + low, len: high - low } }
}

/// `index · total / parts`, rounded down: where share `index` of `parts` shares of `total` begins.
fn share(index: u32, total: u32, parts: u32) -> u32 {
    (u64::from(index) * u64::from(total) / u64::from(parts)) as u32
}

/// `(a + b) mod modulus` without overflow.
fn wrapping_sum(a: u32, b: u32, modulus: u32) -> u32 {
    ((u64::from(a) + u64::from(b)) % u64::from(modulus)) as u32
}
