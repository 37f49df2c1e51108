use std::cell::Cell;
use std::ops::Range;

use super::lanes::Lanes;
use super::map::{Granule, Map};
use crate::schedule::Plan;

/// One member's way through one loop with dependences: where it is, and what it knows of the others. On the member's
/// stack; nothing but [`Lanes`] is shared.
pub(crate) struct Track<'l> {
    lanes: &'l Lanes,
    map: Map,
    base: u64,
    /// Outer iterations, and the iterations in each.
    len: u64,
    inner: u64,
    /// The outer iterations that this member has.
    chunk: Cell<(u64, u64)>,
    /// Where it posts.
    here: Cell<Granule>,
    /// What it posted last.
    posted: Cell<u64>,
    /// Where it looked last, and what it saw there.
    there: Cell<Granule>,
    seen: Cell<u64>,
}

/// That a lane comes to a word: waited for, or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) lane: usize,
    pub(crate) word: u64,
}

/// Of no iteration.
const NOWHERE: Granule = Granule { start: 0, end: 0, lane: 0, after: None };

impl<'l> Track<'l> {
    /// Through the loop of `plan.len` outer iterations with `inner` iterations each, for which `lanes` has been
    /// [opened](Lanes::open).
    pub(crate) fn new(lanes: &'l Lanes, plan: &Plan<'_>, inner: u64) -> Self {
        Self {
            lanes,
            map: Map::new(plan, lanes.len()),
            base: lanes.base(),
            len: plan.len,
            inner,
            chunk: Cell::new((0, 0)),
            here: Cell::new(NOWHERE),
            posted: Cell::new(0),
            there: Cell::new(NOWHERE),
            seen: Cell::new(0),
        }
    }

    /// This member runs the outer iterations `chunk` next. Chunks ascend, and [`rest`](Track::rest) of the one before
    /// has been posted.
    #[inline]
    pub(crate) fn begin(&self, chunk: &Range<u64>) {
        self.chunk.set((chunk.start, chunk.end));
        self.here.set(NOWHERE);
    }

    /// The last iteration of this member's chunk, by its outer number and its own.
    #[inline]
    pub(crate) fn rest(&self) -> Option<(u64, u64)> {
        let (start, end) = self.chunk.get();
        (start < end).then(|| (end - 1, end * self.inner - 1))
    }

    /// Says that iteration `k`, which is in outer iteration `i` of this member's chunk, has posted, and all of the chunk
    /// before it. `wait` waits for a step of another member; `done` hears of a step that others may be asleep over.
    #[inline]
    pub(crate) fn post(&self, i: u64, k: u64, wait: impl Fn(Step), done: impl Fn(Step)) {
        if i >= self.here.get().end {
            self.enter(i, &wait, &done);
        }
        self.come_to(self.base + k + 1, &done);
    }

    /// Whether iteration `k`, in outer iteration `i`, has posted; else what to wait for. Iterations of this member's own
    /// chunk have: they are earlier in the program.
    #[inline]
    pub(crate) fn wanting(&self, i: u64, k: u64) -> Option<Step> {
        if i >= self.chunk.get().0 {
            return None;
        }
        let there = self.there.get();
        if !(there.start..there.end).contains(&i) {
            return self.turn_to(i, k);
        }
        // What was seen once holds: it was acquired then.
        let word = self.base + k + 1;
        if self.seen.get() >= word {
            return None;
        }
        self.look(Step { lane: there.lane, word })
    }

    /// Looks whether a step that was wanting has been made.
    #[inline]
    pub(crate) fn look(&self, step: Step) -> Option<Step> {
        let seen = self.lanes.look(step.lane);
        self.seen.set(seen);
        (seen < step.word).then_some(step)
    }

    #[cold]
    fn turn_to(&self, i: u64, k: u64) -> Option<Step> {
        let there = self.map.granule(i, self.len);
        self.there.set(there);
        self.look(Step { lane: there.lane, word: self.base + k + 1 })
    }

    #[inline]
    fn come_to(&self, word: u64, done: impl Fn(Step)) {
        if word > self.posted.get() {
            self.posted.set(word);
            let lane = self.here.get().lane;
            if self.lanes.post(lane, word) {
                done(Step { lane, word });
            }
        }
    }

    /// Goes on to the granule of `i`, and ends those before it.
    #[cold]
    fn enter(&self, i: u64, wait: &dyn Fn(Step), done: &dyn Fn(Step)) {
        loop {
            let before = self.here.get();
            if before != NOWHERE {
                self.come_to(self.base + before.end * self.inner, done);
            }
            let next = self.map.granule(before.end.max(self.chunk.get().0), self.len);
            if let Some(end) = next.after {
                // The lane tells of another member's iterations until these have ended.
                wait(Step { lane: next.lane, word: self.base + end * self.inner });
            }
            self.here.set(next);
            if i < next.end {
                return;
            }
        }
    }
}
