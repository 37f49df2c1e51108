use super::access::{Access, Lend};
use super::clauses::Task;
use super::depend;
use super::group::TaskGroup;
use super::spawn::Place;
use crate::team::Team;
use crate::team::context::Context;
use crate::team::dependence::Outstanding;

/// What completes a detached task: it is not done before its event is fulfilled, from any thread. OpenMP 5.2 §12.5.2,
/// `omp_event_handle_t`.
///
/// An event that is dropped is fulfilled: when what was to fulfil it has panicked or was cancelled, nobody waits for ever.
/// Only one that is leaked ([`std::mem::forget`]) lets the region wait without end.
#[must_use = "an event that is dropped is fulfilled"]
pub struct Event(Option<Outstanding>);

impl Event {
    /// Completes the task, if its closure has ended, or else as soon as it does. OpenMP 5.2 §18.11.1, `omp_fulfill_event`.
    pub fn fulfill(self) {
        drop(self);
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        if let Some(outstanding) = self.0.take() {
            outstanding.fulfill();
        }
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event").finish_non_exhaustive()
    }
}

/// The event of the task that this thread has begun to run.
fn begin() -> Event {
    Event(Context::with_current(|context| context.map(Context::begin_outstanding)))
}

impl Task {
    /// Creates a detached task: it is done when `body` has ended and the [`Event`] is fulfilled. The `detach` clause. OpenMP
    /// 5.2 §12.5.2.
    ///
    /// The member that has run `body` does other things meanwhile. Until the task is done, those who wait for it wait, and so does
    /// the end of the region, cancelled or not.
    ///
    /// ```
    /// use ferromp::{Task, parallel_masked};
    /// use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    /// let answered = AtomicBool::new(false);
    /// std::thread::scope(|threads| {
    ///     let answered = &answered;
    ///     parallel_masked(|team| {
    ///         Task::new().spawn_detached(team, move |_, event| {
    ///             threads.spawn(move || {
    ///                 answered.store(true, SeqCst); // some time later
    ///                 event.fulfill();
    ///             });
    ///         });
    ///         team.taskwait();
    ///         assert!(answered.load(SeqCst));
    ///     });
    /// });
    /// ```
    #[track_caller]
    pub fn spawn_detached<'s, P, F>(self, place: &P, body: F)
    where
        P: Place<'s>,
        F: FnOnce(&P::Handle, Event) + Send + 's,
    {
        depend::spawn_with(place, self, (), move |handle: &P::Handle, ()| body(handle, begin()));
    }

    /// The same with accesses to [`Data`](crate::Data): tasks that wait for them wait until this one is done, although its references
    /// end with `body`.
    #[track_caller]
    pub fn spawn_detached_with<'s, P, A, F>(self, place: &P, access: A, body: F)
    where
        P: Place<'s>,
        A: Access + Send + 's,
        F: for<'r> FnOnce(&P::Handle, Event, <A as Lend<'r>>::Refs) + Send + 's,
    {
        depend::spawn_with(place, self, access, move |handle, refs| body(handle, begin(), refs));
    }
}

impl<'scope> Team<'scope> {
    /// Creates a task that is done when `body` has ended and the event that it receives is fulfilled. See
    /// [`Task::spawn_detached`].
    ///
    /// ```
    /// ferromp::parallel_masked(|team| {
    ///     team.task_detached(|_, event| drop(std::thread::spawn(|| event.fulfill())));
    /// });
    /// ```
    #[track_caller]
    pub fn task_detached<F>(&self, body: F)
    where
        F: FnOnce(&Team<'scope>, Event) + Send + 'scope,
    {
        Task::new().spawn_detached(self, body);
    }
}

impl<'group, 'scope> TaskGroup<'group, 'scope> {
    /// Creates a task of the group that is done when `body` has ended and the event that it receives is fulfilled. See
    /// [`Task::spawn_detached`].
    #[track_caller]
    pub fn task_detached<F>(&self, body: F)
    where
        F: FnOnce(&TaskGroup<'group, 'scope>, Event) + Send + 'group,
    {
        Task::new().spawn_detached(self, body);
    }
}
