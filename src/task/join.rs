use std::any::Any;
use std::cell::UnsafeCell;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::taskpool::half::Half;
use crate::taskpool::node::discard;
use crate::taskpool::pool::Reach;
use crate::taskpool::seat::TaskSeat;
use crate::taskpool::tally::TREE;
use crate::team::Team;
use crate::team::context::Context;
use crate::team::tasking::{Reporter, run_half};

impl<'scope> Team<'scope> {
    /// Runs `a` and `b`, perhaps at the same time, and answers both results.
    ///
    /// `b` is only offered: if no other member has time for it this one runs it after `a`, at a cost that is a few
    /// instructions more than two calls. So recursion may go down to the smallest parts. A member that waits
    /// for a half that another has taken runs other parts of that half, nothing else.
    ///
    /// Each closure receives the handle of the member that runs it. Both may borrow what outlives the call.
    ///
    /// OpenMP has no such construct: it is `#pragma omp task` for `b`, then `a`, then `taskwait`.
    ///
    /// # Panics
    /// With the panic of `a`, or else of `b`, when both are over; `b` is not started any more if `a` has panicked and
    /// nobody had taken it.
    ///
    /// ```
    /// use ferromp::Team;
    /// fn fib(team: &Team<'_>, n: u64) -> u64 {
    ///     if n < 2 {
    ///         return n;
    ///     }
    ///     let (a, b) = team.join(|team| fib(team, n - 1), |team| fib(team, n - 2));
    ///     a + b
    /// }
    /// assert_eq!(ferromp::parallel_masked(|team| fib(team, 20)), 6765);
    /// ```
    #[inline]
    pub fn join<A, B, RA, RB>(&self, a: A, b: B) -> (RA, RB)
    where
        A: FnOnce(&Team<'scope>) -> RA,
        B: FnOnce(&Team<'scope>) -> RB + Send,
        RB: Send,
    {
        let Some(seat) = self.context().joins() else { return (a(self), b(self)) };
        if seat.is_deep() {
            return (a(self), b(self));
        }
        let frame = Frame {
            half: Half::new(run::<B, RB>),
            context: self.context(),
            seat,
            place: seat.open_joins(),
            closure: UnsafeCell::new(ManuallyDrop::new(b)),
            result: UnsafeCell::new(MaybeUninit::uninit()),
        };
        seat.open_join(&raw const frame.half);
        if seat.is_offer_due() {
            offer(self.context(), seat);
        }
        let open = OpenJoin(&frame);
        let first = a(self);
        std::mem::forget(open);
        if seat.close_join(frame.place) {
            // SAFETY: nobody was offered the frame.
            let b = unsafe { frame.take() };
            return (first, b(self));
        }
        let second = match frame.settle() {
            Settled::Mine => {
                // SAFETY: the frame has been withdrawn.
                let b = unsafe { frame.take() };
                b(self)
            }
            Settled::Theirs(Ok(second)) => second,
            Settled::Theirs(Err(payload)) => resume_unwind(payload),
        };
        (first, second)
    }
}

#[cold]
#[inline(never)]
fn offer(context: &Context, seat: &TaskSeat) {
    if seat.offer(context.current(), run_half) {
        context.call_helper();
    }
}

type Answer<T> = Result<T, Box<dyn Any + Send>>;

/// A join in progress, on the joining member's stack. Its address is that of `half`.
#[repr(C)]
struct Frame<'a, B, RB> {
    half: Half,
    context: &'a Context,
    seat: &'static TaskSeat,
    /// Its place among the open joins.
    place: usize,
    /// Taken by whoever runs it.
    closure: UnsafeCell<ManuallyDrop<B>>,
    /// Written by a member that has taken the half.
    result: UnsafeCell<MaybeUninit<Answer<RB>>>,
}

/// Who has run the second half.
enum Settled<T> {
    Mine,
    Theirs(Answer<T>),
}

/// Runs the closure of a half that another member has taken.
///
/// # Safety
/// As for [`Half::new`]: `half` is that of a `Frame<B, RB>`, and `member` the context of the member that took it.
unsafe fn run<'scope, B, RB>(half: *const Half, member: *const ())
where
    B: FnOnce(&Team<'scope>) -> RB,
{
    // SAFETY: contract of this function; the frame lives until the half is done, and begins with it.
    let frame = unsafe { &*half.cast::<Frame<'_, B, RB>>() };
    // SAFETY: who has taken the half has its closure.
    let closure = unsafe { frame.take() };
    // SAFETY: contract of this function.
    let context = unsafe { &*member.cast::<Context>() };
    let result = catch_unwind(AssertUnwindSafe(|| closure(Team::of(context))));
    // SAFETY: the joining member looks at it when the half is done.
    unsafe { (*frame.result.get()).write(result) };
}

impl<B, RB> Frame<'_, B, RB> {
    /// # Safety
    /// Nobody has taken the closure, and the caller alone has the right to.
    #[inline]
    unsafe fn take(&self) -> B {
        // SAFETY: contract of this function.
        unsafe { ManuallyDrop::take(&mut *self.closure.get()) }
    }

    /// Takes the half, which was offered, back, or waits for the member that has taken it.
    #[cold]
    #[inline(never)]
    fn settle(&self) -> Settled<RB> {
        let (context, seat) = (self.context, self.seat);
        let tasks = context.tasks();
        // SAFETY: it was offered by this member.
        let node = unsafe { self.half.node() };
        // Newer than this half can only be tasks that `a` has created.
        while let Some(newest) = seat.deque().pop_if(|_| true) {
            if std::ptr::eq(newest.as_ptr(), node) {
                seat.withdraw(self.place, false);
                context.current().tally.subtract(TREE);
                seat.store().give_back(node);
                return Settled::Mine;
            }
            // SAFETY: nodes are never freed.
            context.run_task(tasks, unsafe { newest.as_ref() });
        }
        seat.withdraw(self.place, true);
        seat.set_victim(node.executor().min(context.crew_size() - 1));
        // SAFETY: it was offered.
        context.help_until(tasks, Reach::Under(node), || unsafe { self.half.is_done() });
        // The node was kept for the comparison with it.
        let reporter = Reporter { core: context.helpers(), pool: tasks.pool, seat: seat.index() };
        reporter.release(node);
        // SAFETY: the half is done, so its result has been written, and nobody else has the frame.
        Settled::Theirs(unsafe { (*self.result.get()).assume_init_read() })
    }
}

/// A join whose first half runs: if that unwinds, the second must not outlive the frame.
struct OpenJoin<'a, B, RB>(&'a Frame<'a, B, RB>);

impl<B, RB> Drop for OpenJoin<'_, B, RB> {
    #[cold]
    fn drop(&mut self) {
        let frame = self.0;
        let settled = if frame.seat.close_join(frame.place) { Settled::Mine } else { frame.settle() };
        match settled {
            // SAFETY: nobody else has the frame.
            Settled::Mine => discard(unsafe { frame.take() }),
            Settled::Theirs(answer) => discard(answer),
        }
    }
}
