//! Tasks that wait for others by their data: when they may run, and who is told.

use std::ptr;

use super::context::Context;
use super::core::TeamCore;
use super::tasking::{Reporter, Tasks};
use crate::prim::Ordering;
use crate::sys::fence;
use crate::taskpool::links::{Destination, Links};
use crate::taskpool::node::{COMMUTES, DETACHED, LINKED, Node};
use crate::taskpool::pool::{Reach, TaskPool};
use crate::taskpool::tally::{PENDING, TREE};

/// A member that rests and may run only tasks below one node, and those that these wait for.
pub(super) struct Choosy {
    pool: &'static TaskPool,
    above: *const Node,
}

impl Choosy {
    #[cold]
    pub(super) fn find_wanted(&self) -> Option<(&'static Node, bool)> {
        self.pool.find_wanted(self.above).map(|task| (task, true))
    }
}

impl Drop for Choosy {
    fn drop(&mut self) {
        self.pool.choosy.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Context {
    /// Before this member rests: if there are dependences and it may not run every task, it leaves those that it has and
    /// may not run, and that others may wait for, to them.
    ///
    /// So no task that somebody waits for is out of reach of all: if every member rests, then whatever is ready and needed
    /// by a task that one of them waits for lies where that one looks for it.
    pub(super) fn choosy(&self, tasks: Tasks, reach: Reach) -> Option<Choosy> {
        let pool = tasks.pool;
        let Reach::Under(above) = reach else { return None };
        if !pool.has_links.load(Ordering::Relaxed) {
            return None;
        }
        // Relaxed: the fence before the last look of a sleeper orders it, as it does what says that somebody sleeps.
        pool.choosy.fetch_add(1, Ordering::Relaxed);
        let (mut moved, mut kept) = (false, false);
        tasks.seat.sift(|task| {
            // SAFETY: nodes are never freed, and this member has taken it.
            let node = unsafe { task.as_ref() };
            let keep = !node.has(LINKED) || node.is_under(above);
            kept |= keep;
            moved |= !keep;
            if !keep {
                pool.queue.push(task, node.linked().map_or(0, Links::priority));
            }
            keep
        });
        match self.helpers() {
            Some(core) if moved => core.call_all(self.size),
            // Who looked for the last time while they were out went to sleep.
            Some(core) if kept => core.call_helper(self.size),
            _ => {}
        }
        Some(Choosy { pool, above })
    }

    /// Prepares the links of a task that this member is about to register. `awaited`: it waits for the task and runs it
    /// itself.
    pub(crate) fn address_links(&self, tasks: Tasks, links: &Links, awaited: bool, priority: u32) {
        let team = self.helpers().map_or(ptr::null(), |core| ptr::from_ref(core).cast());
        tasks.pool.has_links.store(true, Ordering::Relaxed);
        links.set_destination(tasks.pool, team, awaited, priority);
        links.node().start(tasks.seat.index());
    }

    /// Waits until the task, which was registered as awaited, may run.
    pub(crate) fn await_links(&self, tasks: Tasks, links: &'static Links) {
        let reach = self.reach(self.current());
        self.help_until(tasks, reach, || links.is_ready());
        // SAFETY: no predecessor is left, and this member alone runs the task.
        if links.node().has(COMMUTES) && !unsafe { links.take_turns() } {
            self.help_until(tasks, reach, || links.has_turns());
        }
    }

    /// Hands a task that has become ready to those who may run it. This member does not run it before it returns to where
    /// it waits.
    pub(crate) fn hand_on(&self, tasks: Tasks, task: &'static Node) {
        let Tasks { pool, seat } = tasks;
        // What is put above an open join is run when that closes: only tasks below it belong there.
        if seat.open_joins() != 0 || !seat.deque().push(task.into()) {
            pool.queue.push(task.into(), 0);
        }
        if let Some(core) = self.helpers() {
            call_able(core, pool);
        }
    }

    /// Whether the region has been called off.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.core.is_some_and(|core| core.notice.interrupt.is_raised())
    }
}

/// A detached task whose event has not been fulfilled.
pub(crate) struct Outstanding {
    task: &'static Node,
    life: u64,
    reporter: Reporter,
}

/// The seat of threads outside the team: no member has it.
const OUTSIDE: usize = u32::MAX as usize - 1;

impl Context {
    /// Detaches the task that this member has begun.
    pub(crate) fn begin_outstanding(&self) -> Outstanding {
        let task = self.current_task();
        task.set_flag(DETACHED);
        let life = task.links().parts.begin();
        // Its tree stays open, and the node with it, until both parts are over.
        task.tally.add(TREE);
        let reporter = Reporter { core: self.helpers(), pool: self.tasks().pool, seat: OUTSIDE };
        Outstanding { task, life, reporter }
    }
}

impl Outstanding {
    /// The event is fulfilled, on whatever thread. Afterwards the region may be gone.
    pub(crate) fn fulfill(self) {
        if self.task.links().parts.finish_event(self.life, u64::MAX) {
            self.reporter.conclude(self.task);
        }
    }
}

/// The event of the detached task of `links` is fulfilled, on whatever thread, if it is outstanding in the life whose number
/// ends in the bits `life` under `mask`. Afterwards the region may be gone.
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
pub(crate) fn fulfill_event(links: &'static Links, life: u64, mask: u64) {
    if links.parts.finish_event(life, mask) {
        let Destination { pool, team, .. } = links.destination();
        // SAFETY: null or from a team, and teams are never freed.
        let core = unsafe { team.cast::<TeamCore>().as_ref::<'static>() };
        Reporter { core, pool, seat: OUTSIDE }.conclude(links.node());
    }
}

impl Reporter {
    /// The body of a detached task has ended. Afterwards the task may be gone.
    #[cold]
    pub(super) fn finish_body(&self, task: &'static Node) {
        // First, since whoever concludes the task may be elsewhere.
        task.note_closed();
        let complete = task.tally.close();
        debug_assert!(!complete, "a detached task keeps its tree open");
        if task.links().parts.finish_body() {
            self.conclude(task);
        }
    }

    /// A detached task is over.
    fn conclude(&self, task: &'static Node) {
        if task.has(LINKED) {
            self.release_links(task);
        }
        if let Some(parent) = task.parent() {
            self.report(parent, PENDING);
        }
        if task.tally.subtract_remotely(TREE) {
            self.complete(task, TREE);
        }
    }

    /// Releases what waits for the data of `task`, whose body is over.
    #[cold]
    #[inline(never)]
    pub(super) fn release_links(&self, task: &'static Node) {
        let links = task.links();
        if task.has(COMMUTES) {
            // SAFETY: whoever reports a task has it, and its data outlive it.
            unsafe { links.give_turns(|next, destination| self.dispatch(next, destination)) };
        }
        links.end(|next, destination| self.dispatch(next, destination));
    }

    /// Hands a task that is ready to those who may run it.
    fn dispatch(&self, links: &'static Links, destination: Destination) {
        let Destination { pool, team, awaited_in } = destination;
        // SAFETY: null or from `address_links`, and teams are never freed.
        let core = unsafe { team.cast::<TeamCore>().as_ref::<'static>() };
        let Some(seat) = awaited_in else {
            self.offer_ready(links, pool);
            return match core {
                Some(core) => call_able(core, pool),
                None => wake_only(pool),
            };
        };
        match core {
            Some(core) => core.call(seat),
            None => wake_only(pool),
        }
    }

    fn offer_ready(&self, links: &'static Links, pool: &'static TaskPool) {
        let node = links.node();
        debug_assert!(node.has(LINKED));
        let own = pool.seats.get(self.seat).filter(|_| ptr::eq(pool, self.pool) && links.priority() == 0);
        // What is put above an open join is run when that closes: only tasks below it belong there.
        let room = own.is_some_and(|seat| seat.open_joins() == 0 && seat.deque().push(node.into()));
        if !room {
            pool.queue.push(node.into(), links.priority());
        }
    }
}

/// Wakes one who sleeps and may run a task that has become ready.
fn call_able(core: &'static TeamCore, pool: &TaskPool) {
    let crew = pool.crew.load(Ordering::Relaxed) as usize;
    core.call_helper(crew);
    if pool.choosy.load(Ordering::Relaxed) != 0 {
        core.call_all(crew);
    }
}

/// Wakes the only member of a team of one.
fn wake_only(pool: &TaskPool) {
    // Partner: the heavy fence before a sleeper's last look.
    fence::light();
    if pool.bell.seems_asleep() {
        pool.sleeper.wake();
    }
}
