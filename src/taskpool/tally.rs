use std::cell::Cell;

use crate::prim::{AtomicU64, Ordering};

/// One child that has not run to its end.
pub(crate) const PENDING: u64 = 1 << 32;

/// One child whose tree (itself and all that it has brought about) is not complete.
pub(crate) const TREE: u64 = 1;

/// How many children a node waits for.
///
/// Both counts sit in halves of one word: pending children in bits 32..64, incomplete trees in bits 0..32. The member
/// that runs the node counts in `local`, which nobody else touches; whoever completes a child elsewhere counts it
/// in `remote`. What is open is the difference, so that children which their parent's member runs itself cost no
/// atomic operation.
///
/// When the node's own body is over the member [closes](Tally::close) the tally: the open trees move, negated, to
/// `remote`, and whoever brings its lower half back to zero is the last.
pub(crate) struct Tally {
    local: Cell<u64>,
    remote: AtomicU64,
}

/// So many children are taken to be done for the most part: a node that creates them without ever waiting takes over what
/// others have counted, long before either half of a word is full.
const MANY: u32 = 1 << 30;

#[inline]
fn trees(counts: u64) -> u32 {
    counts as u32
}

#[inline]
fn pending(counts: u64) -> u32 {
    (counts >> 32) as u32
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self { local: Cell::new(0), remote: AtomicU64::new(0) }
    }

    /// Begins anew, with `open` children. For whoever has the node alone.
    #[inline]
    pub(crate) fn reset(&self, open: u64) {
        self.local.set(open);
        self.remote.store(0, Ordering::Relaxed);
    }

    /// Counts a new child, or parts of one. For the member that runs the node.
    #[inline]
    pub(crate) fn add(&self, counts: u64) {
        self.local.set(self.local.get() + counts);
        if trees(self.local.get()) > MANY {
            self.absorb();
        }
    }

    /// Counts a child off, or parts of one. For the member that runs the node.
    #[inline]
    pub(crate) fn subtract(&self, counts: u64) {
        self.local.set(self.local.get().wrapping_sub(counts));
    }

    /// Counts a child off from elsewhere; true if the node has been closed and this was the last: then its tree is
    /// complete, and the caller has it alone. Otherwise the node may be gone when this returns.
    #[inline]
    pub(crate) fn subtract_remotely(&self, counts: u64) -> bool {
        // Release: partner of the Acquire in `absorb`, `close` and here, so that whoever waited sees what the
        // child has done.
        let before = self.remote.fetch_add(counts, Ordering::AcqRel);
        trees(counts) != 0 && trees(before.wrapping_add(counts)) == 0
    }

    /// Takes over what was counted off elsewhere.
    #[inline]
    fn absorb(&self) {
        // A look before the exchange: mostly there is nothing. Acquire, as the exchange, and the partner is the
        // Release in `subtract_remotely`.
        if self.remote.load(Ordering::Acquire) != 0 {
            self.subtract(self.remote.swap(0, Ordering::Acquire));
        }
    }

    /// How many children have not run to their end. For the member that runs the node.
    #[inline]
    pub(crate) fn pending(&self) -> u32 {
        self.absorb();
        pending(self.local.get())
    }

    /// Whether every child has run to its end. For the member that runs the node.
    #[inline]
    pub(crate) fn is_waited_for(&self) -> bool {
        self.absorb();
        pending(self.local.get()) == 0
    }

    /// Whether every child's tree is complete. For the member that runs the node.
    #[inline]
    pub(crate) fn is_complete(&self) -> bool {
        self.has_open_trees(0)
    }

    /// Whether the trees of so many children are not complete. For the member that runs the node.
    #[inline]
    pub(crate) fn has_open_trees(&self, number: u32) -> bool {
        self.absorb();
        trees(self.local.get()) == number
    }

    /// The body is over. True if nothing is open; otherwise the last child will be told, and the node may be gone.
    #[inline]
    pub(crate) fn close(&self) -> bool {
        if self.is_complete() {
            return true;
        }
        let open = trees(self.local.get());
        // AcqRel: partner of the same in `subtract_remotely`; this may be the last, or hand the node to the last.
        let before = self.remote.fetch_sub(u64::from(open), Ordering::AcqRel);
        trees(before) == open
    }
}
