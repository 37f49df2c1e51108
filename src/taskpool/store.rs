use std::cell::Cell;
use std::ptr::{self, NonNull};

use super::node::{Kind, Node};
use crate::prim::{AtomicPtr, CachePadded, Ordering};

/// How many nodes are made at a time.
const BLOCK: usize = if cfg!(loom) { 2 } else { 32 };

/// A member's nodes that are not in use.
///
/// The member takes from and returns to a list of its own. Others return nodes by pushing them on a stack, which
/// the member takes over as a whole when its own list is empty: so no node is ever popped by two (the stack has no
/// ABA problem because nobody pops it).
pub(crate) struct Store {
    seat: usize,
    own: Cell<*mut Node>,
    returned: CachePadded<AtomicPtr<Node>>,
}

impl Store {
    pub(crate) fn new(seat: usize) -> Self {
        Self {
            seat,
            own: Cell::new(ptr::null_mut()),
            returned: CachePadded::new(AtomicPtr::new(ptr::null_mut())),
        }
    }

    /// A node that nobody else uses. For the member.
    #[inline]
    pub(crate) fn take(&self) -> &'static Node {
        let first = self.own.get();
        // SAFETY: null or a node of this store.
        let Some(node) = (unsafe { first.as_ref::<'static>() }) else { return self.take_returned() };
        self.own.set(node.next());
        node
    }

    #[cold]
    #[inline(never)]
    fn take_returned(&self) -> &'static Node {
        // Acquire: partner of the Release in `give_back_remotely`.
        let all = self.returned.swap(ptr::null_mut(), Ordering::Acquire);
        // SAFETY: null or a node of this store.
        if let Some(node) = unsafe { all.as_ref::<'static>() } {
            self.own.set(node.next());
            return node;
        }
        let block: &'static mut [Node] =
            Vec::leak((0..BLOCK).map(|_| Node::new(self.seat, Kind::Task)).collect());
        for node in &*block {
            self.give_back(node);
        }
        self.take()
    }

    /// Puts a node back that nobody uses any longer. For the member.
    #[inline]
    pub(crate) fn give_back(&self, node: &'static Node) {
        node.set_next(self.own.get());
        self.own.set(ptr::from_ref(node).cast_mut());
    }

    /// The same, for other threads.
    pub(crate) fn give_back_remotely(&self, node: NonNull<Node>) {
        let mut first = self.returned.load(Ordering::Relaxed);
        loop {
            // SAFETY: nodes are never freed.
            unsafe { node.as_ref() }.set_next(first);
            // Release: partner of the Acquire in `take_returned`.
            match self.returned.compare_exchange_weak(
                first,
                node.as_ptr(),
                Ordering::Release,
                Ordering::Relaxed,
            ) {
                Ok(_) => return,
                Err(now) => first = now,
            }
        }
    }
}
