//! A hand on `auto`: whatever has been chosen for the loop, and when this member came to its end.

use super::fixed;
use super::sequencing::Sequencing;
use super::shared::Guiding;
use super::steal::Stealing;
use super::{Chunk, Dispenser, Source};
use crate::schedule::Spent;
use crate::schedule::plan::{Mapping, Plan};
use crate::schedule::policies::auto::even_chunk;

pub(super) struct Choosing {
    member: usize,
    tag: u64,
    clocked: bool,
    /// Nanoseconds this member has been told of.
    told: u64,
    state: State,
}

enum State {
    /// Not asked yet: what is chosen lies in the dispenser, which a new hand does not see.
    New,
    Block(Option<Chunk>),
    Steal(Stealing),
    Guided(Guiding),
    Sequence(Sequencing),
    Ended,
}

impl Choosing {
    pub(super) fn new(member: usize, tag: u64) -> Self {
        Choosing { member, tag, clocked: true, told: 0, state: State::New }
    }

    /// The same without a look at the clock.
    pub(super) fn unclocked(mut self) -> Self {
        self.clocked = false;
        self
    }

    pub(super) fn completed(&mut self, spent: Spent) {
        self.told = self.told.saturating_add(spent.body).saturating_add(spent.dispatch);
    }

    /// As that of the chosen schedule's hand.
    pub(super) fn source(&self) -> Source {
        match &self.state {
            State::New | State::Block(_) | State::Ended => Source::Nobody,
            State::Steal(stealing) => stealing.source(),
            State::Guided(_) | State::Sequence(_) => Source::Team,
        }
    }

    /// As the chosen schedule's hand.
    pub(super) fn holds(&self) -> bool {
        match &self.state {
            State::Steal(stealing) => stealing.holds(),
            State::Sequence(sequencing) => sequencing.holds(),
            State::New | State::Block(_) | State::Guided(_) | State::Ended => false,
        }
    }

    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        if let State::New = self.state {
            self.state = self.begin(plan, dispenser);
        }
        let chunk = match &mut self.state {
            State::Block(block) => block.take(),
            State::Steal(stealing) => stealing.next(dispenser),
            State::Guided(guiding) => guiding.next(dispenser),
            State::Sequence(sequencing) => sequencing.next(dispenser),
            State::New | State::Ended => return None,
        };
        if chunk.is_none() {
            self.state = State::Ended;
            if let Some(course) = dispenser.course() {
                course.end_auto(if self.clocked { course.lasted() } else { self.told });
            }
        }
        chunk
    }

    fn begin(&self, plan: &Plan<'_>, dispenser: &Dispenser) -> State {
        let shares = Mapping::Steal(even_chunk(plan.len, plan.members));
        let mapping = dispenser.course().map_or(shares, |course| course.chosen(plan));
        let chosen = Plan { mapping, ..*plan };
        match mapping {
            Mapping::Block => State::Block(fixed::block(&chosen, self.member)),
            Mapping::Guided(chunk) => State::Guided(Guiding::new(&chosen, chunk)),
            Mapping::Sequence(sequence) => {
                let hand = Sequencing::new(&chosen, sequence);
                State::Sequence(if self.clocked { hand } else { hand.singly() })
            }
            Mapping::Steal(chunk) => {
                let hand = Stealing::new(chosen.uniform(chunk), plan.members, self.member, self.tag);
                State::Steal(if self.clocked { hand } else { hand.unclocked() })
            }
            // Nothing else is chosen.
            _ => State::Ended,
        }
    }
}
