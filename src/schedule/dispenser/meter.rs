//! Times chunks, as far as somebody wants to know.

use crate::prim::ticks::{self, Tick};
use crate::schedule::Spent;
use std::ops::Range;

/// One member's stop-watch in one loop.
pub(super) struct Meter {
    on: bool,
    asked: Option<Tick>,
    running: Option<Running>,
}

struct Running {
    range: Range<u64>,
    since: Tick,
    dispatch: u64,
}

impl Meter {
    pub(super) fn new(on: bool) -> Self {
        Meter { on, asked: None, running: None }
    }

    /// The member comes for a chunk: what the one before took, if there was one.
    #[inline]
    pub(super) fn asks(&mut self) -> Option<(Range<u64>, Spent)> {
        if !self.on {
            return None;
        }
        let now = Tick::now();
        self.asked = Some(now);
        let Running { range, since, dispatch } = self.running.take()?;
        Some((range, Spent { body: ticks::nanos(now.since(since)), dispatch }))
    }

    /// It gets `range`.
    #[inline]
    pub(super) fn gets(&mut self, range: &Range<u64>) {
        if self.on {
            let since = Tick::now();
            let dispatch = self.asked.take().map_or(0, |asked| ticks::nanos(since.since(asked)));
            self.running = Some(Running { range: range.clone(), since, dispatch });
        }
    }
}
