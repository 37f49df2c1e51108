use std::ffi::c_void;

use crate::task::clauses::Task;
use crate::task::spawn::queue;
use crate::taskpool::block::{Outlined, run_body};
use crate::taskpool::node::{FINAL, Flags, Kind, Node};
use crate::taskpool::tally::{PENDING, TREE};
use crate::team::context::Context;
use crate::team::tasking::Tasks;

/// Whether the current task is final: what it creates runs at once and is final, too.
pub(crate) fn is_final(context: &Context) -> bool {
    context.opened_tasks().is_some() && context.current().has(FINAL)
}

#[inline]
pub(super) fn flags(clauses: Task) -> Flags {
    if clauses.is_final { FINAL } else { 0 }
}

/// Creates a task without dependences. `prepare` is called with its arguments once they have been copied.
///
/// # Safety
/// `call` is as its type says, for as long as the region lasts.
#[inline]
pub(crate) unsafe fn spawn(
    context: &Context,
    call: &Outlined,
    clauses: Task,
    prepare: impl FnOnce(*mut c_void),
) {
    let tasks = context.tasks();
    if context.current().has(FINAL) {
        // SAFETY: passed on.
        return unsafe { run_included(context, tasks, call, prepare) };
    }
    let node = tasks.seat.store().take();
    if clauses.deferred && context.crew_size() > 1 {
        // SAFETY: fresh; passed on.
        prepare(unsafe { node.fill_copied(call) });
        begin(context, node, flags(clauses), 0);
        if clauses.priority > 0 {
            queue(context, tasks, node, clauses.priority);
        } else if !context.offer(tasks, node) {
            context.run_task(tasks, node);
        }
    } else {
        // SAFETY: fresh; passed on. The task is over before this returns.
        prepare(unsafe { fill_for_now(node, call) });
        begin(context, node, flags(clauses), 0);
        context.run_task(tasks, node);
    }
}

/// Makes a filled node a child of what the member runs.
#[inline]
pub(super) fn begin(context: &Context, node: &'static Node, flags: Flags, open: u64) {
    // Asked after the arguments were copied: that may have run tasks.
    let parent = context.current();
    node.begin(Kind::Task, parent, flags, open);
    node.settings.set(context.settings_for_task());
    parent.tally.add(PENDING + TREE);
}

/// Fills a node whose task is over before its creator goes on. Who says how to copy the arguments gets a copy all the same:
/// it may count them.
///
/// # Safety
/// As for [`spawn`], and the caller has the node alone.
#[inline]
pub(super) unsafe fn fill_for_now(node: &Node, call: &Outlined) -> *mut c_void {
    if call.copy.is_some() {
        // SAFETY: passed on.
        return unsafe { node.fill_copied(call) };
    }
    // SAFETY: passed on.
    unsafe { node.fill_lent(call) };
    call.data
}

/// Runs what a final task has created. It needs no node: nothing below a final task is ever outstanding.
///
/// # Safety
/// As for [`spawn`].
#[inline(never)]
unsafe fn run_included(
    context: &Context,
    tasks: Tasks,
    call: &Outlined,
    prepare: impl FnOnce(*mut c_void),
) {
    if context.is_called_off(tasks, context.current()) {
        return;
    }
    if call.copy.is_some() {
        let node = tasks.seat.store().take();
        // SAFETY: fresh; passed on.
        prepare(unsafe { node.fill_copied(call) });
        begin(context, node, FINAL, 0);
        return context.run_task(tasks, node);
    }
    prepare(call.data);
    // SAFETY: passed on.
    context.with_own_settings(|| unsafe { run_body(call.body, call.data) });
}
