use std::panic::resume_unwind;

use crate::taskpool::node::Node;
use crate::taskpool::pool::Reach;
use crate::team::context::Context;

/// Waits for the tasks that the current task has created.
///
/// # Panics
/// With the first panic of a child: one that Rust has created.
#[inline]
pub(crate) fn taskwait(context: &Context) {
    let Some(tasks) = context.opened_tasks() else { return };
    if context.is_light() {
        return;
    }
    let innermost = context.current();
    let reach = Reach::Under(context.current_task());
    context.help_until(tasks, reach, || innermost.levels().all(|node| node.tally.is_waited_for()));
    if innermost.levels().any(Node::has_panic) {
        surface(innermost);
    }
}

#[cold]
fn surface(innermost: &'static Node) {
    if let Some(payload) = innermost.levels().find_map(Node::take_panic) {
        resume_unwind(payload);
    }
}

/// Runs another task below the current one, if there is one.
pub(crate) fn taskyield(context: &Context) {
    if let Some(tasks) = context.opened_tasks().filter(|_| !context.is_light()) {
        context.help_once(tasks, Reach::Under(context.current_task()));
    }
}
