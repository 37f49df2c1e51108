use std::ptr::NonNull;

use super::node::Node;
use crate::prim::{AtomicUsize, Mutex, Ordering};

/// Tasks of a team that lie in no member's deque: those with a priority, and those that a thread outside the team has
/// made ready.
///
/// Highest priority first, and the oldest of equals. Whoever may not run the first looks for the first that it may:
/// nobody waits for a task because of its rank.
pub(crate) struct Queue {
    len: AtomicUsize,
    /// Sorted: what comes next is at the end.
    tasks: Mutex<Vec<Entry>>,
}

struct Entry {
    priority: u32,
    task: NonNull<Node>,
}

// SAFETY: nodes may be handed between threads.
unsafe impl Send for Entry {}

impl Queue {
    pub(crate) fn new() -> Self {
        Self { len: AtomicUsize::new(0), tasks: Mutex::new(Vec::new()) }
    }

    /// A hint. Relaxed: who pushes rings afterwards.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.len.load(Ordering::Relaxed) == 0
    }

    pub(crate) fn push(&self, task: NonNull<Node>, priority: u32) {
        let mut tasks = self.tasks.lock();
        let at = tasks.partition_point(|other| other.priority < priority);
        tasks.insert(at, Entry { priority, task });
        self.len.store(tasks.len(), Ordering::Relaxed);
    }

    /// Takes the first task that `allows` lets the caller run. Those in the queue have not started.
    #[cold]
    pub(crate) fn take(&self, mut allows: impl FnMut(NonNull<Node>) -> bool) -> Option<NonNull<Node>> {
        let mut tasks = self.tasks.lock();
        let at = tasks.iter().rposition(|entry| allows(entry.task))?;
        let entry = tasks.remove(at);
        self.len.store(tasks.len(), Ordering::Relaxed);
        Some(entry.task)
    }
}
