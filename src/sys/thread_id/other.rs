//! Platforms whose thread numbers we do not know: threads are counted as they ask.

use crate::prim::process::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

thread_local! {
    // Relaxed: the number only has to be unique.
    static OWN: u32 = NEXT.fetch_add(1, Ordering::Relaxed);
}

/// The calling thread's number in the order in which threads first asked for theirs.
pub(crate) fn thread_id() -> u64 {
    OWN.with(|own| u64::from(*own))
}
