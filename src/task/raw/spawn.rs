use std::ffi::c_void;
use std::ptr;

use crate::task::clauses::Task;
use crate::task::spawn::queue;
use crate::taskpool::block::{Body, Outlined, run_body};
use crate::taskpool::node::{FINAL, Fate, Flags, Kind, Node, OWNS};
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

/// Whether a task owns what its arguments are copied to.
#[inline]
pub(super) fn owns(call: &Outlined) -> Flags {
    if call.copy.is_some() { OWNS } else { 0 }
}

/// Whether a task with such arguments is called off before they are copied: later it would be too late, since only its body
/// destroys the copies.
#[inline]
pub(super) fn never_begins(context: &Context, tasks: Tasks, call: &Outlined) -> bool {
    call.copy.is_some() && context.is_called_off(tasks, context.current())
}

/// Creates a task without dependences. `prepare` is called with its arguments once they have been copied.
///
/// # Safety
/// `call` is as its type says, for as long as the region lasts.
#[inline(always)]
pub(crate) unsafe fn spawn(
    context: &Context,
    call: Outlined,
    clauses: Task,
    prepare: impl FnOnce(*mut c_void),
) {
    let tasks = context.tasks();
    let is_final = context.current().has(FINAL);
    if is_final || !clauses.deferred || context.joins().is_none() || has_enough(tasks, clauses) {
        // SAFETY: passed on.
        return unsafe { run_now(context, tasks, call, flags(clauses), prepare) };
    }
    if never_begins(context, tasks, &call) {
        return;
    }
    context.take_shape(tasks);
    let node = tasks.seat.store().take();
    // SAFETY: fresh; passed on.
    prepare(unsafe { node.fill_copied(call) });
    // Asked after the arguments were copied: that may have run tasks.
    let parent = context.current();
    begin(context, node, parent, flags(clauses) | owns(&call), 0);
    if clauses.priority > 0 {
        parent.tally.add(PENDING + TREE);
        queue(context, tasks, node, clauses.priority);
    } else if context.offer(tasks, node) {
        // Late, but this member looks at its counts only when it waits.
        parent.tally.add(PENDING + TREE);
    } else {
        run_filled(context, tasks, node);
    }
}

/// Whether so many tasks wait for the others that another had better run at once: then it needs no node, and its arguments
/// no copy.
#[inline]
fn has_enough(tasks: Tasks, clauses: Task) -> bool {
    clauses.priority == 0 && tasks.seat.deque().len() >= tasks.seat.enough()
}

/// Makes a node a child of `parent`, which the member runs.
#[inline]
pub(super) fn begin(context: &Context, node: &'static Node, parent: &'static Node, flags: Flags, open: u64) {
    node.begin(Kind::Task, parent, flags, open);
    node.settings.set(context.settings_for_task());
}

/// Runs a task whose arguments have been copied, and that nobody has been offered.
#[inline(never)]
fn run_filled(context: &Context, tasks: Tasks, node: &'static Node) {
    let member = ptr::from_ref(context).cast();
    // SAFETY: filled, and run once; its function does not unwind.
    context.run_at_once(tasks, node, |fate| unsafe { node.execute(member, fate) });
}

/// Runs a task that is over before its creator goes on. The arguments stay where they are; but who says how to copy them
/// gets a copy all the same, since it may count them.
///
/// # Safety
/// As for [`spawn`].
#[inline(never)]
unsafe fn run_now(
    context: &Context,
    tasks: Tasks,
    call: Outlined,
    flags: Flags,
    prepare: impl FnOnce(*mut c_void),
) {
    // Below a final task nothing is ever left for later.
    if call.copy.is_none() && (flags & FINAL == 0 || context.current().has(FINAL)) {
        prepare(call.data);
        // SAFETY: passed on.
        return unsafe { run_undeferred(context, call.body, call.data) };
    }
    // SAFETY: passed on.
    unsafe { run_with_node(context, tasks, call, flags, prepare) }
}

/// Runs a task that is over before its creator goes on, with the arguments where they are.
///
/// # Safety
/// `body` may be called with `data`, here and now.
#[inline]
pub(crate) unsafe fn run_undeferred(context: &Context, body: Body, data: *mut c_void) {
    let tasks = context.tasks();
    if tasks.seat.open_joins() != 0 {
        let call = Outlined { body, data, copy: None, size: 0, align: 1 };
        // SAFETY: passed on.
        unsafe { run_with_node(context, tasks, call, 0, |_| ()) }
    } else if !context.is_called_off(tasks, context.current()) {
        // SAFETY: passed on.
        context.run_lightly(tasks, || unsafe { run_body(body, data) });
    }
}

/// # Safety
/// As for [`spawn`].
#[cold]
#[inline(never)]
unsafe fn run_with_node(
    context: &Context,
    tasks: Tasks,
    call: Outlined,
    flags: Flags,
    prepare: impl FnOnce(*mut c_void),
) {
    if never_begins(context, tasks, &call) {
        return;
    }
    context.take_shape(tasks);
    let node = tasks.seat.store().take();
    let place = match call.copy {
        // SAFETY: fresh; passed on.
        Some(_) => unsafe { node.fill_copied(call) },
        None => call.data,
    };
    prepare(place);
    let parent = context.current();
    let inherited = if parent.has(FINAL) { FINAL } else { 0 };
    begin(context, node, parent, flags | inherited | owns(&call), 0);
    if call.copy.is_some() {
        return run_filled(context, tasks, node);
    }
    context.run_at_once(tasks, node, |fate| {
        if fate == Fate::Run {
            // SAFETY: passed on.
            unsafe { run_body(call.body, call.data) }
        }
    });
}
