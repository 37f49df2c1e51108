use std::panic::resume_unwind;

use crate::prim::Ordering;
use crate::taskpool::node::{FINAL, Kind, Node};
use crate::taskpool::pool::Reach;
use crate::taskpool::raw_group::{Purpose, RawGroup};
use crate::taskpool::tally::TREE;
use crate::team::context::Context;
use crate::team::tasking::Reporter;

/// Begins a group: what is created from now on belongs to it.
pub(crate) fn begin_group(context: &Context, purpose: Purpose) {
    let tasks = context.tasks();
    context.take_shape(tasks);
    let outer = context.current();
    let aside = context.put_joins_aside(tasks);
    let node = tasks.seat.store().take();
    node.begin(Kind::Group, outer, if outer.has(FINAL) { FINAL } else { 0 }, 0);
    node.fill_group(aside, purpose);
    node.start(tasks.seat.index());
    outer.tally.add(TREE);
    context.set_current(node);
}

/// Waits for the group that was begun last, and all that has come of it, and ends it. Nothing if there is none.
///
/// # Panics
/// With the first panic of a task: one that Rust has created.
pub(crate) fn end_group(context: &Context) {
    let Some(tasks) = context.opened_tasks() else { return };
    let node = context.current();
    let Some((group, outer)) = node.raw_group().zip(node.levels().nth(1)) else { return };
    context.help_until(tasks, Reach::Under(node), || node.tally.is_complete());
    let payload = node.take_panic();
    context.set_current(outer);
    if let Some(aside) = group.take_aside() {
        tasks.seat.take_joins_up(&aside);
    }
    if node.clear_cancel() {
        tasks.pool.cancels.fetch_sub(1, Ordering::Relaxed);
    }
    Reporter { core: context.helpers(), pool: tasks.pool, seat: tasks.seat.index() }.close(node);
    if let Some(payload) = payload {
        resume_unwind(payload);
    }
}

/// The groups around what the member runs, innermost first, as far as they were begun here.
fn groups(context: &Context) -> impl Iterator<Item = (&Node, &RawGroup)> {
    let current = context.opened_tasks().map(|_| context.current());
    current.into_iter().flat_map(Node::groups).filter_map(|node| Some((node, node.raw_group()?)))
}

/// What is kept with the innermost group.
pub(crate) fn innermost_group(context: &Context) -> Option<&RawGroup> {
    groups(context).map(|(_, group)| group).next()
}

/// The notes of all groups around, innermost first.
pub(crate) fn notes(context: &Context) -> impl Iterator<Item = *mut ()> {
    groups(context).map(|(_, group)| group.note())
}

/// Cancels the innermost `taskgroup`: what belongs to it and has not begun shall not begin.
pub(crate) fn cancel_group(context: &Context) {
    let group = groups(context).find(|(_, group)| group.purpose == Purpose::Taskgroup);
    if let Some((node, _)) = group.or_else(|| groups(context).next())
        && node.cancel()
    {
        context.tasks().pool.cancels.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether the innermost group, or one around it, is cancelled.
pub(crate) fn is_group_cancelled(context: &Context) -> bool {
    context.opened_tasks().is_some_and(|tasks| {
        tasks.pool.cancels.load(Ordering::Relaxed) != 0
            && groups(context).next().is_some_and(|(node, _)| node.is_cancelled())
    })
}
