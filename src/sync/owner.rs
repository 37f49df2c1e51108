//! Who holds a lock, and where it was taken.
//!
//! A thread's *token* is the address of a thread-local record: unique among living threads, even, never zero,
//! and known without a call. The record itself remembers where this thread took its last few locks. That is
//! kept here and not in the lock because a store to the lock's line, while others poll it, costs a line
//! transfer per section (measured: twice the price of a short contended section).

use std::cell::Cell;
use std::panic::Location;

/// How many nested acquisitions a thread remembers the place of. Deeper nesting loses places in diagnostics,
/// nothing else: whether a thread holds a lock is read from the lock.
const REMEMBERED: usize = 8;

type Site = Option<(usize, &'static Location<'static>)>;

#[repr(align(8))]
struct Record {
    depth: Cell<usize>,
    sites: [Cell<Site>; REMEMBERED],
}

impl Record {
    const fn new() -> Self {
        Record { depth: Cell::new(0), sites: [const { Cell::new(None) }; REMEMBERED] }
    }
}

// Const and without a destructor: usable at any time in a thread's life, from other destructors too.
#[cfg(not(loom))]
thread_local! {
    static RECORD: Record = const { Record::new() };
}

#[cfg(loom)]
loom::thread_local! {
    static RECORD: Record = Record::new();
}

/// The calling thread's token: even and not zero.
#[inline(always)]
pub(super) fn token() -> usize {
    RECORD.with(|record| std::ptr::from_ref(record).addr())
}

/// Notes that the calling thread took the lock with this address at `site`.
#[inline(always)]
pub(super) fn note(lock: usize, site: &'static Location<'static>) {
    RECORD.with(|record| {
        let depth = record.depth.get();
        record.sites[depth % REMEMBERED].set(Some((lock, site)));
        record.depth.set(depth.wrapping_add(1));
    });
}

/// Notes that the calling thread gave a lock back. Locks given back out of order, or leaked, blur the record;
/// it serves diagnostics only.
#[inline(always)]
pub(super) fn forget_last() {
    RECORD.with(|record| record.depth.set(record.depth.get().wrapping_sub(1)));
}

/// Where the calling thread took this lock, if it is still remembered.
pub(super) fn recall(lock: usize) -> Option<&'static Location<'static>> {
    RECORD.with(|record| {
        let depth = record.depth.get();
        let newest_first = (1..=REMEMBERED).map(|back| depth.wrapping_sub(back) % REMEMBERED);
        newest_first.filter_map(|i| record.sites[i].get()).find(|(at, _)| *at == lock).map(|(_, site)| site)
    })
}
