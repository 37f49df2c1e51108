//! Tasks that are over before their creator goes on.

use std::cell::Cell;
use std::ptr;

use super::context::Context;
use super::tasking::{Reporter, Tasks};
use crate::taskpool::node::{FINAL, Fate, KNOWS_DATA, Kind, Node, OWNS};
use crate::taskpool::tally::TREE;

impl Context {
    /// Runs `task`, which this member has begun as a child of what it runs and offered to nobody: `run` does, and does not
    /// unwind. What the task leaves open belongs to its parent from now on; most leave nothing, and their parent never
    /// hears of them.
    #[inline]
    pub(crate) fn run_at_once(&self, tasks: Tasks, task: &'static Node, run: impl FnOnce(Fate)) {
        let fate = if !task.has(OWNS) && self.is_called_off(tasks, task) { Fate::Drop } else { Fate::Run };
        let outer = self.current();
        let aside = self.put_joins_aside(tasks);
        self.set_current(task);
        task.start(tasks.seat.index());
        let own_settings = self.exchange_settings(task.settings.take());
        run(fate);
        self.exchange_settings(own_settings);
        if let Some(aside) = aside {
            tasks.seat.take_joins_up(&aside);
        }
        self.end_at_once(tasks, task, outer);
    }

    /// The body of `task`, whose parent is `outer`, is over.
    #[inline]
    fn end_at_once(&self, tasks: Tasks, task: &'static Node, outer: &'static Node) {
        self.set_current(outer);
        if task.tally.is_complete() && !task.has_panic() && !task.has(KNOWS_DATA) {
            tasks.seat.store().give_back(task);
        } else {
            self.leave_open(tasks, task, outer);
        }
    }

    #[cold]
    fn leave_open(&self, tasks: Tasks, task: &'static Node, outer: &'static Node) {
        outer.tally.add(TREE);
        Reporter { core: self.helpers(), pool: tasks.pool, seat: tasks.seat.index() }.close(task);
    }
}

/// A task that is over before its creator goes on and needs no node as long as it leaves nothing for later. On the stack of
/// its member.
pub(crate) struct Light {
    /// The next one outwards, or null.
    outer: *const Light,
    /// What the member ran when it began: as long as it runs that and nothing else, it is in this task.
    parent: &'static Node,
    node: Cell<Option<&'static Node>>,
}

impl Context {
    /// Runs `run`, which does not unwind, as a task of its own. It has no node unless it
    /// [takes shape](Context::take_shape). No join is open.
    #[inline]
    pub(crate) fn run_lightly(&self, tasks: Tasks, run: impl FnOnce()) {
        debug_assert_eq!(tasks.seat.open_joins(), 0);
        let outer = self.raw.light.get();
        let light = Light { outer, parent: self.current(), node: Cell::new(None) };
        self.raw.light.set(&raw const light);
        let parents_settings = self.exchange_settings(None);
        if let Some(settings) = &parents_settings {
            self.exchange_settings(Some(settings.clone()));
        }
        run();
        self.exchange_settings(parents_settings);
        self.raw.light.set(outer);
        if let Some(node) = light.node.get() {
            self.end_at_once(tasks, node, self.parent_of_shaped(&light));
        }
    }

    #[cold]
    fn parent_of_shaped(&self, light: &Light) -> &'static Node {
        // SAFETY: null or on this member's stack; a light around this one that had the same parent has taken shape before.
        let outer = unsafe { light.outer.as_ref() };
        outer
            .filter(|outer| ptr::eq(outer.parent, light.parent))
            .and_then(|outer| outer.node.get())
            .unwrap_or(light.parent)
    }

    /// The innermost light task, if the member is in it and it has no node.
    #[inline]
    fn light(&self) -> Option<&Light> {
        // SAFETY: null, or on this member's stack: `run_lightly` takes it out before it returns.
        let light = unsafe { self.raw.light.get().as_ref() };
        light.filter(|light| light.node.get().is_none() && ptr::eq(light.parent, self.current()))
    }

    /// Whether the current task has no node, so that it has created nothing that is left for later.
    #[inline]
    pub(crate) fn is_light(&self) -> bool {
        self.light().is_some()
    }

    /// Gives the current task a node, before something becomes its child.
    #[inline]
    pub(crate) fn take_shape(&self, tasks: Tasks) {
        if let Some(light) = self.light() {
            self.shape(tasks, light);
        }
    }

    #[cold]
    #[inline(never)]
    fn shape(&self, tasks: Tasks, light: &Light) {
        // SAFETY: null or on this member's stack.
        let outer = unsafe { light.outer.as_ref() };
        let around = |outer: &&Light| outer.node.get().is_none() && ptr::eq(outer.parent, light.parent);
        if let Some(outer) = outer.filter(around) {
            self.shape(tasks, outer);
        }
        let node = tasks.seat.store().take();
        let parent = self.current();
        node.begin(Kind::Task, parent, if parent.has(FINAL) { FINAL } else { 0 }, 0);
        node.start(tasks.seat.index());
        self.set_current(node);
        light.node.set(Some(node));
    }
}
