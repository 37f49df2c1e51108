use std::panic::Location;

use crate::__raw::Member;
use crate::prim::Ordering;
use crate::team::raw::{Kind, Work};
use crate::team::slot::Construct;

impl Member {
    /// Comes to a construct of `count` sections. If the region is called off none of them comes.
    #[inline]
    #[track_caller]
    pub fn begin_sections(&self, count: u64) {
        let place = Location::caller();
        let kind = Kind::Sections { count, next: 0 };
        let Some(core) = self.0.core() else {
            return self.set_work(Some(Work { slot: None, kind, kept: None }));
        };
        let begun = self.unless_called_off(|context| {
            context.begin(core, Construct::Sections, place, |_, slot| {
                slot.cancelled.store(false, Ordering::Relaxed);
                slot.turn.store(0, Ordering::Relaxed);
            })
        });
        let work = begun.ok().map(|(slot, number, _)| Work { slot: Some((slot, number)), kind, kept: None });
        self.set_work(work);
    }

    /// The number of a section, from 0, that this member runs; `None` when there are no more, or the construct or the
    /// region is called off.
    #[inline]
    pub fn next_section(&self) -> Option<u64> {
        let mut work = self.0.raw.work.borrow_mut();
        let Work { slot, kind: Kind::Sections { count, next }, .. } = work.as_mut()? else { return None };
        let section = match slot {
            Some((slot, _)) if slot.cancelled.load(Ordering::Relaxed) => return None,
            // Relaxed: hands out numbers; the slot's opening has ordered the reset before it.
            Some((slot, _)) => slot.turn.fetch_add(1, Ordering::Relaxed),
            None => {
                *next += 1;
                *next - 1
            }
        };
        (section < *count).then_some(section)
    }
}
