//! Whose memory a chunk comes from: what decides how dear it is to take, and who waits for whom.

use super::partition::Blocks;
use super::plan::{Mapping, Plan};

/// The word that is written when a chunk is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// None: who gets it follows from the plan.
    Nobody,
    /// The team's cursor.
    Team,
    /// The share of this member.
    Share(usize),
}

impl Plan<'_> {
    /// Where chunk `number` comes from.
    pub(crate) fn source(&self, number: u64) -> Source {
        match self.mapping {
            Mapping::Block | Mapping::Cyclic(_) => Source::Nobody,
            Mapping::Counter(_) | Mapping::Guided(_) | Mapping::Policy(_) => Source::Team,
            Mapping::Steal(chunk) => {
                let shares = Blocks::new(self.uniform(chunk).count(), self.members);
                Source::Share(shares.part_of(number))
            }
        }
    }

    /// What a member looks at to find that nothing is left; of shares, the last of all.
    pub(crate) fn last_look(&self) -> Source {
        match self.mapping {
            Mapping::Block | Mapping::Cyclic(_) => Source::Nobody,
            Mapping::Counter(_) | Mapping::Guided(_) | Mapping::Policy(_) => Source::Team,
            Mapping::Steal(_) => Source::Share(self.members.max(1) - 1),
        }
    }
}
