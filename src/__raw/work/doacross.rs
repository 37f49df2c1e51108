//! Loops whose iterations wait for earlier ones.

use std::any::Any;
use std::panic::Location;

use super::Sharing;
use crate::__raw::{Member, die};
use crate::team::context::Context;
use crate::team::raw::{Kind, Work};
use crate::worksharing::crossing::{Crossing, Shape};
use crate::worksharing::meet::Met;

/// One member's part of a nest of loops. It stands in the context that it refers to.
struct Nest {
    /// `None` when it has ended.
    crossing: Option<Crossing<'static, 'static>>,
    counts: Box<[u64]>,
}

impl Member {
    /// Comes to a nest of loops with `counts` iterations, of which the outermost is shared: its iterations come from
    /// [`next_chunk`](Member::next_chunk) as numbers from 0.
    #[track_caller]
    pub fn begin_doacross(&self, counts: &[u64], sharing: Sharing) {
        let place = Location::caller();
        let mut counts: Box<[u64]> = counts.into();
        if counts.contains(&0) {
            // Iterations of the outermost loop are handed out though an inner one has none: they may compute what
            // `lastprivate` leaves behind. They post nothing and wait for nothing. What compilers store behind the first 0 is
            // anything, and not the same for all members.
            counts.iter_mut().skip(1).for_each(|count| *count = 1);
        }
        let Some(shape) = Shape::of(&counts) else {
            die("a nest of loops with dependences has more iterations than can be counted in 64 bits")
        };
        // SAFETY: what is made of it is dropped with the context, or before.
        let context: &'static Context = unsafe { &*std::ptr::from_ref(&self.0) };
        let met = Met { context, schedule: sharing.schedule(), place };
        let begun = self.unless_called_off(|_| Crossing::begin(&met, shape));
        let work = begun.ok().map(|crossing| {
            let slot = crossing.slot();
            let nest = Nest { crossing: Some(crossing), counts };
            Work { slot, kind: Kind::Other(Box::new(nest)), kept: None }
        });
        self.set_work(work);
    }

    pub(super) fn next_of_nest(&self, nest: &mut dyn Any) -> Option<(u64, u64)> {
        let crossing = nest.downcast_mut::<Nest>()?.crossing.as_mut()?;
        let chunk = self.unless_called_off(|_| crossing.next()).ok().flatten()?;
        Some((chunk.start, chunk.end))
    }

    pub(super) fn end_nest(&self, nest: &mut dyn Any) {
        let crossing = nest.downcast_mut::<Nest>().and_then(|nest| nest.crossing.take());
        if let Some(crossing) = crossing {
            // Without effect in a region that is called off.
            let _ = self.unless_called_off(|_| crossing.end());
        }
    }

    /// How many loops the nest around the member has; 0 outside of one.
    #[must_use]
    pub fn nest_depth(&self) -> usize {
        self.in_nest(|nest| nest.counts.len()).unwrap_or(0)
    }

    /// The iteration `at`, the member's current one, has done what others wait for. As many numbers as the nest has loops.
    pub fn post(&self, at: &[u64]) {
        self.in_nest(|nest| {
            let Some(crossing) = &nest.crossing else { return };
            // Without effect in a region that is called off.
            let _ = self.unless_called_off(|_| crossing.post(at, &nest.counts));
        });
    }

    /// Waits until the iteration `sink`, an earlier one, has posted. As many numbers as the nest has loops.
    pub fn wait_for_iteration(&self, sink: &[u64]) {
        self.in_nest(|nest| {
            let Some(crossing) = &nest.crossing else { return };
            // In a region that is called off nobody waits.
            let _ = self.unless_called_off(|_| crossing.wait(sink, &nest.counts));
        });
    }

    #[inline]
    fn in_nest<R>(&self, f: impl FnOnce(&Nest) -> R) -> Option<R> {
        match &*self.0.raw.work.borrow() {
            Some(Work { kind: Kind::Other(nest), .. }) => nest.downcast_ref().map(f),
            _ => None,
        }
    }
}
