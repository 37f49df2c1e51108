use crate::prim::plain::AtomicBool;
use std::sync::atomic::Ordering;

use super::gate::Gated;
use super::links::Links;

/// What a task does with a piece of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(unreachable_pub))]
pub enum Mode {
    /// `in`: together with other readers.
    Read,
    /// `out` and `inout`: alone.
    Write,
    /// `mutexinoutset`: together with others of this mode, but one at a time.
    Commute,
    /// `inoutset`: together with others of this mode.
    Concurrent,
}

impl Mode {
    /// Whether tasks of this mode that follow each other are one step, without order among them.
    fn joins(self) -> bool {
        self != Self::Write
    }

    /// Whether a task with this access waits for one with `other` that was registered just before it.
    pub(crate) fn waits_for(self, other: Self) -> bool {
        self != other || matches!(self, Self::Write | Self::Commute)
    }
}

/// One access of a task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) header: *const Header,
    pub(crate) mode: Mode,
}

/// What data need for tasks to be ordered by them.
pub(crate) struct Header {
    pub(super) history: Gated<History>,
    spoiled: AtomicBool,
}

/// A task in one of its lives.
#[derive(Clone, Copy)]
pub(crate) struct Past {
    pub(super) links: &'static Links,
    pub(super) generation: u64,
}

/// The tasks whose access came last: a step of one writer, or of several that have no order among them, and the step
/// before, which every task that joins the last one has to wait for. Whatever was earlier is over before these begin.
pub(crate) struct History {
    mode: Mode,
    last: Vec<Past>,
    before: Vec<Past>,
    pub(super) turns: Turns,
}

/// Whose turn it is among tasks that commute.
pub(crate) struct Turns {
    pub(super) taken: bool,
    pub(super) waiting: Vec<&'static Links>,
}

impl Header {
    pub(crate) fn new() -> Self {
        let turns = Turns { taken: false, waiting: Vec::new() };
        let history = History { mode: Mode::Read, last: Vec::new(), before: Vec::new(), turns };
        Self { history: Gated::new(history), spoiled: AtomicBool::new(false) }
    }

    /// Relaxed, like the others: tasks that ask are ordered after those that answer.
    pub(crate) fn is_spoiled(&self) -> bool {
        self.spoiled.load(Ordering::Relaxed)
    }

    pub(crate) fn spoil(&self) {
        self.spoiled.store(true, Ordering::Relaxed);
    }

    /// Whether every task that ever had access is over. For whoever lets tasks have access: none is about to.
    #[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
    pub(crate) fn is_quiet(&self) -> bool {
        self.history.with(|history| history.is_over())
    }

    pub(crate) fn mend(&self) {
        self.spoiled.store(false, Ordering::Relaxed);
    }
}

impl History {
    /// Puts `task` after all that it has to wait for.
    pub(super) fn append(&mut self, mode: Mode, task: Past) {
        if mode != self.mode || !mode.joins() {
            std::mem::swap(&mut self.before, &mut self.last);
            self.last.clear();
            self.mode = mode;
        } else if self.last.len() == self.last.capacity() {
            self.forget_past();
        }
        self.before.retain(|past| past.links.precede(past.generation, task.links));
        self.last.push(task);
    }

    /// Acquire in `is_past`: what these tasks have done to the header is done. Those before them were over when they began.
    fn is_over(&self) -> bool {
        self.last.iter().chain(&self.before).all(|past| past.links.is_past(past.generation))
    }

    /// Makes room: a step of a million readers, of which few are alive at a time, stays small.
    #[cold]
    fn forget_past(&mut self) {
        self.last.retain(|past| !past.links.is_past(past.generation));
        // Room for as many again, so that the walk pays.
        self.last.reserve(self.last.len().max(4));
    }
}
