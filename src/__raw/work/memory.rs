//! Memory that the members of a team share for one construct.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ptr::NonNull;
use std::sync::Arc;

use crate::__raw::Member;
use crate::prim::Mutex;

/// A block of zeroes, freed when the last holder drops it.
#[derive(Debug)]
pub struct Memory {
    address: NonNull<u8>,
    layout: Layout,
}

// SAFETY: owns its block; what its holders do with the bytes is theirs.
unsafe impl Send for Memory {}
// SAFETY: as above.
unsafe impl Sync for Memory {}

impl Memory {
    /// `size` bytes at a multiple of `align`.
    #[must_use]
    pub fn new(size: usize, align: usize) -> Self {
        let Ok(layout) = Layout::from_size_align(size.max(1), align.max(1).next_power_of_two()) else {
            crate::__raw::die("a construct asks for more memory than there can be")
        };
        // SAFETY: at least one byte.
        let Some(address) = NonNull::new(unsafe { alloc_zeroed(layout) }) else { handle_alloc_error(layout) };
        Self { address, layout }
    }

    /// Where it begins.
    #[must_use]
    pub fn address(&self) -> *mut u8 {
        self.address.as_ptr()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.layout.size()
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout in `new`.
        unsafe { dealloc(self.address.as_ptr(), self.layout) }
    }
}

/// The blocks of one construct, by what they are for. In the slot until the next construct that has some.
struct Blocks {
    construct: u64,
    blocks: Mutex<[Option<Arc<Memory>>; 2]>,
}

impl Member {
    /// Memory of the construct that this member has begun: the same for every member that asks for the same `purpose`
    /// (0 or 1), as large as the first asks for.
    pub fn work_memory(&self, purpose: usize, size: usize, align: usize) -> Arc<Memory> {
        let mut work = self.0.raw.work.borrow_mut();
        let slot = work.as_ref().and_then(|work| work.slot);
        let Some((slot, number)) = slot else {
            let memory = Arc::new(Memory::new(size, align));
            if let Some(work) = work.as_mut() {
                work.kept = Some(memory.clone());
            }
            return memory;
        };
        let (blocks, old) = {
            let mut table = slot.table.lock();
            let known = table.clone().and_then(|known| known.downcast::<Blocks>().ok());
            match known.filter(|known| known.construct == number) {
                Some(known) => (known, None),
                None => {
                    let new = Arc::new(Blocks { construct: number, blocks: Mutex::new([None, None]) });
                    let old = table.replace(new.clone());
                    (new, old)
                }
            }
        };
        // A table of another loop, of values that may have destructors: not under the lock.
        drop(old);
        let memory =
            blocks.blocks.lock()[purpose].get_or_insert_with(|| Arc::new(Memory::new(size, align))).clone();
        if let Some(work) = work.as_mut() {
            work.kept = Some(blocks);
        }
        memory
    }
}
