use std::panic::Location;

use super::part::Part;
use crate::prim::{AtomicBool, Ordering};
use crate::schedule::{Dispenser, Mapping, Plan, Schedule, Site};
use crate::team::context::Context;
use crate::team::core::TeamCore;
use crate::team::slot::{Construct, Slot};

/// A worksharing loop as one member meets it: all but what it runs over.
#[derive(Clone, Copy)]
pub(crate) struct Met<'l, 'p> {
    pub(crate) context: &'l Context,
    pub(crate) schedule: Schedule<'p>,
    pub(crate) place: &'static Location<'static>,
}

/// What a loop's slot serves for: members must agree on it, as on the loop's schedule and length.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Plain,
    Ordered,
    Exit,
    First,
    /// Iterations wait for each other; this many in each of the outermost loop.
    Doacross {
        inner: u64,
    },
    /// Keeps a partial for every `block` iterations, and runs whole blocks: with another size, members would run
    /// parts of each other's.
    Reduce {
        block: u64,
    },
}

impl Purpose {
    #[inline]
    fn term(self) -> u64 {
        match self {
            Self::Plain => 0,
            Self::Ordered => 1,
            Self::Exit => 2,
            Self::First => 3,
            // No loop has so large blocks.
            Self::Doacross { inner } => !inner,
            Self::Reduce { block } => block.saturating_add(4),
        }
    }
}

impl<'p> Met<'_, 'p> {
    /// How `len` iterations reach the members.
    #[inline]
    pub(crate) fn plan(&self, len: u64, ordered: bool) -> Plan<'p> {
        let members = self.context.size();
        let mapping = self.schedule.resolve(self.context.settings_schedule(), len, members, ordered);
        let mapping = if self.context.core().is_some() { mapping } else { mapping.alone() };
        Plan { len, members, mapping }
    }

    /// Runs this member's part of a loop, which takes a slot only if its schedule needs one.
    #[inline]
    pub(crate) fn run<T>(&self, plan: &Plan<'_>, part: impl FnOnce(&Part<'_, '_>) -> T) -> T {
        match self.context.core() {
            // A static loop has no shared state.
            Some(core) if matches!(plan.mapping, Mapping::Block | Mapping::Cyclic(_)) => {
                let untouched = &core.slots.of(0).dispenser;
                self.call(plan, untouched, self.context.constructs_met(), &AtomicBool::new(false), part)
            }
            _ => self.run_in_slot(plan, Purpose::Plain, |_| (), |in_slot, _| part(in_slot)),
        }
    }

    /// Runs this member's part of a loop whose members share a slot; `open` makes it ready, `part` has it unless
    /// the team is of one.
    #[inline]
    pub(crate) fn run_in_slot<T>(
        &self,
        plan: &Plan<'_>,
        purpose: Purpose,
        open: impl FnOnce(&Slot),
        part: impl FnOnce(&Part<'_, '_>, Option<&'static Slot>) -> T,
    ) -> T {
        let Some(core) = self.context.core() else {
            let (dispenser, stop) = (Dispenser::with_capacity(0), AtomicBool::new(false));
            dispenser.begin(plan, Site::new(self.place, 0));
            return self.call(plan, &dispenser, 0, &stop, |alone| part(alone, None));
        };
        let (slot, number) = self.take_slot(core, plan, purpose, open);
        let result = self.call(plan, &slot.dispenser, number, &slot.cancelled, |met| part(met, Some(slot)));
        self.context.end(core, number);
        result
    }

    /// Takes a slot for a loop whose members share one: the slot and the number of the construct, which this member
    /// [ends](Context::end).
    #[inline]
    pub(super) fn take_slot(
        &self,
        core: &'static TeamCore,
        plan: &Plan<'_>,
        purpose: Purpose,
        open: impl FnOnce(&Slot),
    ) -> (&'static Slot, u64) {
        let [len, kind, a, b] = plan.terms();
        let terms = [len, kind, a, b, purpose.term()];
        let (slot, number, first) = self.context.begin(core, Construct::Loop, self.place, |number, slot| {
            slot.cancelled.store(false, Ordering::Relaxed);
            slot.lay_down(terms);
            slot.dispenser.open(number);
            slot.dispenser.begin(plan, Site::new(self.place, 0));
            open(slot);
        });
        if !first && !slot.agrees(terms) {
            self.context.report_other_terms(core, slot, self.place);
        }
        (slot, number)
    }

    #[inline]
    fn call<T>(
        &self,
        plan: &Plan<'_>,
        dispenser: &Dispenser,
        number: u64,
        stop: &AtomicBool,
        part: impl FnOnce(&Part<'_, '_>) -> T,
    ) -> T {
        part(&Part::new(self.context, plan, dispenser, number, stop, self.place))
    }
}
