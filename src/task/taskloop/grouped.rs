//! The loop that waits for its chunks: they are lent what stands on the stack of whoever meets it.

use std::ptr;

use super::TaskLoop;
use super::draw::Draw;
use crate::schedule::Dispenser;
use crate::space::{Items, Space};
use crate::task::TaskGroup;
use crate::task::spawn;

/// What the tasks of a loop are lent: on the stack of the member that met it.
struct Lent<'l, C> {
    draw: Draw,
    dispenser: &'l Dispenser,
    part: C,
}

/// A pointer to a [`Lent`], and what knows its type: tasks are bound to outlive the group, which the type need not.
#[derive(Clone, Copy)]
struct Errand {
    lent: *const (),
    run: unsafe fn(lent: *const (), group: *const ()),
}

// SAFETY: made by `TaskLoop::run` only, from a `Lent` whose parts are all `Sync`.
unsafe impl Send for Errand {}

impl Errand {
    /// Draws chunks until there are no more.
    ///
    /// # Safety
    /// What it was made of lives through the call; `group` is of the type that its part takes.
    unsafe fn run(self, group: &TaskGroup<'_, '_>) {
        // SAFETY: contract of this function.
        unsafe { (self.run)(self.lent, ptr::from_ref(group).cast()) }
    }
}

/// # Safety
/// `lent` is a `Lent<C>`, `group` a `TaskGroup<'group, 'scope>`, and both live through the call.
unsafe fn run<'group, 'scope, C>(lent: *const (), group: *const ())
where
    C: Fn(&TaskGroup<'group, 'scope>, &Draw, &Dispenser) + Sync,
{
    // SAFETY: contract of this function.
    let (lent, group) =
        unsafe { (&*lent.cast::<Lent<'_, C>>(), &*group.cast::<TaskGroup<'group, 'scope>>()) };
    (lent.part)(group, &lent.draw, lent.dispenser);
}

impl<'scope, S: Space + Sync> TaskLoop<'_, 'scope, S> {
    /// Runs `body` once for every iteration.
    ///
    /// # Panics
    /// If `body` panics no further chunk starts, and the first panic goes on here.
    ///
    /// ```
    /// let mut x = [1.0, 2.0, 3.0];
    /// ferromp::parallel_masked(|team| team.taskloop(&mut x).num_tasks(2).for_each(|x| *x *= 2.0));
    /// assert_eq!(x, [2.0, 4.0, 6.0]);
    /// ```
    #[inline]
    pub fn for_each<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item) + Sync,
    {
        let cut = self.cut();
        self.run(cut.count(), |group, draw, dispenser| {
            draw.run(group, dispenser, |chunks, told| {
                let range = cut.span(chunks);
                let _chunk = told.chunk(&range);
                // SAFETY: chunks are disjoint parts of the space's length, and each is drawn once; `run` holds the
                // admission until all are done.
                unsafe { self.space.block(range) }.for_each(&body);
            });
        });
    }

    /// The same with a body that also receives the handle of the member that runs it, for tasks of its own; in the group
    /// that the loop makes, so that it may be cancelled.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    /// let done = AtomicU32::new(0);
    /// ferromp::parallel_masked(|team| {
    ///     team.taskloop(0..10).for_each_with(|group, i| {
    ///         for _ in 0..i {
    ///             group.task(|_| _ = done.fetch_add(1, Relaxed));
    ///         }
    ///     });
    ///     assert_eq!(done.load(Relaxed), 45);
    /// });
    /// ```
    #[inline]
    pub fn for_each_with<'group, F>(self, body: F)
    where
        F: for<'i> Fn(&TaskGroup<'group, 'scope>, <S as Items<'i>>::Item) + Sync,
    {
        let cut = self.cut();
        self.run(cut.count(), |group: &TaskGroup<'group, 'scope>, draw, dispenser| {
            draw.run_singly(group, dispenser, |number, told| {
                let range = cut.range(number);
                let _chunk = told.chunk(&range);
                // SAFETY: as in `for_each`.
                unsafe { self.space.block(range) }.for_each(|item| body(group, item));
            });
        });
    }

    /// Calls `part`, which draws chunks of `count`, in some tasks of a group; returns when all are done.
    pub(super) fn run<'group, C>(&self, count: u64, part: C)
    where
        C: Fn(&TaskGroup<'group, 'scope>, &Draw, &Dispenser) + Sync,
    {
        if count == 0 {
            return;
        }
        let (draw, kept) = Draw::new(self.team.context(), self.clauses, count, self.told());
        let drawers = draw.drawers();
        let lent = Lent { draw, dispenser: &kept, part };
        let errand = Errand { lent: ptr::from_ref(&lent).cast(), run: run::<'group, 'scope, C> };
        let admission = self.admit(&self.space, errand.lent);
        self.team.taskgroup(|group: &TaskGroup<'group, 'scope>| {
            for drawer in 1..=drawers {
                let task = if drawer == drawers { self.undeferred() } else { self.clauses };
                spawn::spawn(group, task, self.place, move |group| {
                    // SAFETY: the group ends, whatever happens, only after all its tasks; `lent` outlives it. It is the
                    // group for whose lifetimes `run` was chosen.
                    unsafe { errand.run(group) };
                });
            }
        });
        drop(admission);
    }
}
