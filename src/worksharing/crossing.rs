//! Loops with dependences between their iterations, one call at a time: what the typed loop and the C interface are
//! skins of.

use std::ops::Range;

use super::meet::{Met, Purpose};
use crate::doacross::{Step, Track};
use crate::schedule::{Dispenser, Hand, Plan};
use crate::team::context::Context;
use crate::team::core::TeamCore;
use crate::team::slot::Slot;

type Place = &'static std::panic::Location<'static>;

/// One member's part of a loop nest whose iterations wait for each other. OpenMP 5.2 §15.9.7.
///
/// The outermost loop is shared; its iterations come in chunks from [`next`](Crossing::next), and the member runs all
/// inner loops of each in order. Iterations are named by their logical numbers, one for each loop, from 0.
///
/// After [`end`](Crossing::end) comes the construct's barrier, which is the caller's. A member that unwinds out of the
/// loop leaves the region, whose interrupt calls out whoever waits.
pub(crate) struct Crossing<'l, 'p> {
    context: &'l Context,
    place: Place,
    plan: Plan<'p>,
    hand: Hand,
    chunk: Range<u64>,
    /// The other members; or, for a team of one, its own dispenser.
    company: Result<Company, Dispenser>,
}

/// Iterations of the outermost loop, and of all others together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) outer: u64,
    pub(crate) inner: u64,
}

/// What there is where other members take part.
struct Company {
    core: &'static TeamCore,
    slot: &'static Slot,
    /// The number of the construct.
    number: u64,
    track: Track<'static>,
}

impl Shape {
    /// Of the nest with these extents; `None` beyond 64 bits.
    #[allow(dead_code)] // For an interface that has no spaces.
    pub(crate) fn of(counts: &[u64]) -> Option<Self> {
        let (&outer, inner) = counts.split_first()?;
        if counts.contains(&0) {
            return Some(Self { outer: 0, inner: 0 });
        }
        let inner = inner.iter().try_fold(1_u64, |product, n| product.checked_mul(*n))?;
        outer.checked_mul(inner).map(|_total| Self { outer, inner })
    }
}

impl<'l, 'p> Crossing<'l, 'p> {
    /// Comes to the loop. `met` says by what schedule and from where.
    pub(crate) fn begin(met: &Met<'l, 'p>, shape: Shape) -> Self {
        let (context, place) = (met.context, met.place);
        let plan = met.plan(shape.outer, true);
        let (company, number) = match context.core() {
            None => (Err(Dispenser::with_capacity(0)), 0),
            Some(core) => {
                let total = shape.outer * shape.inner;
                let open = |slot: &Slot| slot.lanes().open(total);
                let (slot, number) =
                    met.take_slot(core, &plan, Purpose::Doacross { inner: shape.inner }, open);
                let track = Track::new(slot.lanes(), &plan, shape.inner);
                (Ok(Company { core, slot, number, track }), number)
            }
        };
        // Chunks that a member held back would be waited for.
        let hand = Hand::new(&plan, context.thread_num(), number).singly();
        Self { context, place, plan, hand, chunk: 0..0, company }
    }

    /// The outer iterations that this member runs next, in order. Those that it had before have ended: what they have
    /// not posted is posted now.
    pub(crate) fn next(&mut self) -> Option<Range<u64>> {
        self.post_rest();
        let dispenser = match &self.company {
            Ok(company) => &company.slot.dispenser,
            Err(alone) => alone,
        };
        let next = self.hand.next(&self.plan, dispenser);
        self.chunk = next.clone().unwrap_or(self.plan.len..self.plan.len);
        if let Ok(company) = &self.company {
            company.track.begin(&self.chunk);
        }
        next
    }

    /// Leaves the loop, when there is nothing more to run.
    pub(crate) fn end(mut self) {
        self.post_rest();
        if let Ok(company) = &mut self.company {
            self.context.end(company.core, company.number);
        }
    }

    fn post_rest(&self) {
        if let Ok(company) = &self.company
            && let Some((outer, number)) = company.track.rest()
        {
            self.post_at(outer, number);
        }
    }

    /// What the members share, and the number of the construct; `None` in a team of one.
    #[cfg(all(feature = "raw", not(loom)))]
    pub(crate) fn slot(&self) -> Option<(&'static Slot, u64)> {
        self.company.as_ref().ok().map(|company| (company.slot, company.number))
    }

    /// Where this loop stands in the source.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Says that the iteration `at`, of this member's chunk, has done what others wait for, and with it all iterations
    /// of the chunk before it: `doacross(source:)`. Once for each is enough.
    ///
    /// `counts` are the extents that `shape` was made of.
    #[allow(dead_code)] // As above.
    pub(crate) fn post(&self, at: &[u64], counts: &[u64]) {
        if self.chunk.contains(&at[0]) {
            self.post_at(at[0], number(at, counts));
        }
    }

    /// Waits until iteration `sink` has posted: `doacross(sink: …)`. One outside the nest, and one of this member's own
    /// chunk, is not waited for.
    ///
    /// # Panics
    /// If it cannot be an earlier iteration: its outer number lies beyond the chunk.
    #[allow(dead_code)] // As above.
    #[track_caller]
    pub(crate) fn wait(&self, sink: &[u64], counts: &[u64]) {
        if sink.iter().zip(counts).any(|(k, n)| k >= n) {
            return;
        }
        assert!(
            sink[0] < self.chunk.end,
            "an iteration of the loop at {} waits for the later iteration {sink:?}: a sink must be an earlier one",
            self.place,
        );
        self.wait_at(sink[0], number(sink, counts));
    }

    /// [`post`](Crossing::post) of iteration `number`, which is in outer iteration `outer` of this chunk.
    #[inline]
    pub(crate) fn post_at(&self, outer: u64, number: u64) {
        if let Ok(company) = &self.company {
            company.track.post(outer, number, |step| self.wait_for(company, step), |step| company.wake(step));
        }
    }

    /// [`wait`](Crossing::wait) for iteration `number`, which is in outer iteration `outer`, and earlier than the
    /// caller's.
    #[inline]
    pub(crate) fn wait_at(&self, outer: u64, number: u64) {
        if let Ok(company) = &self.company
            && let Some(step) = company.track.wanting(outer, number)
        {
            self.wait_for(company, step);
        }
    }

    /// Waits for a step of another member. The interrupt of the team calls it out, and a member that has skipped the
    /// loop is reported.
    #[cold]
    fn wait_for(&self, company: &Company, step: Step) {
        let Company { core, slot, number, track } = company;
        let lanes = slot.lanes();
        let me = self.context.thread_num();
        self.context.wait_for_step(
            core,
            *number,
            self.place,
            || track.look(step).is_none(),
            |asleep| if asleep { lanes.lie_down(me, step.lane, step.word) } else { lanes.get_up(me) },
        );
    }
}

impl Company {
    /// Wakes who is asleep over what has been posted.
    #[cold]
    fn wake(&self, step: Step) {
        for member in self.slot.lanes().sleepers(step.lane, step.word) {
            self.core.wake(member..member + 1);
        }
    }
}

/// The number of the iteration `at` in a nest with these extents.
fn number(at: &[u64], counts: &[u64]) -> u64 {
    at.iter().zip(counts).fold(0, |number, (at, extent)| number * extent + at)
}
