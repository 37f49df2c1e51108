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

    /// Whether that is the member's own.
    #[inline]
    pub(super) fn is_at_own(&self) -> bool {
        self.step == 0
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

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn visits(own: usize, members: usize) -> Vec<usize> {
        let mut round = Round::new(own, members);
        let mut visits = vec![round.member()];
        while round.advance() {
            visits.push(round.member());
        }
        visits
    }

    #[test]
    fn every_member_visits_every_share_once_its_own_first() {
        for members in (1..70).chain([127, 128, 129]) {
            for own in 0..members {
                let mut visits = visits(own, members);
                assert_eq!(visits[0], own);
                visits.sort_unstable();
                assert!(visits.into_iter().eq(0..members), "{own} of {members}");
            }
        }
    }

    #[test]
    fn thieves_in_step_do_not_meet() {
        let rounds: Vec<_> = (0..64).map(|own| visits(own, 64)).collect();
        for step in 0..64 {
            let mut victims: Vec<_> = rounds.iter().map(|round| round[step]).collect();
            victims.sort_unstable();
            assert!(victims.into_iter().eq(0..64), "step {step}");
        }
        assert_eq!(visits(5, 7), [5, 4, 6, 1, 0, 3, 2], "partner, pair, then the other quad");
    }
}
