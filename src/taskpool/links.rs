use std::cell::Cell;
use std::ptr;

use super::gate::Gated;
use super::history::{Entry, Mode, Past};
use super::node::Node;
use super::parts::Parts;
use super::pool::TaskPool;
use super::siblings::Siblings;
use crate::prim::plain::{AtomicBool, AtomicPtr};
use crate::prim::{AtomicBool as HeldFlag, AtomicU32, AtomicU64, Ordering};

/// What ties a task to others beyond the tree: its predecessors and successors by data.
///
/// A node has one once it has stood for a task with dependences, and keeps it: like nodes, links are recycled and never
/// freed, so histories and lists of successors may hold stale references. The generation, which grows at the end of each
/// life, tells them from living ones.
pub(crate) struct Links {
    node: &'static Node,
    generation: AtomicU64,
    /// Predecessors that are not over, and one more while the task is registered.
    unmet: AtomicU32,
    /// Of this life: whoever ends it takes the list, and nobody adds to it afterwards.
    pub(super) successors: Gated<Vec<&'static Links>>,
    /// What the task has access to, by address. For whoever has the node.
    entries: Cell<Vec<Entry>>,
    /// The task has all that it commutes on.
    pub(super) holds: HeldFlag,
    /// Of a detached task.
    pub(crate) parts: Parts,
    /// What the task's children depend on, by address. For the member that runs it.
    pub(super) siblings: Cell<Option<Box<Siblings>>>,
    priority: Cell<u32>,
    address: Address,
}

/// Where a task goes when it is ready. Atomic because a task that its member waits for may be gone as soon as it is:
/// the address is read before.
struct Address {
    pool: AtomicPtr<TaskPool>,
    team: AtomicPtr<()>,
    awaited: AtomicBool,
}

/// A copy of a task's [`Address`].
#[derive(Clone, Copy)]
pub(crate) struct Destination {
    pub(crate) pool: &'static TaskPool,
    /// The team, opaque to this room; null for a team of one.
    pub(crate) team: *const (),
    /// The seat whose member waits for the task and runs it, so that nobody else is offered it.
    pub(crate) awaited_in: Option<usize>,
}

// SAFETY: `entries`, `siblings` and `priority` are for the one who has the node; the rest is atomic or behind a gate.
unsafe impl Sync for Links {}

impl Links {
    pub(crate) fn new(node: &'static Node) -> Self {
        Self {
            node,
            generation: AtomicU64::new(0),
            unmet: AtomicU32::new(0),
            successors: Gated::new(Vec::new()),
            entries: Cell::new(Vec::new()),
            holds: HeldFlag::new(false),
            parts: Parts::new(),
            siblings: Cell::new(None),
            priority: Cell::new(0),
            address: Address {
                pool: AtomicPtr::new(ptr::null_mut()),
                team: AtomicPtr::new(ptr::null_mut()),
                awaited: AtomicBool::new(false),
            },
        }
    }

    #[inline]
    pub(crate) fn node(&self) -> &'static Node {
        self.node
    }

    #[inline]
    pub(crate) fn priority(&self) -> u32 {
        self.priority.get()
    }

    /// Notes where the task goes when it is ready. For its creator, before it registers.
    pub(crate) fn set_destination(
        &self,
        pool: &'static TaskPool,
        team: *const (),
        awaited: bool,
        priority: u32,
    ) {
        // Relaxed: published by the gate of each predecessor's successors.
        self.address.pool.store(ptr::from_ref(pool).cast_mut(), Ordering::Relaxed);
        self.address.team.store(team.cast_mut(), Ordering::Relaxed);
        self.address.awaited.store(awaited, Ordering::Relaxed);
        self.priority.set(priority);
    }

    /// Where the task goes when it is ready. For those who have yet to meet it.
    pub(crate) fn destination(&self) -> Destination {
        let pool = self.address.pool.load(Ordering::Relaxed);
        Destination {
            // SAFETY: a task has one before anybody learns of it, and pools are never freed.
            pool: unsafe { &*pool },
            team: self.address.team.load(Ordering::Relaxed),
            awaited_in: self.address.awaited.load(Ordering::Relaxed).then(|| self.node.executor()),
        }
    }

    /// Calls `f` with what the task has access to. For whoever has the node. `f` does not panic and does not call this.
    pub(crate) fn with_entries<R>(&self, f: impl FnOnce(&mut Vec<Entry>) -> R) -> R {
        let mut entries = self.entries.take();
        let result = f(&mut entries);
        self.entries.set(entries);
        result
    }

    /// Puts the task behind those that had access before it; true if none of them is left, so that it is ready.
    /// Otherwise somebody else may have it when this returns.
    ///
    /// Registrations on several handles are one step, whatever else is registered: with all of them entered, in the order
    /// of their addresses. So of two tasks one comes before the other on every handle, and no circle arises.
    ///
    /// # Safety
    /// - The caller has the node, which is filled; its entries are sorted, each of another header.
    /// - The headers live until the task is over.
    pub(crate) unsafe fn register(&'static self) -> bool {
        self.unmet.store(1, Ordering::Relaxed);
        self.holds.store(false, Ordering::Relaxed);
        let me = Past { links: self, generation: self.generation.load(Ordering::Relaxed) };
        self.with_entries(|entries| {
            for entry in &*entries {
                // SAFETY: headers live (contract).
                unsafe { &*entry.header }.history.enter();
            }
            for entry in &*entries {
                // SAFETY: as above; entered.
                unsafe { (*entry.header).history.with_entered(|history| history.append(entry.mode, me)) };
            }
            for entry in &*entries {
                // SAFETY: as above. This task is not over, so the header lives.
                unsafe { (*entry.header).history.leave() };
            }
        });
        self.meet()
    }

    /// Counts a predecessor off; true if it was the last, and then the caller has the task.
    fn meet(&self) -> bool {
        // AcqRel: partner of the same by the other predecessors: the last sees what all have done.
        self.unmet.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Whether no predecessor is left. For a member that waits for the task.
    pub(crate) fn is_ready(&self) -> bool {
        // Acquire: partner of the AcqRel in `meet`.
        self.unmet.load(Ordering::Acquire) == 0
    }

    /// Whether the life of `generation` is over. Acquire: partner of the Release in `end`.
    #[inline]
    pub(super) fn is_past(&self, generation: u64) -> bool {
        self.generation.load(Ordering::Acquire) != generation
    }

    /// Lets `successor` wait for the life of `generation`; false if that is over.
    pub(super) fn precede(&self, generation: u64, successor: &'static Self) -> bool {
        if self.is_past(generation) {
            return false;
        }
        self.successors.with(|successors| {
            let alive = !self.is_past(generation);
            if alive {
                // Relaxed: the successor counts one for its registration, and `end` sees this through the gate.
                successor.unmet.fetch_add(1, Ordering::Relaxed);
                successors.push(successor);
            }
            alive
        })
    }

    /// The task is over: calls `ready` with each successor that this makes ready, and where it goes.
    pub(crate) fn end(&self, mut ready: impl FnMut(&'static Self, Destination)) {
        let mut successors = self.successors.with(|successors| {
            let next = self.generation.load(Ordering::Relaxed) + 1;
            // Release: partner of the Acquire in `is_past`: who finds the life over sees what it has done.
            self.generation.store(next, Ordering::Release);
            std::mem::take(successors)
        });
        if successors.capacity() == 0 {
            return;
        }
        for successor in successors.drain(..) {
            let destination = successor.destination();
            if successor.meet() {
                ready(successor, destination);
            }
        }
        // The memory serves the next life.
        self.successors.with(|empty| *empty = successors);
    }

    /// Whether a task that made what this one needs has panicked.
    pub(crate) fn is_spoiled(&self) -> bool {
        // SAFETY: the task is not over, so the headers live.
        self.with_entries(|entries| entries.iter().any(|entry| unsafe { &*entry.header }.is_spoiled()))
    }

    /// What the task was to make has not been made.
    pub(crate) fn spoil(&self) {
        self.with_entries(|entries| {
            for entry in entries.iter().filter(|entry| entry.mode != Mode::Read) {
                // SAFETY: the task is not over, so the header lives.
                unsafe { &*entry.header }.spoil();
            }
        });
    }
}
