use std::any::Any;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};

use super::access::sealed::{Grant, Sealed};
use super::access::{Access, Entries, Lend};
use super::depend::tell_not_run;
use super::enclosure::{Awaits, Enclosure};
use super::graph::{Step, TaskGraph};
use crate::prim::Ordering;
use crate::taskpool::history::{Entry, Mode};
use crate::taskpool::node::{FINAL, Fate, Kind, Node, discard};
use crate::taskpool::tally::{PENDING, TREE};
use crate::team::Team;
use crate::team::context::Context;

/// Access to everything that a graph's tasks have access to.
struct Whole<'a>(&'a [Entry]);

impl Sealed for Whole<'_> {}

impl<'r> Lend<'r> for Whole<'_> {
    type Refs = ();
}

impl Grant for Whole<'_> {
    fn name(&self, entries: &mut Entries<'_>) {
        entries.extend(self.0);
    }

    unsafe fn lend(&self) {}
}

impl Access for Whole<'_> {}

impl TaskGraph<'_> {
    /// Runs the recorded tasks and waits for them, as for a [`taskgroup`](Team::taskgroup).
    ///
    /// To other tasks the whole replay is one task, which writes what one of its tasks writes and reads the rest: it begins
    /// when tasks created before it, whose accesses exclude that, are done. Replays of one graph follow each other.
    ///
    /// # Panics
    /// With the first panic of a task, when all are over; tasks that needed its data are not run, nor are those whose data have
    /// been [poisoned](crate::Data#panics) before.
    #[track_caller]
    pub fn replay(&self, team: &Team<'_>) {
        let at = Location::caller();
        // The tasks look for themselves whether their data are there.
        let answer = team.visit(Whole(&self.entries), true, |()| {
            catch_unwind(AssertUnwindSafe(|| self.run(team.context(), at)))
        });
        // A task that has panicked has poisoned its own data, and not the whole graph's.
        if let Err(payload) = answer {
            resume_unwind(payload);
        }
    }

    /// Runs all steps. The caller has access to the data of all, and to the graph.
    fn run(&self, context: &Context, at: &'static Location<'static>) {
        let group = Enclosure::open(context, Awaits::Trees, at);
        let tasks = context.tasks();
        let parent = group.node();
        let in_order = context.crew_size() == 1 || parent.has(FINAL);
        self.in_order.store(in_order, Ordering::Relaxed);
        let flags = if parent.has(FINAL) { FINAL } else { 0 };
        for step in &self.steps {
            let node = tasks.seat.store().take();
            node.begin(Kind::Task, parent, flags, 0);
            context.tell_task_create(node, true, at);
            node.settings.set(context.settings_for_task());
            node.fill(Run { graph: self, step }, execute);
            // Relaxed, like the node: handed on with the steps that come before it.
            step.unmet.store(step.predecessors, Ordering::Relaxed);
            step.node.set(Some(node));
        }
        parent.tally.add(self.steps.len() as u64 * (PENDING + TREE));
        for step in self.steps.iter().filter(|step| in_order || step.predecessors == 0) {
            let Some(node) = step.node.get() else { unreachable!("every step has a node") };
            if in_order {
                context.run_task(tasks, node);
            } else {
                context.hand_on(tasks, node);
            }
        }
        group.end();
    }
}

/// What the node of a step is filled with. The one who replays waits until all are over.
struct Run<'a, 'd> {
    graph: &'a TaskGraph<'d>,
    step: &'a Step<'d>,
}

/// Runs or drops a step, and hands on those that it makes ready.
///
/// # Safety
/// As for [`Execute`](crate::taskpool::node::Execute); the node was filled with a `Run` of a replay that is not over.
unsafe fn execute(node: &Node, member: *const (), fate: Fate) {
    // SAFETY: contract of this function.
    let Run { graph, step } = unsafe { node.take::<Run<'_, '_>>() };
    // SAFETY: contract of this function.
    let context = unsafe { &*member.cast::<Context>() };
    let run = || match step.is_spoiled() {
        true => {
            step.spoil();
            tell_not_run(node);
        }
        false => (step.body)(Team::of(context)),
    };
    if fate == Fate::Run
        && let Err(payload) = catch_unwind(AssertUnwindSafe(run))
    {
        // Before others are handed on, so that they find the first panic there.
        step.keep_panic(context, node, payload);
    }
    if !graph.in_order.load(Ordering::Relaxed) {
        graph.hand_on_after(context, step);
    }
}

impl TaskGraph<'_> {
    /// Hands on the steps that waited only for `step`.
    fn hand_on_after(&self, context: &Context, step: &Step<'_>) {
        for &at in &step.successors {
            let next = &self.steps[at as usize];
            // AcqRel: partner of the same by the other predecessors: the last sees what all have done.
            if next.unmet.fetch_sub(1, Ordering::AcqRel) == 1
                && let Some(ready) = next.node.get()
            {
                context.hand_on(context.tasks(), ready);
            }
        }
    }
}

impl Step<'_> {
    fn is_spoiled(&self) -> bool {
        // SAFETY: headers outlive the graph.
        self.entries.iter().any(|entry| unsafe { &*entry.header }.is_spoiled())
    }

    #[cold]
    fn keep_panic(&self, context: &Context, node: &Node, payload: Box<dyn Any + Send>) {
        if context.is_cancellation(&*payload) {
            return discard(payload);
        }
        self.spoil();
        if let Some(parent) = node.parent() {
            parent.keep_panic(payload);
        }
    }

    fn spoil(&self) {
        for entry in self.entries.iter().filter(|entry| entry.mode != Mode::Read) {
            // SAFETY: as above.
            unsafe { &*entry.header }.spoil();
        }
    }
}
