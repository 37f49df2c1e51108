use std::cell::Cell;

use super::deque::{CAPACITY, Deque};
use super::door::Visiting;
use super::frames::Frames;
use super::half::Half;
use super::node::{Kind, Node};
use super::store::Store;
use crate::prim::{AtomicUsize, CachePadded, Ordering};

/// How many deques a member has. It changes to the next when it runs something stolen while its own is not empty, so
/// that those who wait for what it runs find the parts of it at the top; with the last in use it steals no more.
pub(crate) const LEVELS: usize = 4;

const _: () = assert!(LEVELS.is_power_of_two());

/// How many open joins a member keeps on offer.
const ON_OFFER: u32 = 3;

/// `watch` of a member that has fewer.
const OFFER_NOW: u64 = u64::MAX;

/// How many tasks for each member are enough.
const ENOUGH: usize = 64;

/// What one member of a team has for tasks. The shared parts synchronise themselves; the cells are for the thread
/// that is the member.
pub(crate) struct TaskSeat {
    own: CachePadded<Own>,
    deques: [Deque<Node>; LEVELS],
    store: Store,
    /// The implicit task of the member.
    root: Node,
    /// What others read and the member seldom writes.
    shown: CachePadded<Shown>,
}

struct Shown {
    /// The member has left the region and runs tasks of it all the same.
    visiting: Visiting,
    /// The deque that the member works on: others beyond it are empty.
    level: AtomicUsize,
}

/// The member's own state.
struct Own {
    frames: Frames<Half>,
    /// The joins from here on are the member's alone; those before are on offer, or others'.
    floor: Cell<usize>,
    /// What [`Deque::taken`] was when enough joins were on offer: a change means that one is gone.
    watch: Cell<u64>,
    /// About how many joins are on offer.
    offered: Cell<u32>,
    /// How many tasks are enough for all members of the region.
    #[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
    enough: Cell<usize>,
    level: Cell<usize>,
    /// Where a steal succeeded last.
    victim: Cell<usize>,
    index: usize,
}

// SAFETY: the cells of `own`, and those of the store's own list, are used by the member's thread only (callers of
// the methods that say so vouch for it); the rest synchronises itself.
unsafe impl Sync for TaskSeat {}
// SAFETY: what the cells point to are nodes, and frames that are gone between regions.
unsafe impl Send for TaskSeat {}

/// The member's open joins as they were before it began to run something else.
pub(crate) struct Aside {
    floor: usize,
    offered: u32,
}

impl TaskSeat {
    pub(crate) fn new(index: usize) -> Self {
        Self {
            own: CachePadded::new(Own {
                frames: Frames::new(),
                floor: Cell::new(0),
                watch: Cell::new(OFFER_NOW),
                offered: Cell::new(0),
                enough: Cell::new(CAPACITY),
                level: Cell::new(0),
                victim: Cell::new(index),
                index,
            }),
            deques: std::array::from_fn(|_| Deque::new()),
            store: Store::new(index),
            root: Node::new(index, Kind::Implicit),
            shown: CachePadded::new(Shown { visiting: Visiting::new(), level: AtomicUsize::new(0) }),
        }
    }

    #[inline]
    pub(crate) fn index(&self) -> usize {
        self.own.index
    }

    #[inline]
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    #[inline]
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The deque that the member works on.
    #[inline]
    pub(crate) fn deque(&self) -> &Deque<Node> {
        // The mask says nothing new, but saves the check.
        &self.deques[self.own.level.get() & (LEVELS - 1)]
    }

    /// All that thieves may look at, outermost first. Relaxed: who misses a deque looks again.
    #[inline]
    pub(crate) fn deques(&self) -> &[Deque<Node>] {
        &self.deques[..=self.shown.level.load(Ordering::Relaxed) & (LEVELS - 1)]
    }

    #[inline]
    pub(crate) fn visiting(&self) -> &Visiting {
        &self.shown.visiting
    }

    fn set_level(&self, level: usize) {
        self.own.level.set(level);
        self.shown.level.store(level, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn victim(&self) -> usize {
        self.own.victim.get()
    }

    #[inline]
    pub(crate) fn set_victim(&self, victim: usize) {
        self.own.victim.set(victim);
    }

    /// Whether the member may run what it has stolen: with a deque to spare, if its own is in use.
    #[inline]
    pub(crate) fn may_steal(&self) -> bool {
        self.own.level.get() + 1 < LEVELS || self.deque().len() == 0
    }

    /// Changes to the next deque; false if the present one is empty.
    pub(crate) fn go_deeper(&self) -> bool {
        let deeper = self.deque().len() != 0 && self.own.level.get() + 1 < LEVELS;
        if deeper {
            self.set_level(self.own.level.get() + 1);
            // It counted in the other deque.
            self.own.watch.set(OFFER_NOW);
        }
        deeper
    }

    /// Changes back. What was created there and not waited for goes to `shed`: on top of the outer deque it would bury what the
    /// member itself will wait for, and nobody but the member could get at that.
    pub(crate) fn come_up(&self, shed: impl FnMut(std::ptr::NonNull<Node>)) {
        self.shed_above(0, shed);
        self.set_level(self.own.level.get() - 1);
        self.own.watch.set(OFFER_NOW);
    }

    /// Hands to `shed` what lies in the deque above the place `mark`.
    pub(crate) fn shed_above(&self, mark: u64, mut shed: impl FnMut(std::ptr::NonNull<Node>)) {
        while self.deque().bottom() > mark
            && let Some(left) = self.deque().pop_if(|_| true)
        {
            shed(left);
        }
    }

    /// How many tasks in the member's deque are enough for all members of its region: so many find work there while the
    /// member is at something else.
    #[cfg(all(feature = "raw", not(loom)))]
    #[inline]
    pub(crate) fn enough(&self) -> usize {
        self.own.enough.get()
    }

    /// Notes how many members the region has.
    pub(crate) fn serve(&self, members: usize) {
        self.own.enough.set(members.saturating_mul(ENOUGH).min(CAPACITY));
    }

    /// How many joins are open.
    #[inline]
    pub(crate) fn open_joins(&self) -> usize {
        self.own.frames.len()
    }

    /// Whether so many are that another cannot be noted.
    #[inline]
    pub(crate) fn is_deep(&self) -> bool {
        self.own.frames.len() >= super::frames::DEPTH
    }

    /// Takes the member's own tasks out and puts those back, in their order, that `keep` wants to.
    #[cold]
    pub(crate) fn sift(&self, mut keep: impl FnMut(std::ptr::NonNull<Node>) -> bool) {
        for deque in &self.deques {
            let mut kept = Vec::new();
            while let Some(entry) = deque.pop_if(|_| true) {
                if keep(entry) {
                    kept.push(entry);
                }
            }
            for entry in kept.into_iter().rev() {
                let room = deque.push(entry);
                assert!(room, "what was taken out fits in");
            }
        }
    }

    /// Notes an open join, where there are not [too many](TaskSeat::is_deep).
    #[inline]
    pub(crate) fn open_join(&self, half: *const Half) {
        self.own.frames.push(half);
    }

    /// Whether [`offer`](TaskSeat::offer) has something to do: there are too few joins on offer, or a thief came.
    #[inline]
    pub(crate) fn is_offer_due(&self) -> bool {
        self.own.watch.get() != self.deque().taken()
    }

    /// Takes the join at `place` off the list; true if nobody was offered it, so that it is the member's.
    #[inline]
    pub(crate) fn close_join(&self, place: usize) -> bool {
        self.own.frames.truncate(place);
        let is_mine = place >= self.own.floor.get();
        if !is_mine {
            // At once: what this member runs before it has settled the join opens joins in the same places.
            self.own.floor.set(place);
        }
        is_mine
    }

    /// The join at `place`, taken off the list, was on offer and is not any longer.
    #[cold]
    pub(crate) fn withdraw(&self, place: usize, was_taken: bool) {
        debug_assert_eq!(self.own.floor.get(), place);
        // The oldest are taken first.
        self.own.offered.set(if was_taken { 0 } else { self.own.offered.get().saturating_sub(1) });
        self.own.watch.set(OFFER_NOW);
    }

    /// Offers the outermost joins to others, until enough are. True if there are new ones.
    #[cold]
    #[inline(never)]
    pub(crate) fn offer(&self, parent: &Node, execute: super::node::Execute) -> bool {
        let own = &*self.own;
        let taken = self.deque().taken();
        if own.watch.get() != OFFER_NOW {
            let gone = u32::try_from(taken - own.watch.get()).unwrap_or(u32::MAX);
            own.offered.set(own.offered.get().saturating_sub(gone));
        }
        let new = self.offer_up_to(ON_OFFER, parent, execute);
        own.watch.set(if own.offered.get() >= ON_OFFER { taken } else { OFFER_NOW });
        new
    }

    fn offer_up_to(&self, most: u32, parent: &Node, execute: super::node::Execute) -> bool {
        let own = &*self.own;
        let mut new = false;
        while own.offered.get() < most && own.floor.get() < own.frames.len() {
            let half = own.frames.get(own.floor.get());
            let node = self.store.take();
            // One child: the join itself, which keeps the node for as long as it waits.
            node.begin(Kind::Half, parent, 0, super::tally::TREE);
            node.fill(half, execute);
            // SAFETY: open joins are on this member's stack, and what is above the floor has not been offered.
            unsafe { (*half).offer(node) };
            if !self.deque().push(node.into()) {
                self.store.give_back(node);
                break;
            }
            parent.tally.add(super::tally::TREE);
            own.floor.set(own.floor.get() + 1);
            own.offered.set(own.offered.get() + 1);
            new = true;
        }
        new
    }

    /// Before the member runs something else: its open joins, which belong to what it runs now, are offered, since
    /// it will not come back to them soon, and then put aside.
    #[inline]
    pub(crate) fn put_joins_aside(&self, parent: &Node, execute: super::node::Execute) -> Option<Aside> {
        (self.own.frames.len() != 0).then(|| self.put_aside(parent, execute))
    }

    #[cold]
    fn put_aside(&self, parent: &Node, execute: super::node::Execute) -> Aside {
        let own = &*self.own;
        self.offer_up_to(u32::MAX, parent, execute);
        let aside = Aside { floor: own.floor.get(), offered: own.offered.get() };
        own.floor.set(own.frames.len());
        own.offered.set(0);
        own.watch.set(OFFER_NOW);
        aside
    }

    #[cold]
    pub(crate) fn take_joins_up(&self, aside: &Aside) {
        self.own.floor.set(aside.floor);
        self.own.offered.set(aside.offered);
        self.own.watch.set(OFFER_NOW);
    }
}
