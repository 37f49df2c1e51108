//! Loops, chunk by chunk.

use std::panic::Location;
use std::sync::OnceLock;

use super::{Loop, Sharing};
use crate::__raw::Member;
use crate::prim::Ordering;
use crate::schedule::{Dispenser, Hand, Mapping, Plan, Site};
use crate::team::context::Context;
use crate::team::raw::{Iterations, Kind, Work};
use crate::team::slot::{Construct, Slot};

/// For loops of one member, which take nothing out of it.
fn untouched() -> &'static Dispenser {
    static UNTOUCHED: OnceLock<Dispenser> = OnceLock::new();
    UNTOUCHED.get_or_init(|| Dispenser::with_capacity(0))
}

impl Loop {
    /// The part of the member of `context`.
    #[inline]
    fn part(
        &self,
        context: &Context,
        mapping: Mapping<'static>,
        slot: Option<(&'static Slot, u64)>,
        ordered: bool,
    ) -> Work {
        let plan = Plan { len: self.len, members: context.size(), mapping };
        let hand = Hand::new(&plan, context.thread_num(), slot.map_or(0, |(_, number)| number));
        let Loop { first, step, end, .. } = *self;
        let order = ordered.then_some(0..0);
        Work {
            slot,
            kind: Kind::Loop(Iterations { plan, hand, first, step, end, order, last: None }),
            kept: None,
        }
    }
}

impl Member {
    /// Comes to a worksharing loop. If the region is called off no chunk of it comes.
    #[inline]
    #[track_caller]
    pub fn begin_loop(&self, shape: &Loop, sharing: Sharing, ordered: bool) {
        let place = Location::caller();
        let context = &self.0;
        let mapping = sharing.mapping(context, shape.len, ordered);
        let Some(core) = context.core() else {
            let mapping = match mapping.alone() {
                // What it proposes to one member alone changes nothing.
                Mapping::Policy(_) => Mapping::Block,
                mapping => mapping,
            };
            return self.set_work(Some(shape.part(context, mapping, None, ordered)));
        };
        let plan = Plan { len: shape.len, members: context.size(), mapping };
        let [len, kind, a, b] = plan.terms();
        // Where it begins is among the terms too: who runs iterations of another loop would not notice.
        let terms = [len ^ shape.first.rotate_left(32), kind << 1 | u64::from(ordered), a, b, shape.step];
        let begun = self.unless_called_off(|context| {
            let (slot, number, first) = context.begin(core, Construct::Loop, place, |number, slot| {
                slot.cancelled.store(false, Ordering::Relaxed);
                slot.turn.store(0, Ordering::Relaxed);
                slot.lay_down(terms);
                slot.dispenser.open(number);
                slot.dispenser.begin(&plan, Site::new(place, 0));
            });
            if !first && !slot.agrees(terms) {
                context.report_other_terms(core, slot, place);
            }
            (slot, number)
        });
        self.set_work(begun.ok().map(|slot| shape.part(context, mapping, Some(slot), ordered)));
    }

    /// The next chunk of the loop that comes to this member: its first value, and one that it does not reach. `None`
    /// when there are no more, or the loop or the region is called off.
    #[inline]
    pub fn next_chunk(&self) -> Option<(u64, u64)> {
        let mut work = self.0.raw.work.borrow_mut();
        let Work { slot, kind, .. } = work.as_mut()?;
        let iterations = match kind {
            Kind::Loop(iterations) => iterations,
            Kind::Other(nest) => return self.next_of_nest(&mut **nest),
            Kind::Sections { .. } => return None,
        };
        if let Some(chunk) = &mut iterations.order {
            // Whoever comes next need not wait for what this member does now.
            self.let_pass(*slot, chunk);
        }
        let dispenser = match slot {
            Some((slot, _)) if slot.cancelled.load(Ordering::Relaxed) => return None,
            Some((slot, _)) => &slot.dispenser,
            None => untouched(),
        };
        let chunk = iterations.next(dispenser)?;
        let values = iterations.values(&chunk);
        if let Some(order) = &mut iterations.order {
            *order = chunk;
        }
        Some(values)
    }

    #[inline]
    pub(super) fn set_work(&self, work: Option<Work>) {
        *self.0.raw.work.borrow_mut() = work;
    }
}
