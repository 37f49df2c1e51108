//! Models of what members share: deques, tallies, halves of joins, stores.

use std::ptr::NonNull;

use super::deque::{Deque, Steal};
use super::door::{Door, Visiting};
use super::half::Half;
use super::node::{Kind, Node};
use super::store::Store;
use super::tally::{PENDING, TREE, Tally};
use crate::prim::{AtomicU64, Ordering, UnsafeCell, yield_now};
use loom::sync::Arc;
use loom::thread;

fn explore(preemptions: usize, execution: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(preemptions);
    model.check(execution);
}

/// An entry: how often it was taken, in plain memory, and what a look at it sees.
struct Entry {
    taken: UnsafeCell<u32>,
    edition: AtomicU64,
}

impl Entry {
    fn new() -> Self {
        Self { taken: UnsafeCell::new(0), edition: AtomicU64::new(1) }
    }

    /// loom fails the model if two threads do this unordered.
    fn take(&self) {
        // SAFETY: loom checks that nobody else is here.
        self.taken.with_mut(|taken| unsafe { *taken += 1 });
    }

    fn times_taken(&self) -> u32 {
        // SAFETY: as above.
        self.taken.with(|taken| unsafe { *taken })
    }
}

struct Work {
    deque: Deque<Entry>,
    entries: [Entry; 3],
}

impl Work {
    fn new() -> Arc<Self> {
        Arc::new(Self { deque: Deque::new(), entries: std::array::from_fn(|_| Entry::new()) })
    }

    fn push(&self, at: usize) {
        while !self.deque.push(NonNull::from(&self.entries[at])) {
            yield_now();
        }
    }

    fn pop(&self) -> bool {
        let popped = self.deque.pop_if(|_| true);
        // SAFETY: entries live as long as the work.
        popped.inspect(|entry| unsafe { entry.as_ref() }.take()).is_some()
    }

    fn steal(&self) -> bool {
        match self.deque.steal_if(|_| true) {
            Steal::Taken(entry) => {
                // SAFETY: as above.
                unsafe { entry.as_ref() }.take();
                true
            }
            _ => false,
        }
    }

    fn assert_each_once(&self) {
        assert_eq!(self.entries.each_ref().map(Entry::times_taken), [1; 3]);
    }
}

#[test]
fn loom_an_entry_goes_to_the_owner_or_to_one_thief() {
    explore(3, || {
        let work = Work::new();
        let theirs = work.clone();
        work.push(0);
        work.push(1);
        let thief = thread::spawn(move || {
            theirs.steal();
            theirs.steal();
        });
        work.pop();
        work.push(2);
        while work.pop() {}
        thief.join().unwrap();
        while work.pop() {}
        work.assert_each_once();
    });
}

#[test]
fn loom_two_thieves_and_the_owner() {
    explore(2, || {
        let work = Work::new();
        work.push(0);
        work.push(1);
        let thieves = [work.clone(), work.clone()].map(|work| thread::spawn(move || work.steal()));
        work.pop();
        // Reuses a slot if one of the thieves has been here.
        work.push(2);
        for thief in thieves {
            thief.join().unwrap();
        }
        while work.pop() {}
        work.assert_each_once();
    });
}

/// What a thief sees of an entry before it takes it is true of the entry that it takes.
#[test]
fn loom_a_look_counts_only_if_nothing_has_changed() {
    explore(3, || {
        let work = Work::new();
        let theirs = work.clone();
        work.push(0);
        let thief = thread::spawn(move || {
            let mut seen = 0;
            let stolen = theirs.deque.steal_if(|entry| {
                // SAFETY: entries live as long as the work.
                seen = unsafe { entry.as_ref() }.edition.load(Ordering::Relaxed);
                true
            });
            if let Steal::Taken(entry) = stolen {
                // SAFETY: as above.
                let entry = unsafe { entry.as_ref() };
                entry.take();
                assert_eq!(entry.edition.load(Ordering::Relaxed), seen);
            }
        });
        if work.pop() {
            // Recycled as something else, perhaps in the same slot.
            work.entries[0].edition.store(2, Ordering::Relaxed);
            work.push(0);
        }
        thief.join().unwrap();
    });
}

/// Children that complete elsewhere, and a parent that ends: exactly one of them is the last, and sees all.
#[test]
fn loom_exactly_one_completes_a_tree() {
    explore(3, || {
        let tally = Arc::new((Tally::new(), [UnsafeCell::new(0), UnsafeCell::new(0)]));
        tally.0.add(2 * (PENDING + TREE));
        let children = [0, 1].map(|child| {
            let tally = tally.clone();
            thread::spawn(move || {
                // SAFETY: each child writes its own.
                tally.1[child].with_mut(|done| unsafe { *done = 1 });
                tally.0.subtract_remotely(PENDING + TREE)
            })
        });
        let closed = tally.0.close();
        let lasts = children.map(|child| child.join().unwrap());
        assert_eq!(usize::from(closed) + lasts.iter().filter(|&&last| last).count(), 1);
        if closed {
            for done in &tally.1 {
                // SAFETY: loom checks that the children are seen.
                done.with(|done| assert_eq!(unsafe { *done }, 1));
            }
        }
    });
}

/// A wait for children sees what they have done; one runs here, one elsewhere, and one has a tree that stays open.
#[test]
fn loom_a_wait_for_children() {
    explore(3, || {
        let tally = Arc::new((Tally::new(), UnsafeCell::new(0)));
        let theirs = tally.clone();
        tally.0.add(2 * (PENDING + TREE));
        let child = thread::spawn(move || {
            // SAFETY: loom checks that nobody reads it yet.
            theirs.1.with_mut(|done| unsafe { *done = 1 });
            assert!(!theirs.0.subtract_remotely(PENDING));
            theirs.0.subtract_remotely(TREE)
        });
        tally.0.subtract(PENDING + TREE);
        while !tally.0.is_waited_for() {
            yield_now();
        }
        // SAFETY: as above.
        tally.1.with(|done| assert_eq!(unsafe { *done }, 1));
        let closed = tally.0.close();
        assert!(closed != child.join().unwrap());
    });
}

/// A half that is taken runs before its join goes on, and its frame dies afterwards.
#[test]
fn loom_a_half_is_done_before_its_frame_dies() {
    #[repr(C)]
    struct Frame {
        half: Half,
        result: UnsafeCell<u32>,
    }
    /// # Safety
    /// `half` begins a `Frame` that lives.
    unsafe fn run(half: *const Half, _member: *const ()) {
        // SAFETY: contract of this function.
        unsafe { &*half.cast::<Frame>() }.result.with_mut(|result| unsafe { *result = 7 });
    }
    explore(3, || {
        let node: &'static Node = Box::leak(Box::new(Node::new(0, Kind::Half)));
        let deque: Arc<Deque<Frame>> = Arc::new(Deque::new());
        let theirs = deque.clone();
        let thief = thread::spawn(move || {
            if let Steal::Taken(frame) = theirs.steal_if(|_| true) {
                // SAFETY: taken, so its owner waits for it.
                unsafe { Half::run(frame.as_ptr().cast::<Half>(), std::ptr::null()) };
            }
        });
        let frame = Box::new(Frame { half: Half::new(run), result: UnsafeCell::new(0) });
        // SAFETY: nobody else knows the frame.
        unsafe { frame.half.offer(node) };
        assert!(deque.push(NonNull::from(&*frame)));
        if deque.pop_if(|_| true).is_none() {
            // SAFETY: it was offered.
            while !unsafe { frame.half.is_done() } {
                yield_now();
            }
            // SAFETY: loom checks that the thief has written it before.
            frame.result.with(|result| assert_eq!(unsafe { *result }, 7));
        }
        drop(frame);
        thief.join().unwrap();
    });
}

/// Nodes come back from two members while their owner takes: none is given out twice, none is lost.
#[test]
fn loom_nodes_come_back() {
    explore(3, || {
        let store = Arc::new(Store::new(0));
        let out = [store.take(), store.take()];
        let others = out.map(|node| {
            let store = store.clone();
            thread::spawn(move || store.give_back_remotely(NonNull::from(node)))
        });
        let first = store.take();
        let second = store.take();
        assert!(!std::ptr::eq(first, second));
        for other in others {
            other.join().unwrap();
        }
    });
}

/// What belongs to a region dies when its door is closed and nobody is inside; a visitor may come at any time.
#[test]
fn loom_a_region_outlives_its_visitors() {
    explore(3, || {
        let region = Arc::new((Door::new(), Visiting::new(), UnsafeCell::new(0)));
        let theirs = region.clone();
        region.0.open(5);
        let visitor = thread::spawn(move || {
            for _ in 0..2 {
                if theirs.0.enter(&theirs.1, 5) {
                    // SAFETY: loom checks that nobody writes.
                    theirs.2.with(|frame| assert_eq!(unsafe { *frame }, 0));
                }
                theirs.1.leave();
            }
        });
        region.0.close();
        while !region.1.is_over() {
            yield_now();
        }
        // SAFETY: loom checks that no visitor reads.
        region.2.with_mut(|frame| unsafe { *frame = 1 });
        visitor.join().unwrap();
    });
}
