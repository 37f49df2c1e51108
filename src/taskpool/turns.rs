//! Tasks that commute: in any order, but one at a time.

use super::history::{Entry, Header, Mode};
use super::links::{Destination, Links};
use crate::prim::Ordering;

impl Links {
    /// Takes all turns of the task, which is ready, or none: then it waits in the line of one that is taken, and somebody
    /// else may have it when this returns. True also if it was given its turns by another.
    ///
    /// # Safety
    /// The caller has the task, or waits for it; its headers live.
    pub(crate) unsafe fn take_turns(&'static self) -> bool {
        self.has_turns() || self.take_all()
    }

    /// Acquire: partner of the Release in `take_all`, for a member that waits for the task.
    pub(crate) fn has_turns(&self) -> bool {
        self.holds.load(Ordering::Acquire)
    }

    /// For who has the task. After `false` somebody else may have it.
    fn take_all(&'static self) -> bool {
        let Some(blocked) = self.with_entries(|entries| enter_or_find_taken(entries)) else {
            // Release: partner of the Acquire in `has_turns`.
            self.holds.store(true, Ordering::Release);
            return true;
        };
        // SAFETY: entered; the task is not over before somebody finds it in the line, so the header lives.
        unsafe { (*blocked).history.with_entered(|history| history.turns.waiting.push(self)) };
        // SAFETY: as above.
        unsafe { (*blocked).history.leave() };
        false
    }

    /// The task, if it has had its turns, gives them to the next: `ready` is called with each that has all of its own.
    ///
    /// # Safety
    /// The caller has the task; its headers live.
    pub(crate) unsafe fn give_turns(&self, mut ready: impl FnMut(&'static Self, Destination)) {
        if !self.has_turns() {
            return;
        }
        self.with_entries(|entries| {
            for header in commuting(entries) {
                header.history.with(|history| history.turns.taken = false);
            }
            for header in commuting(entries) {
                pass_on(header, &mut ready);
            }
        });
    }
}

/// Takes the turns of all headers; or, if one is taken, answers the first such, with its gate entered.
fn enter_or_find_taken(entries: &[Entry]) -> Option<*const Header> {
    commuting(entries).for_each(|header| header.history.enter());
    // SAFETY: entered.
    let is_taken = |header: &&Header| unsafe { header.history.with_entered(|history| history.turns.taken) };
    let blocked = commuting(entries).find(is_taken).map(std::ptr::from_ref);
    for header in commuting(entries).filter(|&header| blocked != Some(std::ptr::from_ref(header))) {
        if blocked.is_none() {
            // SAFETY: entered.
            unsafe { header.history.with_entered(|history| history.turns.taken = true) };
        }
        // SAFETY: entered.
        unsafe { header.history.leave() };
    }
    blocked
}

/// Gives the turn of `header` to one of those who wait for it. Those who must wait for another turn, too, go there.
fn pass_on(header: &Header, ready: &mut impl FnMut(&'static Links, Destination)) {
    let next = || {
        header.history.with(|history| if history.turns.taken { None } else { history.turns.waiting.pop() })
    };
    while let Some(links) = next() {
        let destination = links.destination();
        // Who is in no line and has no turns is nobody else's.
        if links.take_all() {
            ready(links, destination);
        }
    }
}

fn commuting(entries: &[Entry]) -> impl Iterator<Item = &Header> {
    // SAFETY: the task whose entries these are is not over, so the headers live.
    entries.iter().filter(|entry| entry.mode == Mode::Commute).map(|entry| unsafe { &*entry.header })
}
