//! A team for one execution of a model.

use std::panic::Location;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::barrier::{Kind, Phase, Word};
use crate::icv::DataEnv;
use crate::place::Home;
use crate::prim::AtomicBool;

use crate::team::claimed::{self, LoopFrame};
use crate::team::context::Context;
use crate::team::core::TeamCore;
use crate::team::frame::Frame;
use crate::team::member;
use crate::team::region::{self, Data, Outcome};
use loom::thread::{self, JoinHandle};

/// Explores `execution` with at most `preemptions` switches away from a thread that could go on.
pub(crate) fn explore(preemptions: usize, execution: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(preemptions);
    model.max_branches = 20_000;
    let executions = Arc::new(AtomicUsize::new(0));
    let count = executions.clone();
    model.check(move || {
        count.fetch_add(1, Ordering::Relaxed);
        execution();
    });
    eprintln!("{} executions", executions.load(Ordering::Relaxed));
}

/// A taken team and the threads that serve it.
pub(crate) struct Rig {
    pub(crate) core: &'static TeamCore,
    workers: Vec<JoinHandle<()>>,
}

impl Rig {
    /// A team of up to `seats` members, of which `workers` besides the caller have a thread.
    pub(crate) fn new(seats: usize, workers: usize) -> Self {
        let mut core = TeamCore::new(seats, Home::of_this_thread(), 0);
        core.procs = seats;
        let core: &'static TeamCore = Box::leak(Box::new(core));
        assert!(core.try_take());
        core.set_hired(workers);
        let seen = core.releases[0].look();
        let workers =
            (1..=workers).map(|seat| thread::spawn(move || member::serve(core, seat, seen, false))).collect();
        Self { core, workers }
    }

    fn frame(&self, size: usize) -> Frame {
        let settings = DataEnv::initial(crate::icv::environment(), 2);
        Frame {
            parent: ptr::null(),
            core: Some(self.core),
            size,
            level: 1,
            active_level: 1,
            start: Phase(0),
            first_construct: 0,
            settle: None,
            mark: crate::hook::RegionMark::NONE,
            settings,
        }
    }

    /// Opens a region of `size` members that run `body`.
    #[track_caller]
    pub(crate) fn region<F: Fn(&Context)>(&self, size: usize, body: F) -> Outcome {
        /// # Safety
        /// `data` is an `F` that lives through the call.
        unsafe fn run<F: Fn(&Context)>(data: Data, member: &Context) {
            // SAFETY: contract of this function.
            unsafe { data.get::<F>()(member) }
        }
        // SAFETY: all threads of a model are one thread of the machine; what they share, loom watches.
        unsafe {
            region::open(self.core, &mut self.frame(size), run::<F>, Data::at(&body), Location::caller())
        }
    }

    /// Runs a combined loop of `size` shares.
    pub(crate) fn shares<F: Fn(&Context)>(&self, size: usize, body: F) {
        /// # Safety
        /// `data` is an `F` that lives through the call.
        unsafe fn run<F: Fn(&Context)>(data: *const (), share: &Context, _stop: &AtomicBool) {
            // SAFETY: contract of this function.
            unsafe { (*data.cast::<F>())(share) }
        }
        let mut job = LoopFrame::new(self.frame(size));
        // SAFETY: as in `region`.
        let panic =
            unsafe { claimed::run(self.core, &mut job, run::<F>, ptr::from_ref(&body).cast(), size as u64) };
        assert!(panic.is_none());
    }

    /// Ends the threads and frees the team.
    pub(crate) fn end(self) {
        let word = Word::new(self.core.phase().next(), Kind::Shutdown, self.core.capacity());
        for release in &self.core.releases {
            release.signal(word);
        }
        self.core.ring(0..self.core.capacity());
        for worker in self.workers {
            worker.join().unwrap();
        }
        // SAFETY: leaked in `new`, and the threads that knew it have ended.
        drop(unsafe { Box::from_raw(ptr::from_ref(self.core).cast_mut()) });
    }
}

/// A word of plain memory: loom fails the model if two accesses, one of them a write, are not ordered.
pub(crate) struct Plain(loom::cell::UnsafeCell<u64>);

// SAFETY: loom fails the model at an access that is not ordered against another.
unsafe impl Sync for Plain {}

impl Plain {
    pub(crate) fn new() -> Self {
        Self(loom::cell::UnsafeCell::new(0))
    }

    pub(crate) fn several<const N: usize>() -> [Self; N] {
        std::array::from_fn(|_| Self::new())
    }

    pub(crate) fn set(&self, value: u64) {
        // SAFETY: loom checks that no other access runs at the same time.
        self.0.with_mut(|word| unsafe { *word = value });
    }

    pub(crate) fn get(&self) -> u64 {
        // SAFETY: as above.
        self.0.with(|word| unsafe { *word })
    }
}
