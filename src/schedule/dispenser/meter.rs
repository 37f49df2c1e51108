//! Times chunks, as far as somebody wants to know.

use crate::prim::ticks::{self, BRIEF, Tick};
use crate::schedule::Spent;
use std::ops::Range;

/// One member's stop-watch in one loop.
pub(super) struct Meter {
    kind: Kind,
    /// Chunks to pass before the next look at the clock.
    rest: u32,
    /// How many that was at the last look.
    rests: u32,
    asked: Option<Tick>,
    running: Option<Running>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Off,
    Each,
    Thinned,
}

struct Running {
    /// The last chunk's.
    range: Range<u64>,
    iterations: u64,
    since: Tick,
    dispatch: u64,
}

/// One chunk, or some that followed each other too fast for the clock, as one.
pub(super) struct Sample {
    /// The last chunk's.
    pub(super) range: Range<u64>,
    pub(super) iterations: u64,
    pub(super) spent: Spent,
}

impl Sample {
    /// One chunk.
    pub(super) fn of(range: Range<u64>, spent: Spent) -> Self {
        Sample { iterations: range.end - range.start, range, spent }
    }
}

/// The most chunks in a sample, less one.
const MOST: u32 = 15;

impl Meter {
    fn new(kind: Kind) -> Self {
        Meter { kind, rest: 0, rests: 0, asked: None, running: None }
    }

    pub(super) fn off() -> Self {
        Self::new(Kind::Off)
    }

    /// Looks at the clock before and after every chunk.
    pub(super) fn of_each() -> Self {
        Self::new(Kind::Each)
    }

    /// Looks ever more rarely while samples are brief: the clock costs as much as a tiny chunk.
    pub(super) fn thinned() -> Self {
        Self::new(Kind::Thinned)
    }

    /// The member comes for a chunk: what it has done since the last look, if there is a look now.
    #[inline]
    pub(super) fn asks(&mut self) -> Option<Sample> {
        if self.kind == Kind::Off {
            return None;
        }
        if self.rest > 0 {
            self.rest -= 1;
            return None;
        }
        let now = Tick::now();
        self.asked = Some(now);
        let Running { range, iterations, since, dispatch } = self.running.take()?;
        let took = now.since(since);
        if self.kind == Kind::Thinned {
            self.rests = match took {
                ..BRIEF if took < BRIEF / 2 => (2 * self.rests + 1).min(MOST),
                ..BRIEF => self.rests,
                _ => 0,
            };
            self.rest = self.rests;
        }
        Some(Sample { range, iterations, spent: Spent { body: ticks::nanos(took), dispatch } })
    }

    /// It gets `range`.
    #[inline]
    pub(super) fn gets(&mut self, range: &Range<u64>) {
        if self.kind == Kind::Off {
            return;
        }
        let length = range.end - range.start;
        if let Some(running) = &mut self.running {
            // No look since the chunk before.
            running.range = range.clone();
            running.iterations += length;
            return;
        }
        let since = Tick::now();
        let dispatch = self.asked.take().map_or(0, |asked| ticks::nanos(since.since(asked)));
        self.running = Some(Running { range: range.clone(), iterations: length, since, dispatch });
    }
}
