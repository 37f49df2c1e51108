use std::cell::Cell;

use super::node::Node;
use crate::prim::{AtomicU32, Ordering};

/// The head of a join's frame: what others need to know of its second half. Lives on the joining member's stack.
pub(crate) struct Half {
    /// Runs the closure that the frame holds and keeps its result there.
    run: unsafe fn(half: *const Half, member: *const ()),
    /// The node by which the half is offered to others.
    node: Cell<Option<&'static Node>>,
    done: AtomicU32,
}

impl Half {
    /// # Safety of `run`
    /// It is called once, with a pointer to this half and the context of the member that runs it.
    #[inline]
    pub(crate) fn new(run: unsafe fn(half: *const Half, member: *const ())) -> Self {
        Self { run, node: Cell::new(None), done: AtomicU32::new(0) }
    }

    #[inline]
    pub(crate) fn node(&self) -> Option<&'static Node> {
        self.node.get()
    }

    pub(crate) fn set_node(&self, node: &'static Node) {
        self.node.set(Some(node));
    }

    /// Runs the half for the member that has taken it. Afterwards the half may be gone.
    ///
    /// # Safety
    /// `half` lives until it is done; its node has been taken by the caller; `member` is the caller's context.
    pub(crate) unsafe fn run(half: *const Half, member: *const ()) {
        // SAFETY: contract of this function.
        unsafe { ((*half).run)(half, member) };
        // Release: partner of the Acquire in `is_done`.
        // SAFETY: its member waits until this store.
        unsafe { &(*half).done }.store(1, Ordering::Release);
    }

    #[inline]
    pub(crate) fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire) == 1
    }
}
