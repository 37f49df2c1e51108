//! The order in which a member visits the shares of its team.

/// Own share first, then `own ^ 1`, `own ^ 2`, `own ^ 3`, …, leaving out numbers beyond the team.
///
/// At every step of the round the members' targets are a permutation: thieves that start together do not meet
/// at one victim, as they would at "the fullest". And the order is hierarchical: first the partner, then the
/// other pair of the quad, then the other quad …: with members bound close, that is sibling, cluster, socket.
#[derive(Clone, Debug)]
pub(super) struct Round {
    own: usize,
    members: usize,
    step: usize,
}

impl Round {
    #[inline]
    pub(super) fn new(own: usize, members: usize) -> Self {
        Round { own, members, step: 0 }
    }

    /// Whose share is visited now.
    #[inline]
    pub(super) fn member(&self) -> usize {
        self.own ^ self.step
    }

    /// Goes on to the next share; `false`, and stays, when all have been visited.
    #[inline]
    pub(super) fn advance(&mut self) -> bool {
        let end = self.members.next_power_of_two();
        for step in self.step + 1..end {
            if self.own ^ step < self.members {
                self.step = step;
                return true;
            }
        }
        false
    }
}
