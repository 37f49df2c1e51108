use std::any::Any;
use std::mem::ManuallyDrop;
use std::panic::{Location, resume_unwind};

use crate::hook::{Scope, SyncKind};
use crate::prim::Ordering;
use crate::taskpool::node::{FINAL, Kind, Node, WHOLE, discard};
use crate::taskpool::seat::Aside;
use crate::taskpool::tally::TREE;
use crate::team::context::Context;
use crate::team::tasking::{Reporter, Tasks};

/// What the end of an enclosure waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaits {
    /// The tasks created in it.
    Children,
    /// These, and all that they have created in turn.
    Trees,
}

/// A piece of a task that ends with a wait for the tasks created in it: whatever happens, they are done before what
/// they borrow is gone.
pub(super) struct Enclosure<'a> {
    context: &'a Context,
    tasks: Tasks,
    outer: &'static Node,
    node: &'static Node,
    awaits: Awaits,
    place: &'static Location<'static>,
    /// What observers are told of a group.
    told: Scope<'static>,
    /// The joins around it: not among what it waits for.
    aside: Option<Aside>,
}

impl<'a> Enclosure<'a> {
    /// Makes a new group the current node.
    #[inline]
    pub(super) fn open(context: &'a Context, awaits: Awaits, place: &'static Location<'static>) -> Self {
        let told = match awaits {
            Awaits::Children => Scope::none(),
            Awaits::Trees => context.tell_sync(SyncKind::Taskgroup, place),
        };
        let tasks = context.tasks();
        let outer = context.current();
        let aside = context.put_joins_aside(tasks);
        let node = tasks.seat.store().take();
        node.begin(Kind::Group, outer, if outer.has(FINAL) { FINAL } else { 0 }, 0);
        node.start(tasks.seat.index());
        outer.tally.add(TREE);
        context.set_current(node);
        Self { context, tasks, outer, node, awaits, place, told, aside }
    }

    #[inline]
    pub(super) fn node(&self) -> &'static Node {
        self.node
    }

    #[inline]
    fn wait(&self) {
        let sync = match self.awaits {
            Awaits::Children => SyncKind::Taskwait,
            Awaits::Trees => SyncKind::Taskgroup,
        };
        let _sync = match self.awaits {
            Awaits::Children => self.context.tell_sync(sync, self.place),
            Awaits::Trees => Scope::none(),
        };
        let _wait = self.context.tell_wait(sync, self.place);
        let (tally, reach) = (&self.node.tally, self.context.reach(self.node));
        match self.awaits {
            Awaits::Children if !self.node.has(WHOLE) => {
                self.context.help_until(self.tasks, reach, || tally.is_waited_for())
            }
            _ => self.context.help_until(self.tasks, reach, || tally.is_complete()),
        }
    }
}

impl Enclosure<'_> {
    /// Waits and surfaces the first panic of the tasks: the end of a body that has returned. (Not by `drop`, which could
    /// only ask whether the *thread* panics: that is also so in a task that it runs while it waits and unwinds.)
    #[inline]
    pub(super) fn end(self) {
        if let Some(payload) = ManuallyDrop::new(self).settle() {
            resume_unwind(payload);
        }
    }

    #[inline]
    fn settle(&mut self) -> Option<Box<dyn Any + Send>> {
        // Taken out, since what `end` settles is never dropped.
        let _told = std::mem::replace(&mut self.told, Scope::none());
        self.wait();
        let payload = self.node.take_panic();
        self.context.set_current(self.outer);
        if let Some(aside) = &self.aside {
            self.tasks.seat.take_joins_up(aside);
        }
        if self.node.clear_cancel() {
            self.tasks.pool.cancels.fetch_sub(1, Ordering::Relaxed);
        }
        let reporter =
            Reporter { core: self.context.helpers(), pool: self.tasks.pool, seat: self.tasks.seat.index() };
        reporter.close(self.node);
        payload
    }
}

/// The body has panicked: that is what surfaces.
impl Drop for Enclosure<'_> {
    #[cold]
    fn drop(&mut self) {
        if let Some(payload) = self.settle() {
            discard(payload);
        }
    }
}
