//! Combined loops: shares that are claimed, so that nobody waits for a member that does not come.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::context::Context;
use super::core::TeamCore;
use super::frame::Frame;
use crate::barrier::{Job, Kind, Phase, Word, tree};
use crate::prim::ticks::{BRIEF, Tick};
use crate::prim::{AtomicBool, Mutex, Ordering};

/// What runs one share of a combined loop.
///
/// # Safety of calling
/// `data` is the pointer that was published beside the function, and the caller has claimed the share that
/// is the context's thread number. Nothing new is to be started once `stop` is set.
pub(crate) type RunShare = unsafe fn(data: *const (), share: &Context, stop: &AtomicBool);

/// A combined loop in flight, on its caller's stack.
pub(crate) struct LoopFrame {
    /// First, so that a pointer to the loop is one to its frame.
    pub(crate) frame: Frame,
    /// No further share or chunk starts: cancelled, or a share has panicked.
    pub(crate) stop: AtomicBool,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

impl LoopFrame {
    pub(crate) fn new(frame: Frame) -> Self {
        Self { frame, stop: AtomicBool::new(false), panic: Mutex::new(None) }
    }

    /// Whether what has not started yet shall be left out. Relaxed: a share that misses it runs on.
    #[inline]
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    #[cold]
    fn keep(&self, payload: Box<dyn Any + Send>) {
        self.stop.store(true, Ordering::Relaxed);
        let mut kept = self.panic.lock();
        if kept.is_none() {
            *kept = Some(payload);
        } else {
            drop(kept);
            // Its drop is user code, which may panic in turn: that would be a panic nobody can receive.
            std::mem::forget(payload);
        }
    }

    /// Runs the share that the caller has claimed.
    ///
    /// # Safety
    /// As for [`RunShare`].
    #[inline]
    unsafe fn run(&self, core: &'static TeamCore, share: usize, run: RunShare, data: *const ()) {
        if self.is_stopped() {
            return;
        }
        // SAFETY: the frame outlives every claimed share.
        let member = unsafe { Context::new(&self.frame, Some(core), share, self.frame.size, self.frame.start, 0) };
        // SAFETY: contract of this function.
        let body = || unsafe { run(data, &member, &self.stop) };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| member.enter(body))) {
            self.keep(payload);
        }
    }
}

/// Runs a combined loop of `size` shares on a team that the caller has taken: share by share, by whoever is
/// awake, the caller first of all. Answers the first panic.
///
/// # Safety
/// - `run` may be called with `data` by several threads at once, once for each share.
/// - The caller has taken `core`, which has at least `size` seats.
#[inline]
pub(crate) unsafe fn run(
    core: &'static TeamCore,
    job: &mut LoopFrame,
    run: RunShare,
    data: *const (),
) -> Option<Box<dyn Any + Send>> {
    let size = job.frame.size;
    let phase = core.phase().next();
    job.frame.start = phase;
    core.set_phase(phase);
    let job: &LoopFrame = job;
    core.seats[0].note_cpu();
    let word = Word::new(phase, Kind::Loop, size);
    let published =
        Job { run: run as *mut (), data: data.cast_mut(), frame: std::ptr::from_ref(job).cast_mut().cast(), number: 0 };
    for release in &core.releases[..tree::groups(size)] {
        release.publish(word, published);
    }
    let procs = core.procs;
    core.nudge(1..size.min(procs));
    let mut reserve = Reserve::new(size, procs);
    for share in 0..size {
        let claim = &core.seats[share].claim;
        if claim.try_claim(phase) {
            reserve.call(core, share);
            // SAFETY: the share has just been claimed; the rest is the contract of this function.
            unsafe { job.run(core, share, run, data) };
            claim.finish(phase);
        }
    }
    await_claimed(core, size, phase);
    job.panic.lock().take()
}

/// Members beyond the number of processors. In a short loop they would only get in the way of the others, and
/// a loop can do without them; but if shares turn out to be long (they may sleep), the user who asked for so
/// many shall have them.
enum Reserve {
    None,
    Waiting { size: usize, procs: usize, since: Tick },
}

/// How long a loop with more threads than processors runs before the caller wakes all of them: about 20 µs.
const SHORT: u64 = 40 * BRIEF;

impl Reserve {
    #[inline]
    fn new(size: usize, procs: usize) -> Self {
        if size > procs { Self::Waiting { size, procs, since: Tick::now() } } else { Self::None }
    }

    /// Called before the caller runs `share`.
    #[inline]
    fn call(&mut self, core: &TeamCore, share: usize) {
        if let Self::Waiting { size, procs, since } = *self
            && share > 0
            && Tick::now().since(since) > SHORT
        {
            core.nudge(procs..size);
            *self = Self::None;
        }
    }
}

/// Waits until every share, all of which are claimed, has run.
#[inline]
fn await_claimed(core: &'static TeamCore, size: usize, phase: Phase) {
    for seat in &core.seats[..size] {
        core.wait(0, size, || seat.claim.is_done(phase));
    }
}

/// A worker's part of a combined loop: its own share if it is still free, then its neighbours'.
///
/// # Safety
/// The calling thread serves `seat`, and `word` is the last it has seen there: of kind loop, with `seat`
/// below its size.
pub(crate) unsafe fn serve(core: &'static TeamCore, seat: usize, word: Word) {
    let (phase, size) = (word.phase(), word.size());
    core.seats[seat].note_cpu();
    let group = tree::group_of(seat) * tree::GROUP;
    let width = tree::GROUP.min(size - group);
    for step in 0..width {
        let share = group + (seat - group + step) % width;
        let claim = &core.seats[share].claim;
        if !claim.try_claim(phase) {
            continue;
        }
        // Only now is it certain that the job belongs to `word`: its caller waits for this share.
        let job = core.releases[tree::group_of(seat)].job();
        // SAFETY: `frame` was published as a pointer to the caller's `LoopFrame`, which lives until this
        // share is done.
        let frame = unsafe { &*job.frame.cast::<LoopFrame>() };
        // SAFETY: `run` was made from a `RunShare`.
        let run = unsafe { std::mem::transmute::<*mut (), RunShare>(job.run) };
        // SAFETY: the share has just been claimed, and `data` was published with `run`.
        unsafe { frame.run(core, share, run, job.data) };
        claim.finish(phase);
        // Nothing of the loop is touched from here on, but for another claim.
        core.ring_one(0);
    }
}
