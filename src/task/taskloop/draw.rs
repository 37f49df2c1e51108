//! One loop's chunks, drawn by a few tasks until none is left.
//!
//! A chunk is a task as far as anybody can see, but it has no node: a handful of tasks, one for each member at most, draw
//! chunks as the members of a dynamic loop do. So a chunk costs a claim, and what it creates belongs to the task that
//! has drawn it.

use std::ops::ControlFlow;

use super::kept::Kept;
use crate::prim::{AtomicBool, Ordering};
use crate::schedule::{Dispenser, Hand, Mapping, Plan};
use crate::task::Task;
use crate::taskpool::node::FINAL;
use crate::team::Team;
use crate::team::context::Context;

/// What the tasks of one loop share.
pub(super) struct Draw {
    plan: Plan<'static>,
    tag: u64,
    /// A chunk has panicked: none is started any more.
    stop: AtomicBool,
}

impl Draw {
    /// For `count` chunks among the members that may run tasks of `context`, or for this one alone where the tasks run at
    /// once; with a dispenser of theirs.
    pub(super) fn new(context: &Context, clauses: Task, count: u64) -> (Self, Kept) {
        let at_once = !clauses.deferred || context.current().has(FINAL);
        let members = if at_once { 1 } else { context.crew_size() };
        let mapping = if members == 1 { Mapping::Cyclic(1) } else { Mapping::Steal(1) };
        let kept = Kept::take(members);
        let draw = Self {
            plan: Plan { len: count, members, mapping },
            tag: kept.tag(),
            stop: AtomicBool::new(false),
        };
        (draw, kept)
    }

    /// How many tasks there is something to draw for.
    pub(super) fn drawers(&self) -> u64 {
        self.plan.len.min(self.plan.members as u64)
    }

    /// Calls `chunk` with the numbers of the chunks that come to the task that `team` runs, until there are no more, the
    /// task is cancelled, or a chunk has panicked.
    #[inline]
    pub(super) fn run(&self, team: &Team<'_>, dispenser: &Dispenser, mut chunk: impl FnMut(u64)) {
        /// Left on the way out only by a panic.
        struct Stop<'a>(&'a AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                // Relaxed: who misses it runs a chunk more.
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let context = team.context();
        let (tasks, task) = (context.tasks(), context.current());
        let stop = Stop(&self.stop);
        let member = if self.plan.members == 1 { 0 } else { context.thread_num() };
        let hand = Hand::new(&self.plan, member, self.tag);
        let _called_off = hand.try_for_each(&self.plan, dispenser, |claimed| {
            for number in claimed.range {
                if self.stop.load(Ordering::Relaxed) || context.is_called_off(tasks, task) {
                    return ControlFlow::Break(());
                }
                chunk(number);
            }
            ControlFlow::Continue(())
        });
        std::mem::forget(stop);
    }
}
