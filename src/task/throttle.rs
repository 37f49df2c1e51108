//! A member that creates tasks with dependences faster than they can run must not use memory for all of them.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::prim::yield_now;
use crate::taskpool::node::Node;
use crate::team::context::Context;
use crate::team::tasking::Tasks;

/// How many children of one task may be open before their creator is held up.
const MOST: u32 = 4096;

/// How long a creator waits without any of its children being done before it goes on.
const STALL: Duration = Duration::from_millis(50);

thread_local! {
    /// How many this thread may have open at present: more than [`MOST`] if waiting did not help, because they wait for
    /// something that this thread has yet to do.
    static LEASH: Cell<u32> = const { Cell::new(MOST) };
}

/// Before `parent`, which this member runs, gets another child: runs and awaits others of its children if there are
/// very many.
#[inline]
pub(super) fn hold(context: &Context, tasks: Tasks, parent: &'static Node) {
    if parent.tally.pending() >= MOST {
        work_off(context, tasks, parent);
    }
}

#[cold]
fn work_off(context: &Context, tasks: Tasks, parent: &'static Node) {
    let leash = LEASH.get();
    if parent.tally.pending() < leash {
        return;
    }
    let stall = STALL * (leash / MOST);
    let reach = context.reach(parent);
    let mut open = parent.tally.pending();
    let mut deadline = None;
    while open > MOST / 2 {
        let worked = context.help_once(tasks, reach);
        let now_open = parent.tally.pending();
        if worked || now_open < open {
            deadline = None;
        } else if Instant::now() >= *deadline.get_or_insert_with(|| Instant::now() + stall) {
            LEASH.set(leash.saturating_mul(2));
            return;
        } else {
            yield_now();
        }
        open = now_open;
    }
    LEASH.set(MOST);
}
