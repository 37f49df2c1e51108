//! What the children of a task depend on, by address: for callers whose data have no [`Header`] of their own.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::history::Header;
use super::node::{KNOWS_DATA, Node};

/// With fewer addresses nobody looks for those that are done with.
const FEW: usize = 64;

/// The headers of all addresses that a task's children have named and that still matter. For the member that runs the
/// task, which alone creates its children; the headers themselves are entered by the children.
pub(crate) struct Siblings {
    headers: HashMap<usize, Box<Header>, BuildHasherDefault<AddressHasher>>,
    /// With so many, those that are done with are forgotten.
    sweep_at: usize,
}

impl Siblings {
    fn new() -> Self {
        Self { headers: HashMap::default(), sweep_at: FEW }
    }

    /// The header of the data at `address`, which stays until no task that has it is alive.
    pub(crate) fn header(&mut self, address: usize) -> *const Header {
        let header = self.headers.entry(address).or_insert_with(|| Box::new(Header::new()));
        std::ptr::from_ref(&**header)
    }

    /// The same, if a child has named the address.
    pub(crate) fn known(&self, address: usize) -> Option<*const Header> {
        self.headers.get(&address).map(|header| std::ptr::from_ref(&**header))
    }

    /// Forgets what no living task has access to, when there is much: a task that goes on creating others with ever new
    /// addresses does not keep them all. Not while a task is between [`header`](Siblings::header) and its registration.
    #[inline]
    pub(crate) fn sweep(&mut self) {
        if self.headers.len() >= self.sweep_at {
            self.sweep_now();
        }
    }

    #[cold]
    fn sweep_now(&mut self) {
        self.headers.retain(|_, header| !header.is_quiet());
        // So many more come before the next walk that it pays.
        self.sweep_at = FEW.max(self.headers.len() * 2);
    }
}

impl Node {
    /// Calls `f` with what the children of this task depend on. For the member that runs the task; `f` does not call this.
    pub(crate) fn with_siblings<R>(&'static self, f: impl FnOnce(&mut Siblings) -> R) -> R {
        let kept = &self.links().siblings;
        let mut siblings = kept.take().unwrap_or_else(|| {
            self.set_flag(KNOWS_DATA);
            Box::new(Siblings::new())
        });
        let result = f(&mut siblings);
        kept.set(Some(siblings));
        result
    }

    /// Forgets what the children of this task have depended on. For whoever has the node, when they are over.
    #[cold]
    pub(crate) fn forget_siblings(&self) {
        self.clear_flag(KNOWS_DATA);
        if let Some(links) = self.linked() {
            drop(links.siblings.take());
        }
    }
}

/// Addresses differ in the middle; the table looks at the lowest and highest bits.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_usize(usize::from(byte)));
    }

    #[inline]
    fn write_usize(&mut self, address: usize) {
        // A number without pattern: the golden ratio's.
        let mixed = (self.0 ^ address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
