//! The one word that says who is inside a gate.

/// Who is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State(pub(super) u64);

impl State {
    pub(super) const NOBODY: State = State(0);
    /// Nobody is inside and the key is being written.
    pub(super) const SETTING: State = State(1 << 63);
    /// Members below this have a bit each, from bit 0; the rest of the team, and readers, are counted above
    /// those bits.
    const NEAR: u32 = 48;
    pub(super) const ONE: u64 = 1 << Self::NEAR;
    const COUNT: u64 = Self::SETTING.0 - Self::ONE;

    /// With one more inside; `None` if that member is there already.
    pub(super) fn with(self, who: Who) -> Option<State> {
        match who {
            Who::Near(bit) => (self.0 & bit == 0).then_some(State(self.0 | bit)),
            Who::Counted => {
                let more = self.0 & Self::COUNT != Self::COUNT;
                assert!(more, "more than 32767 readers of one `SharedMut`: were they forgotten?");
                Some(State(self.0 + Self::ONE))
            }
        }
    }
}

/// How one who is inside shows in the [`State`].
#[derive(Clone, Copy)]
pub(super) enum Who {
    Near(u64),
    Counted,
}

impl Who {
    pub(super) fn of(member: Option<u32>) -> Self {
        match member {
            Some(member) if member < State::NEAR => Who::Near(1 << member),
            _ => Who::Counted,
        }
    }
}
