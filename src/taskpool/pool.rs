use std::ptr::NonNull;

use super::deque::Steal;
use super::node::Node;
use super::queue::Queue;
use super::seat::TaskSeat;
use crate::prim::{AtomicU32, plain};
use crate::wait::{Bell, Sleeper};

/// What a team has for tasks: made when it first creates one, never freed.
pub(crate) struct TaskPool {
    pub(crate) seats: Box<[TaskSeat]>,
    pub(crate) queue: Queue,
    /// How many groups are cancelled at this moment: while there is none nobody walks through groups.
    pub(crate) cancels: AtomicU32,
    /// Tasks with dependences have been registered: while there are none nobody looks for what others wait for.
    pub(crate) has_links: plain::AtomicBool,
    /// How many members rest that may not run every task: who makes one ready calls them all, as the one that is called
    /// might not be allowed to run it.
    pub(crate) choosy: AtomicU32,
    /// How many members the present region has: for those who are none and want to call one.
    pub(crate) crew: plain::AtomicU32,
    /// Where the only member of a team of one sleeps.
    pub(crate) bell: Bell,
    pub(crate) sleeper: Sleeper,
}

/// What a member that waits may run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    /// Every task of the region.
    Any,
    /// Tasks below this node.
    Under(*const Node),
}

impl Reach {
    #[inline]
    fn allows(self, task: NonNull<Node>) -> bool {
        match self {
            Self::Any => true,
            // SAFETY: nodes are never freed.
            Self::Under(above) => unsafe { task.as_ref() }.is_under(above),
        }
    }
}

impl TaskPool {
    pub(crate) fn new(seats: usize) -> Self {
        Self {
            seats: (0..seats).map(TaskSeat::new).collect(),
            queue: Queue::new(),
            cancels: AtomicU32::new(0),
            has_links: plain::AtomicBool::new(false),
            choosy: AtomicU32::new(0),
            crew: plain::AtomicU32::new(1),
            bell: Bell::new(),
            sleeper: Sleeper::new(),
        }
    }

    /// Whether somebody of the first `size` members seems to have a task to give away. A hint.
    pub(crate) fn seems_busy(&self, size: usize) -> bool {
        !self.queue.is_empty()
            || self.seats[..size].iter().any(|seat| seat.deques().iter().any(|d| d.len() != 0))
    }

    #[inline]
    fn find_queued(&self, reach: Reach) -> Option<&'static Node> {
        if self.queue.is_empty() { None } else { self.queue.take(|task| reach.allows(task)).map(node) }
    }

    /// A task for the member of a team of `size` in `seat` that it may run at this moment, and whether it was
    /// another's.
    pub(crate) fn find(&self, seat: &TaskSeat, size: usize, reach: Reach) -> Option<(&'static Node, bool)> {
        let allows = |task| reach.allows(task);
        // Who may run anything looks first for what has a priority. For others that is a search, and it comes later.
        let chooses = matches!(reach, Reach::Under(_));
        if !chooses && let Some(task) = self.find_queued(reach) {
            return Some((task, true));
        }
        if let Some(task) = seat.deque().pop_if(allows) {
            return Some((node(task), false));
        }
        // Before the question whether there is a deque to spare: what is queued is in nobody's deque, and perhaps nobody
        // else may run it.
        if chooses && let Some(task) = self.find_queued(reach) {
            return Some((task, true));
        }
        if !seat.may_steal() {
            return None;
        }
        // The last may have been a member of a larger region.
        let first = if seat.victim() < size { seat.victim() } else { 0 };
        for step in 0..size {
            let at = first + step;
            let victim = if at < size { at } else { at - size };
            if victim == seat.index() {
                continue;
            }
            for deque in self.seats[victim].deques() {
                if deque.len() == 0 {
                    continue;
                }
                loop {
                    match deque.steal_if(allows) {
                        Steal::Taken(task) => {
                            seat.set_victim(victim);
                            return Some((node(task), true));
                        }
                        Steal::Lost => {}
                        Steal::Refused | Steal::Empty => break,
                    }
                }
            }
        }
        None
    }
}

#[inline]
fn node(task: NonNull<Node>) -> &'static Node {
    // SAFETY: nodes are never freed.
    unsafe { task.as_ref() }
}
