use std::ffi::c_void;

use super::Member;
use crate::task::Task;
pub use crate::task::raw::Chunks;
use crate::task::raw::{self, Handle, Purpose};
pub use crate::taskpool::block::{Body, CopyBlock, Outlined, run_body};
pub use crate::taskpool::history::Mode;

impl Member {
    /// Creates a task.
    ///
    /// # Safety
    /// [`Outlined`] says what a call promises; it holds until the task is over, which is at the region's end at the latest.
    #[inline(always)]
    pub unsafe fn task(&self, call: Outlined, clauses: Task) {
        // SAFETY: passed on.
        unsafe { raw::spawn(&self.0, call, clauses, |_| ()) }
    }

    /// Runs a task that is over before its creator goes on, with its arguments where they are.
    ///
    /// # Safety
    /// `body` may be called with `data`, here and now.
    #[inline]
    pub unsafe fn undeferred_task(&self, body: Body, data: *mut c_void) {
        // SAFETY: passed on.
        unsafe { raw::run_undeferred(&self.0, body, data) }
    }

    /// [`task`](Member::task), with a look at the arguments once they have been copied.
    ///
    /// # Safety
    /// As for [`task`](Member::task).
    pub unsafe fn task_prepared(&self, call: Outlined, clauses: Task, prepare: impl FnOnce(*mut c_void)) {
        // SAFETY: passed on.
        unsafe { raw::spawn(&self.0, call, clauses, prepare) }
    }

    /// Creates a task that waits for its siblings, those created by the current task, by the addresses of data. With an
    /// `event` the task is over only when that is fulfilled, too; its handle is written there and to the first word of
    /// the arguments.
    ///
    /// # Safety
    /// As for [`task`](Member::task). `event` may be written; with it the arguments begin with a word.
    pub unsafe fn task_linked(
        &self,
        call: Outlined,
        clauses: Task,
        accesses: impl Iterator<Item = (usize, Mode)>,
        event: Option<*mut usize>,
    ) {
        // SAFETY: passed on.
        unsafe { raw::spawn_linked(&self.0, call, clauses, accesses, event) }
    }

    /// Waits for the tasks that the current task has created.
    #[inline]
    pub fn taskwait(&self) {
        raw::taskwait(&self.0);
    }

    /// Waits until a task with these accesses could run.
    pub fn taskwait_for(&self, accesses: impl Iterator<Item = (usize, Mode)>) {
        raw::wait_for(&self.0, accesses);
    }

    /// Runs another task below the current one, if there is one.
    pub fn taskyield(&self) {
        raw::taskyield(&self.0);
    }

    /// Whether the current task is final.
    #[must_use]
    pub fn is_final(&self) -> bool {
        raw::is_final(&self.0)
    }

    /// Begins a group: what is created from now on, and all that comes of it, belongs to it.
    pub fn begin_taskgroup(&self) {
        raw::begin_group(&self.0, Purpose::Taskgroup);
    }

    /// Begins a group for the reduction of another construct: it is no `taskgroup` that could be cancelled, if there is one
    /// around it.
    pub fn begin_reduction_group(&self) {
        raw::begin_group(&self.0, Purpose::Internal);
    }

    /// Waits for all that belongs to the group begun last, and ends it.
    pub fn end_taskgroup(&self) {
        raw::end_group(&self.0);
    }

    /// Keeps a word with the innermost group; null until then.
    pub fn set_group_note(&self, note: *mut ()) {
        if let Some(group) = raw::innermost_group(&self.0) {
            group.set_note(note);
        }
    }

    /// The word kept with the innermost group.
    #[must_use]
    pub fn group_note(&self) -> *mut () {
        raw::innermost_group(&self.0).map_or(std::ptr::null_mut(), |group| group.note())
    }

    /// The words kept with the groups around, innermost first.
    pub fn group_notes(&self) -> impl Iterator<Item = *mut ()> {
        raw::notes(&self.0)
    }

    /// Cancels the innermost `taskgroup`: what belongs to it and has not begun shall not begin.
    pub fn cancel_taskgroup(&self) {
        raw::cancel_group(&self.0);
    }

    /// Whether the innermost group, or one around it, is cancelled.
    #[must_use]
    pub fn is_taskgroup_cancelled(&self) -> bool {
        raw::is_group_cancelled(&self.0)
    }

    /// Cuts a loop of `len` iterations into tasks of at least `size` and less than twice as many; of exactly so many, but for
    /// the last, if `strict`.
    #[must_use]
    pub fn chunks_of_size(&self, len: u64, size: u64, strict: bool) -> Chunks {
        Chunks::of_size(len, size, strict)
    }

    /// Cuts a loop of `len` iterations into `count` tasks, or as many as seem right if that is 0.
    #[must_use]
    pub fn chunks(&self, len: u64, count: u64) -> Chunks {
        Chunks::of_count(&self.0, len, count)
    }
}

/// The event of a detached task is fulfilled, on whatever thread. Nothing if that was so already.
///
/// # Safety
/// `event` is a handle that [`Member::task_linked`] has written.
pub unsafe fn fulfill_event(event: usize) {
    // SAFETY: contract of this function.
    raw::fulfill(unsafe { Handle::of_word(event) });
}
