//! Whose memory a chunk comes from: what decides how dear it is to take, and who waits for whom.

/// The word that is written when a chunk is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// None: who gets it follows from the plan, or it had been taken before with others.
    Nobody,
    /// The team's cursor.
    Team,
    /// The share of this member.
    Share(usize),
}
