//! The team's side of tasks: who is told of them, and how members that have left the region help.

use std::ptr;

use super::context::Context;
use super::core::TeamCore;
use super::frame::Frame;
use crate::barrier::{Kind, Word, tree};
use crate::hook::Quiet;
use crate::prim::Ordering;
use crate::sys::fence as asymmetric;
use crate::taskpool::pool::TaskPool;

impl TeamCore {
    /// What the team has for tasks.
    pub(crate) fn task_pool(&self) -> &'static TaskPool {
        // Acquire: partner of the Release in `make_task_pool`.
        // SAFETY: null or leaked by `make_task_pool`.
        match unsafe { self.task_pool.load(Ordering::Acquire).as_ref::<'static>() } {
            Some(pool) => pool,
            None => self.make_task_pool(),
        }
    }

    #[cold]
    fn make_task_pool(&self) -> &'static TaskPool {
        let fresh = Box::into_raw(Box::new(TaskPool::new(self.capacity())));
        // AcqRel: partner of the Acquire in `task_pool`; if another member was faster, of its Release.
        let exchange =
            self.task_pool.compare_exchange(ptr::null_mut(), fresh, Ordering::AcqRel, Ordering::Acquire);
        match exchange {
            // SAFETY: made above, and never freed from now on.
            Ok(_) => unsafe { &*fresh },
            Err(theirs) => {
                // SAFETY: made above, and nobody else has seen it.
                drop(unsafe { Box::from_raw(fresh) });
                // SAFETY: not null, and leaked by another member.
                unsafe { &*theirs }
            }
        }
    }

    /// The region of `size` members that began in the phase `start` uses tasks from now on.
    pub(crate) fn open_tasking(&self, start: u64, size: usize) {
        if self.door.open(start) {
            self.notice.interrupt.announce_tasks();
            self.ring(0..size);
        }
    }

    /// Ends the use of tasks, when all of the region have run: afterwards no member that has left touches the region.
    /// For member 0.
    #[cold]
    #[inline(never)]
    pub(crate) fn close_tasking(&self, size: usize) {
        self.notice.interrupt.retract_tasks();
        self.door.close();
        for seat in &self.task_pool().seats[1..size] {
            self.wait(0, size, || seat.visiting().is_over());
        }
    }

    /// Wakes one of the region of `size` members that sleeps because it found no task.
    #[inline]
    pub(crate) fn call_helper(&self, size: usize) {
        // Partner: the heavy fence before a sleeper's last look.
        asymmetric::light();
        if self.notice.bell.seems_asleep() {
            self.wake_one(size);
        }
    }

    /// Wakes another if there is more to do: for one that has slept and found a task. Calls that come before it is up
    /// go to it again, and would be lost.
    #[inline]
    pub(crate) fn pass_call_on(&self, pool: &TaskPool, size: usize) {
        if self.notice.bell.seems_asleep() && pool.seems_busy(size) {
            self.call_helper(size);
        }
    }

    /// Wakes all of the first `size` members that sleep.
    pub(crate) fn call_all(&self, size: usize) {
        // Partner: the heavy fence before a sleeper's last look.
        asymmetric::light();
        if self.notice.bell.seems_asleep() {
            self.wake(0..size);
        }
    }

    /// Wakes `member` if it sleeps.
    #[inline]
    pub(crate) fn call(&self, member: usize) {
        // Partner: the heavy fence before a sleeper's last look.
        asymmetric::light();
        if self.notice.bell.seems_asleep() {
            self.wake(member..member + 1);
        }
    }

    /// Wakes a sleeper that nobody has called yet, if there is one, else any: one that has been called may have
    /// looked around already. Threads beyond the region's `size` cannot help.
    #[cold]
    fn wake_one(&self, size: usize) {
        let asleep = || self.seats[..size].iter().filter(|seat| seat.sleeper.is_asleep());
        if let Some(seat) = asleep().find(|seat| !seat.sleeper.is_called()).or_else(|| asleep().next()) {
            seat.sleeper.wake();
        }
    }

    /// Whether the region of `word`, which the member in `seat` has left, has tasks to give away. A hint.
    #[inline]
    pub(super) fn has_tasks_for(&self, seat: usize, word: Word) -> bool {
        self.notice.interrupt.has_tasks() && self.would_gain(seat, word)
    }

    #[cold]
    fn would_gain(&self, seat: usize, word: Word) -> bool {
        self.door.is_open_for(word.phase().0)
            && word.kind() == Kind::Region
            && seat < word.size()
            && self.task_pool().seems_busy(word.size())
    }

    /// Runs tasks of the region of `word`, if that is not over, which the caller, the thread of `seat`, has left. The
    /// region's caller waits for visitors, but not for those who would only look: they do so outside.
    pub(super) fn visit(&'static self, seat: usize, word: Word) {
        let pool = self.task_pool();
        let visiting = pool.seats[seat].visiting();
        if self.door.enter(visiting, word.phase().0) {
            let job = self.releases[tree::group_of(seat)].job();
            let frame: *const Frame = job.frame.cast();
            // SAFETY: the region's caller keeps the frame until this visit is over.
            let member = unsafe { Context::new(frame, Some(self), seat, word.size(), word.phase(), 0) };
            let _quiet = Quiet::if_silent(|| member.frame().mark);
            member.enter(|| member.visit(pool));
        }
        visiting.leave();
        self.call(0);
    }
}
