//! One member's hold on one loop.

use super::adapting::Adapting;
use super::binning::Binning;
use super::choosing::Choosing;
use super::fixed::{self, Cyclic};
use super::meter::Sample;
use super::proposals::Proposals;
use super::run::Run;
use super::sequencing::Sequencing;
use super::shared::{Counting, Guiding};
use super::steal::Stealing;
use super::{Dispenser, Source};
use crate::schedule::Spent;
use crate::schedule::plan::{Mapping, Plan};
use std::ops::{ControlFlow, Range};

/// A chunk and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Which item of [`Plan::boundaries`] this is, where the plan has such a sequence. Where it has none: unique in the
    /// loop.
    pub(crate) number: u64,
    /// The iterations, never empty.
    pub(crate) range: Range<u64>,
}

/// A member's side of a loop: what it knows and has taken. Small, on the member's stack, for one loop.
///
/// Dropping it early (cancel, panic) leaves chunks undone that it had taken; none is ever done twice.
pub(crate) struct Hand {
    state: State,
}

enum State {
    /// `None` when the block is empty or taken.
    Block(Option<Chunk>),
    Cyclic(Cyclic),
    Counter(Counting),
    Steal(Stealing),
    Guided(Guiding),
    Policy(Proposals),
    Sequence(Sequencing),
    Adaptive(Adapting),
    Bins(Binning),
    Auto(Choosing),
}

impl Hand {
    /// For `member` of `plan.members`, in loop number `tag`. One hand for every member in a loop, and the
    /// same plan in every call.
    #[inline(always)]
    pub(crate) fn new(plan: &Plan<'_>, member: usize, tag: u64) -> Hand {
        debug_assert!(member < plan.members);
        let state = match plan.mapping {
            Mapping::Block => State::Block(fixed::block(plan, member)),
            Mapping::Cyclic(chunk) => State::Cyclic(Cyclic::new(plan, chunk, member)),
            Mapping::Counter(chunk) => State::Counter(Counting::new(plan.uniform(chunk), plan.members)),
            Mapping::Steal(chunk) => {
                State::Steal(Stealing::new(plan.uniform(chunk), plan.members, member, tag))
            }
            Mapping::Guided(chunk) => State::Guided(Guiding::new(plan, chunk)),
            Mapping::StaticSteal(chunk) => {
                let hand = Stealing::new(plan.uniform(chunk), plan.members, member, tag);
                State::Steal(hand.in_quarters())
            }
            Mapping::Sequence(sequence) => State::Sequence(Sequencing::new(plan, sequence)),
            Mapping::Adaptive(adaptive) => State::Adaptive(Adapting::new(plan, adaptive, member, tag)),
            Mapping::Bins(_) => State::Bins(Binning::new(plan.members, member, tag)),
            Mapping::Auto => State::Auto(Choosing::new(member, tag)),
            Mapping::Policy(policy) => State::Policy(Proposals::new(policy, plan.members, member)),
        };
        Hand { state }
    }

    /// A hand on a monotonic plan that claims one chunk at a time, however tiny: for members that wait for each other's.
    pub(crate) fn singly(self) -> Hand {
        let state = match self.state {
            State::Counter(counting) => State::Counter(counting.singly()),
            State::Sequence(sequencing) => State::Sequence(sequencing.singly()),
            state => state,
        };
        Hand { state }
    }

    /// A hand that looks at no clock: it is told what chunks take by [`completed`](Self::completed), in whatever time its
    /// caller lives in, and its claims depend on nothing else.
    pub(crate) fn unclocked(plan: &Plan<'_>, member: usize, tag: u64) -> Hand {
        let state = match Self::new(plan, member, tag).singly().state {
            State::Steal(stealing) => State::Steal(stealing.unclocked()),
            State::Policy(proposals) => State::Policy(proposals.unclocked()),
            State::Adaptive(adapting) => State::Adaptive(adapting.unclocked()),
            State::Auto(choosing) => State::Auto(choosing.unclocked()),
            state => state,
        };
        Hand { state }
    }

    /// Tells an [unclocked](Self::unclocked) hand that the chunk it gave last has run, and what that took. To be called
    /// after every chunk and before the next is asked for; a hand with a clock does so by itself.
    pub(crate) fn completed(
        &mut self,
        plan: &Plan<'_>,
        dispenser: &Dispenser,
        range: &Range<u64>,
        spent: Spent,
    ) {
        match &mut self.state {
            State::Policy(proposals) => proposals.completed(plan, range.clone(), spent),
            State::Adaptive(adapting) => {
                adapting.completed(plan, dispenser, &Sample::of(range.clone(), spent));
            }
            State::Auto(choosing) => choosing.completed(spent),
            _ => (),
        }
    }

    /// Where this member has claimed last, or looked last for something to claim.
    pub(crate) fn source(&self) -> Source {
        match &self.state {
            State::Block(_) | State::Cyclic(_) => Source::Nobody,
            State::Steal(stealing) => stealing.source(),
            State::Bins(binning) => binning.source(),
            State::Auto(choosing) => choosing.source(),
            State::Counter(_)
            | State::Guided(_)
            | State::Policy(_)
            | State::Sequence(_)
            | State::Adaptive(_) => Source::Team,
        }
    }

    /// Whether the next chunk has been claimed already, together with one before.
    pub(crate) fn holds(&self) -> bool {
        match &self.state {
            State::Counter(counting) => counting.holds(),
            State::Steal(stealing) => stealing.holds(),
            State::Sequence(sequencing) => sequencing.holds(),
            State::Auto(choosing) => choosing.holds(),
            State::Policy(proposals) => proposals.holds(),
            _ => false,
        }
    }

    /// The next chunk for this member, `None` when the loop has no more: then every chunk has been taken by
    /// somebody (`Block` and `Cyclic`: every chunk of this member's). Stays `None` from then on.
    #[allow(dead_code)] // The untyped form, begin/next/end: for an interface that calls one chunk at a time.
    #[inline(always)]
    pub(crate) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Range<u64>> {
        self.next_numbered(plan, dispenser).map(|chunk| chunk.range)
    }

    /// [`next`](Self::next) with the chunk's number.
    #[allow(dead_code)] // As above.
    #[inline(always)]
    pub(crate) fn next_numbered(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        match &mut self.state {
            State::Block(block) => block.take(),
            State::Cyclic(cyclic) => cyclic.next(plan),
            State::Steal(stealing) => stealing.next(dispenser),
            _ => self.next_shared(plan, dispenser),
        }
    }

    /// Hands all chunks to `body`, until it breaks.
    ///
    /// Where loops over [`next`](Self::next) choose the mapping anew for every chunk, this chooses once, and the
    /// static mappings become what one would write by hand: a plain loop over registers. The price is four copies
    /// of `body` where the compiler cannot know the mapping.
    #[inline(always)]
    pub(crate) fn try_for_each<B>(
        self,
        plan: &Plan<'_>,
        dispenser: &Dispenser,
        body: impl FnMut(Chunk) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match self.state {
            State::Block(block) => block.map_or(ControlFlow::Continue(()), body),
            State::Cyclic(mut cyclic) => std::iter::from_fn(|| cyclic.next(plan)).try_for_each(body),
            State::Steal(mut stealing) => std::iter::from_fn(|| stealing.next(dispenser)).try_for_each(body),
            state => {
                let mut hand = Hand { state };
                std::iter::from_fn(|| hand.next_shared_run(plan, dispenser)).flatten().try_for_each(body)
            }
        }
    }

    /// Hands all iterations to `body`, until it breaks: those of chunks that were claimed together, together.
    ///
    /// For whoever need not know where one chunk ends and the next begins.
    #[inline(always)]
    pub(crate) fn try_for_each_claim<B>(
        self,
        plan: &Plan<'_>,
        dispenser: &Dispenser,
        mut body: impl FnMut(Range<u64>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match self.state {
            State::Block(block) => block.map_or(ControlFlow::Continue(()), |chunk| body(chunk.range)),
            State::Cyclic(mut cyclic) => {
                std::iter::from_fn(|| cyclic.next(plan)).try_for_each(|chunk| body(chunk.range))
            }
            State::Steal(mut stealing) => {
                std::iter::from_fn(|| stealing.next_claim(dispenser)).try_for_each(body)
            }
            state => {
                let mut hand = Hand { state };
                let claims = std::iter::from_fn(|| hand.next_shared_run(plan, dispenser));
                claims.map(Run::range).try_for_each(body)
            }
        }
    }

    /// The mappings whose every chunk comes from one shared cursor: a call costs little beside that.
    #[inline(never)]
    fn next_shared(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        match &mut self.state {
            State::Counter(counting) => counting.next(dispenser),
            State::Guided(guiding) => guiding.next(dispenser),
            State::Policy(proposals) => proposals.next(plan, dispenser),
            State::Sequence(sequencing) => sequencing.next(dispenser),
            State::Adaptive(adapting) => adapting.next(plan, dispenser),
            State::Bins(binning) => binning.next(plan, dispenser),
            State::Auto(choosing) => choosing.next(plan, dispenser),
            State::Block(_) | State::Cyclic(_) | State::Steal(_) => None,
        }
    }

    /// [`next_shared`](Self::next_shared), and what was claimed together with it.
    #[inline(never)]
    fn next_shared_run(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Run> {
        match &mut self.state {
            State::Counter(counting) => counting.next_run(dispenser),
            State::Sequence(sequencing) => sequencing.next_run(dispenser),
            State::Policy(proposals) => proposals.next(plan, dispenser).map(Run::of_one),
            _ => self.next_shared(plan, dispenser).map(Run::of_one),
        }
    }
}
