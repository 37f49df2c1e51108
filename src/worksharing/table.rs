//! The partial results of one loop in a region, where members share nothing on a stack: one place for each block,
//! in memory that the slot keeps from loop to loop.

use std::sync::Arc;

use crate::prim::Mutex;
use crate::reduce::{Reduction, with_scratch};
use crate::team::slot::Slot;

/// One place for each block of a loop.
pub(super) struct Table<T>(Vec<Mutex<Option<T>>>);

impl<T: Send + 'static> Table<T> {
    /// Lays out `n` places in `slot`, which the caller is about to open. Allocates only if the slot has no table of
    /// this type and size from an earlier loop.
    pub(super) fn lay(slot: &Slot, n: usize) {
        let mut kept = slot.table.lock();
        let idle = kept.as_mut().and_then(Arc::get_mut).and_then(|table| table.downcast_mut::<Self>());
        if let Some(Table(places)) = idle {
            // What a reduction leaves is empty.
            places.resize_with(n, || Mutex::new(None));
            return;
        }
        let table = Table((0..n).map(|_| Mutex::new(None::<T>)).collect());
        let old = kept.replace(Arc::new(table));
        drop(kept);
        drop(old);
    }

    /// The table that the opener of `slot` has laid.
    ///
    /// # Panics
    /// If it is for values of another type, or there is none: members have met different loops.
    pub(super) fn of(slot: &Slot) -> Arc<Self> {
        let table = slot.table.lock().clone();
        match table.map(Arc::downcast::<Self>) {
            Some(Ok(table)) => table,
            _ => panic!("the members of a team have met reductions of different types in one loop"),
        }
    }

    /// Leaves `value` in place `k`.
    ///
    /// # Panics
    /// If there is no such place: members have met loops of different lengths or schedules.
    pub(super) fn put(&self, k: usize, value: T) {
        let Some(place) = self.0.get(k) else {
            panic!("the members of a team have met a loop with different lengths or schedules")
        };
        let old = place.lock().replace(value);
        drop(old);
    }

    /// All values combined in order, as [`Partials::combine_all`](crate::reduce::Partials::combine_all) does.
    pub(super) fn combine<R: Reduction<T>>(&self, op: &R) -> Option<T> {
        with_scratch(|scratch| {
            let partials = scratch.slots(self.0.len());
            for (k, place) in self.0.iter().enumerate() {
                if let Some(value) = place.lock().take() {
                    partials.put(k, value);
                }
            }
            partials.combine_all(op)
        })
    }
}
