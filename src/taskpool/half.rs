use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;

use super::node::Node;
use crate::prim::{AtomicU32, Ordering};

/// Runs the closure that a half's frame holds and keeps its result there.
///
/// # Safety of calling
/// Once, with a pointer to the half and the context of the member that runs it.
pub(crate) type RunHalf = unsafe fn(half: *const Half, member: *const ());

/// The head of a join's frame: what others need to know of its second half. Lives on the joining member's stack.
pub(crate) struct Half {
    run: RunHalf,
    /// Made when the half is offered, which most are not.
    offer: UnsafeCell<MaybeUninit<Offer>>,
}

struct Offer {
    /// The node by which the half is offered.
    node: Cell<&'static Node>,
    done: AtomicU32,
}

impl Half {
    /// A half that nobody knows yet.
    #[inline]
    pub(crate) fn new(run: RunHalf) -> Self {
        Self { run, offer: UnsafeCell::new(MaybeUninit::uninit()) }
    }

    /// Prepares the half for being taken, by means of `node`.
    ///
    /// # Safety
    /// The caller is the joining member, and the half has not been offered.
    pub(crate) unsafe fn offer(&self, node: &'static Node) {
        // SAFETY: nobody else knows the half (contract).
        unsafe { (*self.offer.get()).write(Offer { node: Cell::new(node), done: AtomicU32::new(0) }) };
    }

    /// The node by which the half was offered.
    ///
    /// # Safety
    /// The caller is the joining member, and the half has been offered.
    pub(crate) unsafe fn node(&self) -> &'static Node {
        // SAFETY: contract of this function.
        unsafe { (*self.offer.get()).assume_init_ref() }.node.get()
    }

    /// Runs the half for the member that has taken it. Afterwards the half may be gone.
    ///
    /// # Safety
    /// `half` was offered and lives until it is done; its node has been taken by the caller; `member` is the caller's
    /// context.
    pub(crate) unsafe fn run(half: *const Self, member: *const ()) {
        // SAFETY: contract of this function.
        unsafe { ((*half).run)(half, member) };
        // SAFETY: its member waits until the store below.
        let done = unsafe { &(*(*half).offer.get()).assume_init_ref().done };
        // Release: partner of the Acquire in `is_done`.
        done.store(1, Ordering::Release);
    }

    /// Whether the half has run.
    ///
    /// # Safety
    /// It has been offered.
    #[inline]
    pub(crate) unsafe fn is_done(&self) -> bool {
        // SAFETY: contract of this function.
        unsafe { (*self.offer.get()).assume_init_ref() }.done.load(Ordering::Acquire) == 1
    }
}
