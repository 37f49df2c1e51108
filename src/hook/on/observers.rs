//! Who observes. The list only grows, and its entries are taken up again; README.md says why nobody waits.

use std::any::Any;
use std::cell::Cell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use crate::hook::event::Event;
use crate::prim::CachePadded;
use crate::prim::process::{AtomicPtr, AtomicU32, Ordering};

/// Is told what happens in the regions of this process, by the thread on which it happens. Modelled on OMPT, OpenMP 5.2
/// §19.
///
/// Calls come from all threads at once. The runtime waits for each call, so a slow observer slows what it observes;
/// where exactly the call stands is not specified, and an observer must not wait for other members. What an observer does
/// itself is not told: neither what it does in the call, nor regions that it opens there. If it panics, that goes no
/// further: it is reported once, and the observer is not called any more.
///
/// Closures are observers.
pub trait Observer: Sync {
    /// Something has happened.
    fn event(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Sync> Observer for F {
    fn event(&self, event: &Event<'_>) {
        self(event);
    }
}

/// Calls `observer` with everything that happens in this process from now on, until the guard is dropped. There may be
/// several; each is called.
///
/// Regions that run already are told of from somewhere in their middle, so ends may come without a beginning.
///
/// ```
/// use ferromp::observe::{Event, Kind, observe};
/// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
/// static REGIONS: AtomicUsize = AtomicUsize::new(0);
/// let guard = observe(&|event: &Event<'_>| {
///     if let Kind::Parallel { size: 2, .. } = event.kind {
///         REGIONS.fetch_add(1, Relaxed); // at the beginning and at the end
///     }
/// });
/// ferromp::Parallel::new().num_threads(2).run(|_| ());
/// drop(guard);
/// ferromp::Parallel::new().num_threads(2).run(|_| ());
/// assert_eq!(REGIONS.load(Relaxed), 2);
/// ```
#[must_use = "the observer is removed when the guard is dropped"]
pub fn observe(observer: &'static dyn Observer) -> Observing {
    let entry = taken_up(observer).unwrap_or_else(|| add(observer));
    COUNT.fetch_add(1, Ordering::Relaxed);
    Observing(entry)
}

/// An observer is called as long as this lives.
///
/// After the drop no call begins any more on the thread that has dropped it, nor on any that learns of the drop. A call
/// that another thread had begun, or was about to begin, may still be running: the observer lives for ever, so nobody needs
/// to wait for it.
#[derive(Debug)]
pub struct Observing(&'static Entry);

impl Observing {
    /// Whether the observer has panicked, and is not called any more.
    pub fn has_panicked(&self) -> bool {
        self.0.state.load(Ordering::Relaxed) == PANICKED
    }
}

impl Drop for Observing {
    fn drop(&mut self) {
        // Release: partner of the Acquire in `taken_up`.
        if self.0.state.swap(IDLE, Ordering::Release) == ACTIVE {
            COUNT.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

const IDLE: u32 = 0;
const ACTIVE: u32 = 1;
const PANICKED: u32 = 2;

/// An observer that was ever added.
struct Entry {
    observer: &'static dyn Observer,
    state: AtomicU32,
    next: *const Entry,
}

// SAFETY: the observer is shared as its trait permits, `next` is never changed once others see the entry.
unsafe impl Sync for Entry {}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("state", &self.state).finish_non_exhaustive()
    }
}

/// The newest entry.
static NEWEST: AtomicPtr<Entry> = AtomicPtr::new(ptr::null_mut());

/// How many are active: what every place that has something to tell looks at, and what hardly ever changes. A hint, so
/// Relaxed; a region's fork hands it on to the members.
static COUNT: CachePadded<AtomicU32> = CachePadded::new(AtomicU32::new(0));

thread_local! {
    /// This thread is telling observers something, or works for one that does.
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// Whether anybody observes.
#[inline(always)]
pub(crate) fn is_on() -> bool {
    COUNT.load(Ordering::Relaxed) != 0
}

/// Whether this thread is telling observers something, or works for one that does.
pub(crate) fn is_telling() -> bool {
    TELLING.get()
}

pub(super) fn set_telling(telling: bool) {
    TELLING.set(telling);
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    // Acquire: partner of the Release in `add`.
    // SAFETY: null or leaked by `add`.
    let newest = unsafe { NEWEST.load(Ordering::Acquire).as_ref() };
    // SAFETY: null or leaked earlier.
    std::iter::successors(newest, |entry| unsafe { entry.next.as_ref() })
}

/// The idle entry of an observer that comes again.
fn taken_up(observer: &'static dyn Observer) -> Option<&'static Entry> {
    entries().find(|entry| {
        // The same code may have several vtables: then it gets another entry.
        #[allow(ambiguous_wide_pointer_comparisons)]
        let same = ptr::eq(entry.observer, observer);
        // AcqRel: partner of the drop of a guard, and of the Acquire in `tell`.
        same && entry.state.compare_exchange(IDLE, ACTIVE, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    })
}

/// A new entry. It is never freed, as its observer is not: that is why nobody counts who looks at it.
fn add(observer: &'static dyn Observer) -> &'static Entry {
    let mut newest = NEWEST.load(Ordering::Relaxed);
    let entry =
        Box::into_raw(Box::new(Entry { observer, state: AtomicU32::new(ACTIVE), next: newest.cast_const() }));
    // Release: partner of the Acquire in `entries`. AcqRel would add nothing: `next` was published by who added it, and
    // read-modify-writes hand that on.
    while let Err(now) = NEWEST.compare_exchange(newest, entry, Ordering::Release, Ordering::Relaxed) {
        newest = now;
        // SAFETY: made above, and nobody else has seen it.
        unsafe { (*entry).next = newest };
    }
    // SAFETY: never freed, and never written from now on but for its atomics.
    unsafe { &*entry }
}

/// Tells all observers.
#[inline(never)]
pub(super) fn tell(event: &Event<'_>) {
    if TELLING.replace(true) {
        return;
    }
    for entry in entries() {
        // Acquire: partner of `taken_up`.
        if entry.state.load(Ordering::Acquire) == ACTIVE
            && let Err(payload) = catch_unwind(AssertUnwindSafe(|| entry.observer.event(event)))
        {
            disable(entry, payload);
        }
    }
    TELLING.set(false);
}

#[cold]
fn disable(entry: &Entry, payload: Box<dyn Any + Send>) {
    let was = entry.state.compare_exchange(ACTIVE, PANICKED, Ordering::Relaxed, Ordering::Relaxed);
    if was.is_ok() {
        COUNT.fetch_sub(1, Ordering::Relaxed);
        // Not by a macro that panics where nobody listens.
        let _ =
            std::io::stderr().write_all(b"ferromp: an observer has panicked and is not called any more\n");
    }
    // Its drop is the observer's code, too.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}
