//! The policies that decide by who asks and what chunks took.

/// One of them, and the least length of its chunks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Adaptive {
    pub(crate) rule: Rule,
    pub(crate) chunk: u64,
}

/// Which policy: see `policies/`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    Wf2([u8; 8]),
    Awf,
    AwfB,
    AwfC,
    AwfD,
    AwfE,
    Af,
    Bold { spread: f32, overhead: f32 },
    History,
}

impl Rule {
    /// The kind, as `OMP_SCHEDULE` has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Wf2(_) => "wf2",
            Self::Awf => "awf",
            Self::AwfB => "awf_b",
            Self::AwfC => "awf_c",
            Self::AwfD => "awf_d",
            Self::AwfE => "awf_e",
            Self::Af => "af",
            Self::Bold { .. } => "bold",
            Self::History => "history",
        }
    }

    /// Whether it wants to know what chunks took.
    pub(super) fn measures(self) -> bool {
        !matches!(self, Self::Wf2(_))
    }

    /// Whether it must know of every chunk by itself: where it began, or when.
    pub(super) fn measures_each(self) -> bool {
        matches!(self, Self::History | Self::Bold { .. })
    }

    /// Whether members let each other know of themselves, a note each.
    pub(super) fn tells(self) -> bool {
        matches!(self, Self::AwfB | Self::AwfC | Self::AwfD | Self::AwfE | Self::Af)
    }

    /// What it keeps for a site from run to run, by number; `None` if nothing.
    pub(super) fn keeps(self) -> Option<u64> {
        match self {
            Self::Awf => Some(1),
            Self::History => Some(2),
            _ => None,
        }
    }

    /// Numbers that differ where rules do.
    pub(super) fn terms(self) -> [u64; 2] {
        match self {
            Self::Wf2(weights) => [0, u64::from_le_bytes(weights)],
            Self::Awf => [1, 0],
            Self::AwfB => [2, 0],
            Self::AwfC => [3, 0],
            Self::AwfD => [4, 0],
            Self::AwfE => [5, 0],
            Self::Af => [6, 0],
            Self::Bold { spread, overhead } => {
                [7, u64::from(spread.to_bits()) << 32 | u64::from(overhead.to_bits())]
            }
            Self::History => [8, 0],
        }
    }
}
