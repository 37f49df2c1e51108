use super::{Position, ProcBind, assign};

/// How the members of one region are bound: what each of them needs to find its own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    policy: ProcBind,
    /// Where the thread is that opened the region.
    from: Position,
}

impl Binding {
    /// `None` if `policy` binds nobody.
    pub(crate) fn new(policy: ProcBind, from: Position) -> Option<Self> {
        (policy != ProcBind::False).then_some(Self { policy, from })
    }

    /// Where `member` of a team of `team_size` is bound.
    pub(crate) fn position(&self, team_size: usize, member: usize) -> Position {
        // Teams have at most 4095 members. A policy that binds answers for every member.
        assign(self.policy, self.from, team_size as u32, member as u32).unwrap_or(self.from)
    }
}
