//! One loop's chunks, drawn by a few tasks until none is left.
//!
//! A chunk is a task as far as anybody can see, but it has no node: a handful of tasks, one for each member at most, draw
//! chunks as the members of a dynamic loop do. So a chunk costs a claim, and what it creates belongs to the task that
//! has drawn it.

use std::ops::{ControlFlow, Range};
use std::panic::Location;

use super::kept::Kept;
use crate::hook::{self, Scope, Work};
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
    told: Told,
}

/// What observers are told of the loop.
#[derive(Clone, Copy)]
pub(super) struct Told {
    id: u64,
    len: u64,
    place: &'static Location<'static>,
}

impl Told {
    pub(super) fn new(len: u64, place: &'static Location<'static>) -> Self {
        Self { id: if hook::is_on() { hook::fresh_number() } else { 0 }, len, place }
    }
}

impl Draw {
    /// For `count` chunks among the members that may run tasks of `context`, or for this one alone where the tasks run at
    /// once; with a dispenser of theirs.
    pub(super) fn new(context: &Context, clauses: Task, count: u64, told: Told) -> (Self, Kept) {
        let at_once = !clauses.deferred || context.current().has(FINAL);
        let members = if at_once { 1 } else { context.crew_size() };
        let kept = Kept::take(members);
        let draw = Self {
            plan: Plan { len: count, members, mapping: Mapping::Steal(1) },
            tag: kept.tag(),
            stop: AtomicBool::new(false),
            told,
        };
        (draw, kept)
    }

    /// How many tasks there is something to draw for.
    pub(super) fn drawers(&self) -> u64 {
        self.plan.len.min(self.plan.members as u64)
    }

    /// Calls `chunks` with the numbers of the chunks that come to the task that `team` runs and what observers are told, those that were claimed
    /// together at once, until there are no more, the task is cancelled, or a chunk has panicked.
    #[inline]
    pub(super) fn run(
        &self,
        team: &Team<'_>,
        dispenser: &Dispenser,
        mut chunks: impl FnMut(Range<u64>, &Scope<'static>),
    ) {
        self.try_run(team, dispenser, |claimed, _, work| {
            chunks(claimed, work);
            ControlFlow::Continue(())
        });
    }

    /// The same with one chunk at a time: for bodies that can cancel what comes after them.
    #[inline]
    pub(super) fn run_singly(
        &self,
        team: &Team<'_>,
        dispenser: &Dispenser,
        mut chunk: impl FnMut(u64, &Scope<'static>),
    ) {
        self.try_run(team, dispenser, |mut claimed, is_over, work| {
            claimed.try_for_each(|number| {
                chunk(number, work);
                if is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        });
    }

    #[inline]
    fn try_run(
        &self,
        team: &Team<'_>,
        dispenser: &Dispenser,
        mut chunks: impl FnMut(Range<u64>, &dyn Fn() -> bool, &Scope<'static>) -> ControlFlow<()>,
    ) {
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
        let is_over = || self.stop.load(Ordering::Relaxed) || context.is_called_off(tasks, task);
        let member = if self.plan.members == 1 { 0 } else { context.thread_num() };
        let Told { id, len, place } = self.told;
        let work = context.tell_work(place, || Work::TaskLoop { id, len });
        let hand = Hand::new(&self.plan, member, self.tag);
        let _over = hand.try_for_each_claim(&self.plan, dispenser, |claimed| {
            if is_over() { ControlFlow::Break(()) } else { chunks(claimed, &is_over, &work) }
        });
        std::mem::forget(stop);
    }
}
