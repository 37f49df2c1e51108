//! Combined loops: shares that are claimed, so that nobody waits for a member that does not come.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::context::Context;
use super::core::TeamCore;
use super::frame::Frame;
use super::hunch::{Hunch, Site, Way};
use crate::barrier::{Job, Kind, Phase, Word, tree};
use crate::hook::{self, Scope, SyncKind};
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

    /// Runs the share that the caller, the thread of seat `runner`, has claimed.
    ///
    /// # Safety
    /// As for [`RunShare`].
    #[inline]
    unsafe fn run(
        &self,
        core: &'static TeamCore,
        runner: usize,
        share: usize,
        run: RunShare,
        data: *const (),
    ) {
        if self.is_stopped() {
            return;
        }
        // SAFETY: the frame outlives every claimed share.
        let member =
            unsafe { Context::new(&self.frame, Some(core), share, self.frame.size, self.frame.start, 0) }
                .keeping_tasks();
        let _task = member.tell_task(runner);
        // SAFETY: contract of this function.
        let body = || unsafe { run(data, &member, &self.stop) };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| member.enter(body))) {
            self.keep(payload);
        }
        if let Some(payload) = member.end_tasks() {
            self.keep(payload);
        }
    }
}

/// Runs a combined loop of `size` shares on a team that the caller has taken: share by share, by whoever is
/// awake, the caller first of all, or by the caller alone if that is likely to be faster. Answers the first
/// panic.
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
    len: u64,
) -> Option<Box<dyn Any + Send>> {
    let size = job.frame.size;
    let phase = core.phase().next();
    job.frame.start = phase;
    let job: &LoopFrame = job;
    let hunch = Hunch::about(Site::new(run as usize, len, size));
    let began = Tick::now();
    let mut done = 0;
    if let Way::Alone { patience } = hunch.way(core.notice.bell.seems_asleep()) {
        while done < size && (done == 0 || Tick::now().since(began) < patience) {
            // SAFETY: nothing has been published, so every share is the caller's.
            unsafe { job.run(core, 0, done, run, data) };
            done += 1;
        }
    }
    if done < size {
        // SAFETY: the shares before `done` have run and the rest has not; else passed on.
        unsafe { share_out(core, job, phase, run, data, done) };
    }
    // What is known well need not be timed each time: the clock costs as much as a small loop's fork.
    if done < size || began.is_picked(8) {
        hunch.learn(done == size, Tick::now().since(began));
    }
    job.panic.lock().take()
}

/// Publishes the loop of `phase`, runs what shares are left to the caller, and waits for the others.
///
/// # Safety
/// As for [`run`], and the shares below `done` have run already.
unsafe fn share_out(
    core: &'static TeamCore,
    job: &LoopFrame,
    phase: Phase,
    run: RunShare,
    data: *const (),
    done: usize,
) {
    let size = job.frame.size;
    for seat in &core.seats[..done] {
        seat.claim.finish(phase);
    }
    core.set_phase(phase);
    core.seats[0].note_cpu();
    let word = Word::new(phase, Kind::Loop, size);
    let frame = std::ptr::from_ref(job).cast_mut().cast();
    let published =
        Job { run: run as *mut (), data: data.cast_mut(), more: std::ptr::null_mut(), frame, number: 0 };
    for release in &core.releases[..tree::groups(size)] {
        release.publish(word, published);
    }
    let procs = core.procs;
    core.nudge(1..size.min(procs));
    let mut reserve = Reserve::new(size, procs);
    for share in done..size {
        let claim = &core.seats[share].claim;
        if claim.try_claim(phase) {
            reserve.call(core, share);
            // SAFETY: the share has just been claimed; the rest is the contract of this function.
            unsafe { job.run(core, 0, share, run, data) };
            claim.finish(phase);
        }
    }
    let _wait = tell_wait(&job.frame);
    await_claimed(core, size, phase);
}

/// The caller's wait for shares that others run.
#[inline(always)]
fn tell_wait(frame: &Frame) -> Scope<'static> {
    match hook::is_on().then(|| frame.mark.place()).flatten() {
        Some(place) => {
            hook::scope(|| frame.mark.member(0), || hook::Kind::Wait { sync: SyncKind::ParallelEnd, place })
        }
        None => Scope::none(),
    }
}

/// Members beyond the number of processors. In a short loop they would only get in the way of the others, and
/// a loop can do without them; but if shares turn out to be long (they may sleep), the user who asked for so
/// many shall have them.
enum Reserve {
    None,
    Waiting { size: usize, procs: usize, since: Tick },
}

/// How many ticks a loop with more threads than processors runs before the caller wakes all of them: about
/// twenty microseconds.
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
        unsafe { frame.run(core, seat, share, run, job.data) };
        claim.finish(phase);
        // Nothing of the loop is touched from here on, but for another claim.
        core.ring_one(0);
    }
}
