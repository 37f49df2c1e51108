use std::ptr;

use super::Purpose;
use super::detach::Handle;
use super::group::{begin_group, end_group};
use super::spawn::{begin, flags, never_begins, owns};
use crate::task::clauses::Task;
use crate::task::depend::offer;
use crate::task::throttle;
use crate::taskpool::block::Outlined;
use crate::taskpool::history::{Entry, Mode};
use crate::taskpool::links::Links;
use crate::taskpool::node::{COMMUTES, DETACHED, FINAL, Flags, LINKED, Node};
use crate::taskpool::pool::Reach;
use crate::taskpool::tally::{PENDING, TREE};
use crate::team::context::Context;
use crate::team::tasking::Tasks;

/// Creates a task with accesses to data, given by address, or with an event, or with both. The handle of the event is written
/// to `event` and to the first word of the arguments before these are copied.
///
/// # Safety
/// As for [`spawn`](super::spawn). `event` may be written; with it the arguments begin with a word.
#[cold]
pub(crate) unsafe fn spawn_linked(
    context: &Context,
    call: Outlined,
    clauses: Task,
    accesses: impl Iterator<Item = (usize, Mode)>,
    event: Option<*mut usize>,
) {
    context.take_shape(context.tasks());
    let is_final = context.current().has(FINAL);
    let waits = !clauses.deferred || is_final;
    // Who waits for a task waits for its event, too.
    let enclose = waits && event.is_some();
    if enclose {
        begin_group(context, Purpose::Internal);
    }
    let tasks = context.tasks();
    // One with an event is created all the same: its creator may fulfil that.
    if event.is_none() && never_begins(context, tasks, &call) {
        return;
    }
    throttle::hold(context, tasks, context.current());
    let node = tasks.seat.store().take();
    let links = node.links();
    let mut all = owns(&call) | if is_final { FINAL } else { flags(clauses) };
    let mut open = 0;
    if let Some(event) = event {
        let handle = Handle::new(links, links.parts.begin()).word();
        // SAFETY: contract of this function.
        unsafe { (event.write(handle), call.data.cast::<usize>().write(handle)) };
        all |= DETACHED;
        open = TREE;
    }
    if waits && call.copy.is_none() {
        // SAFETY: fresh; passed on. The body is over before this returns.
        unsafe { node.fill_lent(call) };
    } else {
        // SAFETY: fresh; passed on.
        unsafe { node.fill_copied(call) };
    }
    // After the arguments have been copied: that may have created siblings. What a final task creates runs in its order.
    if !is_final {
        all |= collect(context, links, accesses);
    }
    if all & LINKED != 0 {
        context.address_links(tasks, links, waits, clauses.priority);
    } else {
        let team = context.helpers().map_or(ptr::null(), |core| ptr::from_ref(core).cast());
        links.set_destination(tasks.pool, team, false, clauses.priority);
    }
    begin_counted(context, node, all, open);
    // SAFETY: filled; the headers are those of the current task's table, which keeps them as long as there are such tasks.
    let ready = all & LINKED == 0 || unsafe { links.register() };
    if waits {
        run_awaited(context, tasks, node);
    } else if ready {
        offer(context, tasks, node, clauses.priority);
    }
    if enclose {
        end_group(context);
    }
}

/// Makes the node a child of what the member runs.
fn begin_counted(context: &Context, node: &'static Node, flags: Flags, open: u64) {
    let parent = context.current();
    begin(context, node, parent, flags, open);
    parent.tally.add(PENDING + TREE);
}

/// Notes in `links` what a child of the current task has access to; answers the flags that say so.
fn collect(context: &Context, links: &Links, accesses: impl Iterator<Item = (usize, Mode)>) -> Flags {
    let parent = context.current_task();
    links.with_entries(|entries| {
        entries.clear();
        let mut accesses = accesses.peekable();
        if accesses.peek().is_some() {
            parent.with_siblings(|siblings| {
                siblings.sweep();
                let entry = |(address, mode)| Entry { header: siblings.header(address), mode };
                entries.extend(accesses.map(entry));
            });
        }
        order(entries)
    })
}

/// Brings entries into the order in which they are registered, one for each header. Who has two accesses to the same data has
/// them alone.
fn order(entries: &mut Vec<Entry>) -> Flags {
    entries.sort_unstable_by_key(|entry| entry.header);
    entries.dedup_by(|next, kept| {
        let same = next.header == kept.header;
        if same && next.mode != kept.mode {
            kept.mode = Mode::Write;
        }
        same
    });
    let linked = if entries.is_empty() { 0 } else { LINKED };
    linked | if entries.iter().any(|entry| entry.mode == Mode::Commute) { COMMUTES } else { 0 }
}

/// Waits until the task may run, and runs it.
fn run_awaited(context: &Context, tasks: Tasks, node: &'static Node) {
    if node.has(LINKED) {
        let links = node.links();
        // What it waits for are siblings, perhaps outside of the groups here.
        let reach = Reach::Under(context.current_task());
        context.help_until(tasks, reach, || links.is_ready());
        // SAFETY: no predecessor is left, and this member alone runs the task; its headers live.
        if node.has(COMMUTES) && !unsafe { links.take_turns() } {
            context.help_until(tasks, reach, || links.has_turns());
        }
    }
    context.run_task(tasks, node);
}

/// Waits until a task with these accesses could run: `taskwait` with a `depend` clause.
pub(crate) fn wait_for(context: &Context, accesses: impl Iterator<Item = (usize, Mode)>) {
    let Some(tasks) = context.opened_tasks() else { return };
    let parent = context.current_task();
    if context.is_light() || context.current().has(FINAL) || !parent.has(crate::taskpool::node::KNOWS_DATA) {
        return;
    }
    let node = tasks.seat.store().take();
    let links = node.links();
    let all = links.with_entries(|entries| {
        entries.clear();
        parent.with_siblings(|siblings| {
            let known = |(address, mode)| Some(Entry { header: siblings.known(address)?, mode });
            entries.extend(accesses.filter_map(known));
        });
        order(entries)
    });
    if all == 0 {
        return tasks.seat.store().give_back(node);
    }
    context.address_links(tasks, links, true, 0);
    node.fill_empty();
    begin_counted(context, node, all, 0);
    // SAFETY: as in `spawn_linked`.
    unsafe { links.register() };
    run_awaited(context, tasks, node);
}
