use std::panic::Location;

use crate::hook::{Kind, Work};
use crate::prim::Ordering;
use crate::team::Team;
use crate::team::slot::Construct;

impl Team<'_> {
    /// Runs each of `sections` once, on whichever member comes for it, then waits for all.
    /// OpenMP 5.2 §11.3.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    /// let sum = AtomicUsize::new(0);
    /// let add = |n| { sum.fetch_add(n, Relaxed); };
    /// ferromp::parallel(|team| team.sections([&|| add(1), &|| add(10), &|| add(100)]));
    /// assert_eq!(sum.into_inner(), 111);
    /// ```
    #[inline]
    #[track_caller]
    pub fn sections<const N: usize>(&self, sections: [&dyn Fn(); N]) {
        let place = Location::caller();
        self.deal(&sections, place);
        self.context().barrier(place);
    }

    /// [`sections`](Team::sections) without the barrier at the end.
    #[inline]
    #[track_caller]
    pub fn sections_nowait<const N: usize>(&self, sections: [&dyn Fn(); N]) {
        self.deal(&sections, Location::caller());
    }

    fn deal(&self, sections: &[&dyn Fn()], place: &'static Location<'static>) {
        let context = self.context();
        let count = sections.len() as u64;
        let Some(core) = context.core() else {
            let work = context.tell_work(place, || Work::Sections { count });
            for (first, section) in (0..).zip(sections) {
                let _section = work.inner(|| Kind::Chunk { first, len: 1 });
                section();
            }
            return;
        };
        let (slot, number, _) = context.begin(core, Construct::Sections, place, |_, slot| {
            slot.turn.store(0, Ordering::Relaxed);
        });
        // Relaxed: the count hands out numbers; the slot's opening has ordered the reset before it.
        let work = context.tell_work(place, || Work::Sections { count });
        loop {
            let first = slot.turn.fetch_add(1, Ordering::Relaxed);
            let Some(section) = sections.get(first as usize) else { break };
            let _section = work.inner(|| Kind::Chunk { first, len: 1 });
            section();
        }
        work.end();
        context.end(core, number);
    }
}
