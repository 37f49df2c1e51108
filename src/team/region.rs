//! Fork and join of a region: every member runs the job.

use std::any::Any;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};

use super::context::Context;
use super::core::TeamCore;
use super::frame::Frame;
use super::interrupt::{self, Cause};
use crate::barrier::{Job, Kind, Manner, Word, tree};
use crate::error::Error;
use crate::hook::Scope;
use crate::icv::name_there;
use crate::place::Anchor;
use crate::prim::Ordering;

/// What the members of a region run.
///
/// # Safety of calling
/// `data` is what was published beside the function.
pub(crate) type Run = unsafe fn(data: Data, member: &Context);

/// Two words that come to every member on the line that announces the region. Whoever needs more than these has it on its
/// stack, where each member then fetches it: a transfer more.
#[derive(Clone, Copy)]
pub(crate) struct Data {
    pub(crate) first: *const (),
    pub(crate) second: *const (),
}

impl Data {
    pub(crate) const NONE: Self = Self { first: std::ptr::null(), second: std::ptr::null() };

    /// Where `value` is.
    #[inline]
    pub(crate) fn at<T>(value: &T) -> Self {
        Self { first: std::ptr::from_ref(value).cast(), ..Self::NONE }
    }

    /// What is there.
    ///
    /// # Safety
    /// Made by [`at`](Data::at) from a `T` that lives through `'a`.
    #[inline]
    pub(crate) unsafe fn get<'a, T>(self) -> &'a T {
        // SAFETY: contract of this function.
        unsafe { &*self.first.cast::<T>() }
    }
}

/// How a region ended.
pub(crate) enum Outcome {
    Done,
    Cancelled,
    Panicked(Box<dyn Any + Send>),
    Misuse(Error),
}

/// Opens a region of `size` members on a team that the caller has taken, runs it and waits for all.
///
/// # Safety
/// - `run` may be called with `data` by `size` threads at once, each with another member.
/// - The caller has taken `core`, which has at least `size` seats with workers (but for seat 0).
#[inline]
pub(crate) unsafe fn open(
    core: &'static TeamCore,
    frame: &mut Frame,
    run: Run,
    data: Data,
    place: &'static Location<'static>,
) -> Outcome {
    // SAFETY: passed on; the frame outlives this call, which waits for all.
    let member = unsafe { fork(core, frame, run, data) };
    // Bound for the region only: dropped after the join.
    let mut anchor = Anchor::default();
    let _task = member.tell_task(0);
    let body = || {
        if let Some(settle) = &member.frame().settle {
            settle.member(&member, &mut anchor);
        }
        // SAFETY: contract of this function.
        unsafe { run(data, &member) }
    };
    let end = run_member(core, &member, body);
    join(core, &member, place, end)
}

/// The first half of a region: every other member runs the job from now on. Answers member 0, for which the caller
/// runs it before it [joins](join).
///
/// # Safety
/// As for [`open`]; and the frame, `data` and what it points to stay where they are until the caller has joined.
#[inline(always)]
pub(crate) unsafe fn fork(core: &'static TeamCore, frame: &mut Frame, run: Run, data: Data) -> Context {
    let size = frame.size;
    let phase = core.phase().next();
    frame.start = phase;
    frame.first_construct = core.next_construct();
    set_crowded(core, size);
    core.seats[0].note_cpu();
    let word = Word::new(phase, Kind::Region, size);
    let job = Job {
        run: run as *mut (),
        data: data.first.cast_mut(),
        more: data.second.cast_mut(),
        frame: std::ptr::from_mut(frame).cast(),
        number: Number::new(frame).0,
    };
    for release in &core.releases[..tree::groups(size)] {
        release.publish(word, job);
    }
    core.ring(1..size);
    // SAFETY: the frame outlives the member (contract of this function).
    unsafe { Context::new(frame, Some(core), 0, size, phase, frame.first_construct) }
}

/// The number beside a region's job, which saves a member a look at the frame on its caller's stack.
///
/// | bits | meaning |
/// |---|---|
/// | 0 | the members settle before they run |
/// | 1..64 | the number of the region's first worksharing construct |
#[derive(Clone, Copy)]
struct Number(u64);

impl Number {
    #[inline]
    fn new(frame: &Frame) -> Self {
        Self(frame.first_construct << 1 | u64::from(frame.settle.is_some()))
    }

    #[inline]
    fn first_construct(self) -> u64 {
        self.0 >> 1
    }

    #[inline]
    fn settles(self) -> bool {
        self.0 & 1 == 1
    }
}

#[inline]
fn set_crowded(core: &TeamCore, size: usize) {
    let crowded = super::limits::is_crowded(size, core.procs);
    if core.notice.crowded.load(Ordering::Relaxed) != crowded {
        core.notice.crowded.store(crowded, Ordering::Relaxed);
    }
}

/// Runs `body` as `member`, and then its tasks; a panic calls the team off. Answers what observers are told of the region's
/// end.
#[inline]
fn run_member(core: &'static TeamCore, member: &Context, body: impl FnOnce()) -> Scope<'static> {
    let outcome = catch_unwind(AssertUnwindSafe(|| member.enter(body)));
    if let Err(payload) = outcome {
        // The payload alone proves nothing: user code may have kept one of an earlier region and throw it again.
        let called_off = core.notice.interrupt.is_raised() && interrupt::ends(&*payload, member.frame());
        if !called_off {
            core.interrupt(Cause::Panicked(payload));
        }
    }
    let end = member.tell_end();
    if let Some(payload) = member.end_tasks() {
        core.interrupt(Cause::Panicked(payload));
    }
    end
}

/// A worker's part of a region.
///
/// # Safety
/// The calling thread serves `seat` and keeps `anchor`, and `word` is the last it has seen there: of kind region, with `seat`
/// below its size.
pub(crate) unsafe fn serve(core: &'static TeamCore, seat: usize, word: Word, anchor: &mut Anchor) {
    let job = core.releases[tree::group_of(seat)].job();
    let frame: *const Frame = job.frame.cast();
    let number = Number(job.number);
    core.seats[seat].note_cpu();
    // SAFETY: the publisher keeps the frame until this member has left, below.
    let member =
        unsafe { Context::new(frame, Some(core), seat, word.size(), word.phase(), number.first_construct()) };
    // SAFETY: `run` was made from a `Run` in `open`, and `data` was published with it.
    let run = unsafe { std::mem::transmute::<*mut (), Run>(job.run) };
    let task = member.tell_task(seat);
    let end = run_member(core, &member, || {
        if number.settles()
            && let Some(settle) = &member.frame().settle
        {
            settle.member(&member, anchor);
        } else {
            anchor.weigh();
        }
        // SAFETY: as above; each seat runs it once.
        unsafe { run(Data { first: job.data, second: job.more }, &member) }
    });
    leave(core, &member, (end, task));
}

/// Waits for the members below this one in the tree, then leaves. Afterwards the region may be gone.
fn leave(core: &'static TeamCore, member: &Context, told: impl Sized) {
    if let Some(skipper) = gather_leavers(core, member) {
        accuse_skipper(core, member, skipper, None);
    }
    drop(told);
    let seat = member.thread_num();
    member.sign_off(core);
    core.seats[seat].arrival.announce(member.stand(Manner::Left));
    // Nothing of the region is touched from here on: the announcement may have ended it.
    core.ring_one(tree::parent(seat));
}

/// Waits until the members below this one have left; answers the first of its children that has met other
/// constructs. Each leader compares its own children, so that nobody looks at the lines of the whole team.
#[inline]
fn gather_leavers(core: &'static TeamCore, member: &Context) -> Option<usize> {
    let _wait = member.tell_last_wait();
    member.halt(core, None);
    let mut skipper = None;
    tree::for_each_child(member.thread_num(), member.size(), |child| {
        member.see_off(core, child);
        if skipper.is_none() && !member.has_met_the_same(core, child) {
            skipper = Some(child);
        }
    });
    skipper
}

#[cold]
#[inline(never)]
fn accuse_skipper(
    core: &TeamCore,
    member: &Context,
    skipper: usize,
    place: Option<&'static Location<'static>>,
) {
    let place = place.map_or_else(String::new, |place| format!(" of {}", name_there(place)));
    core.accuse(format_args!(
        "at the end of the region{place}, member {skipper} has met other worksharing constructs than member \
         {}: every member must meet the same constructs in the same order",
        member.thread_num(),
    ));
}

/// The second half of a region: waits for the members other than 0, whose part has run.
#[inline]
pub(crate) fn join(
    core: &'static TeamCore,
    member: &Context,
    place: &'static Location<'static>,
    end: Scope<'static>,
) -> Outcome {
    let skipper = gather_leavers(core, member);
    end.end();
    if core.notice.interrupt.has_tasks() {
        core.close_tasking(member.size());
    }
    core.set_phase(member.phase());
    core.set_next_construct(member.constructs_met());
    if let Some(skipper) = skipper {
        accuse_skipper(core, member, skipper, Some(place));
    }
    if core.notice.interrupt.is_raised() { clean_up(core, member) } else { Outcome::Done }
}

/// Makes the team good for the next region after it was called off. All members have left.
#[cold]
#[inline(never)]
fn clean_up(core: &'static TeamCore, member: &Context) -> Outcome {
    // A member may have passed a barrier that member 0 was called out of, and left one phase later: the next
    // region must not take that for having left it.
    core.set_phase(member.phase().next());
    core.set_next_construct(member.most_constructs_met(core));
    core.slots.clear();
    for seat in &core.seats[..member.size()] {
        seat.parcel.forget();
    }
    match core.notice.interrupt.take() {
        None => Outcome::Done,
        Some(Cause::Cancelled) => Outcome::Cancelled,
        Some(Cause::Panicked(payload)) => Outcome::Panicked(payload),
        Some(Cause::Misuse(error)) => Outcome::Misuse(error),
    }
}
