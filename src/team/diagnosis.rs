//! What is said to a team whose members met different barriers or constructs, before it is called off.

use std::panic::Location;

use super::context::Context;
use super::core::TeamCore;
use super::interrupt;
use super::slot::{Construct, Slot};
use crate::icv::{name_here, name_there};

type Place = &'static Location<'static>;

impl Context {
    #[cold]
    #[inline(never)]
    pub(super) fn report_absent(&self, core: &'static TeamCore, child: usize, place: Place) -> ! {
        let place = name_here(place);
        core.accuse(format_args!(
            "member {} waits at the barrier of {place}, but member {child} has left the region without \
             coming to it: every member must meet the same barriers and worksharing constructs",
            self.thread_num,
        ));
        interrupt::unwind(self.frame())
    }

    #[cold]
    #[inline(never)]
    pub(super) fn report_left_behind(&self, core: &'static TeamCore, child: usize) {
        let there = core.seats[child].place().map_or("another place".to_owned(), name_there);
        core.accuse(format_args!(
            "member {child} waits at the barrier of {there}, but member {} has left the region without coming to \
             it: every member must meet the same barriers and worksharing constructs",
            self.thread_num,
        ));
    }

    #[cold]
    #[inline(never)]
    pub(super) fn report_behind(
        &self,
        core: &'static TeamCore,
        member: usize,
        place: Place,
        there: Option<Place>,
    ) -> ! {
        let there = there.map_or("the end of the region".to_owned(), name_there);
        let place = name_here(place);
        core.accuse(format_args!(
            "member {} has come to {place}, but member {member}, which stands at {there}, has met \
             other constructs: every member must meet the same constructs in the same order",
            self.thread_num,
        ));
        interrupt::unwind(self.frame())
    }

    /// Tells that another member shares the loop in `slot` otherwise: iterations would be lost or run twice.
    #[cold]
    #[inline(never)]
    pub(crate) fn report_other_terms(&self, core: &'static TeamCore, slot: &Slot, place: Place) -> ! {
        let there = slot.place().map_or("another place".to_owned(), name_there);
        let place = name_here(place);
        core.accuse(format_args!(
            "member {} shares the loop at {place} with another schedule, chunk, number of iterations or `ordered` \
             clause than the member that came first, at {there}: every member must meet the same loop",
            self.thread_num,
        ));
        interrupt::unwind(self.frame())
    }

    #[cold]
    #[inline(never)]
    pub(super) fn report_mismatch(
        &self,
        core: &'static TeamCore,
        mine: Construct,
        place: Place,
        other: Construct,
        there: Option<Place>,
    ) -> ! {
        let there = there.map_or("another place".to_owned(), name_there);
        let place = name_here(place);
        core.accuse(format_args!(
            "member {} met {} at {place}, but another member met {} at {there} in its place: every member must \
             meet the same worksharing constructs in the same order",
            self.thread_num,
            mine.name(),
            other.name(),
        ));
        interrupt::unwind(self.frame())
    }
}
