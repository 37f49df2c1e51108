use std::cell::UnsafeCell;

use super::access::{Commute, Concurrent, Read, Write};
use crate::taskpool::history::Header;

/// A value that tasks share in an order which follows from what each does with it: the list item of a `depend` clause,
/// and the data behind it in one. OpenMP 5.2 §15.9.
///
/// A task names its accesses when it is created, by [`task_with`](crate::Team::task_with), and its closure receives the
/// references that they stand for. It runs when the tasks created before it, whose accesses exclude its own, are
/// done. So the result is that of running the tasks one after another in the order of their creation, and what a task
/// does to data that it has not named does not compile:
///
/// ```compile_fail,E0594
/// use ferromp::{Data, parallel_masked};
/// let a = Data::new(1);
/// parallel_masked(|team| team.task_with(a.read(), |_, a| *a = 2));
/// ```
///
/// Nor can a task outlive its data:
///
/// ```compile_fail,E0597
/// use ferromp::{Data, parallel_masked};
/// parallel_masked(|team| {
///     let a = Data::new(1);
///     team.task_with(a.write(), |_, a| *a = 2);
/// });
/// ```
///
/// | access | OpenMP | the closure receives | together with |
/// |---|---|---|---|
/// | [`read`](Data::read) | `in` | `&T` | other readers |
/// | [`write`](Data::write) | `out`, `inout` | `&mut T` | nobody |
/// | [`commute`](Data::commute) | `mutexinoutset` | `&mut T` | nobody, but in any order with its like |
/// | [`concurrent`](Data::concurrent) | `inoutset` | `&T` | its like |
///
/// If two members, or two tasks, create tasks on the same data, the order is that in which they come to it. So a task may
/// create others on its own data, which then run after it; but it must not *wait* for one (in a group, or by `taskwait`),
/// since that waits for the task itself: it panics, or stands still if they wait for each other by way of third ones, or if a member waits
/// for it in an inner region, where members run tasks of that region only. (In
/// OpenMP, where only tasks of the same parent are ordered, it is a race.) Inside, lend what the closure has received.
///
/// # Panics
/// If a task that writes panics, what it was to make is not there. Tasks after it that have an access to the same data are
/// dropped unrun, and so are, in turn, those that need what they would have made. The first panic surfaces where the tasks are
/// waited for. A task that is created on such data later is not run either, and a panic that says so surfaces where *it* is
/// waited for, until [`clear_poison`](Data::clear_poison).
///
/// ```
/// use ferromp::{Data, parallel_masked};
/// let (a, b) = (Data::new(vec![0; 4]), Data::new(vec![0; 4]));
/// parallel_masked(|team| {
///     team.task_with(a.write(), |_, a| a.fill(7));
///     team.task_with((a.read(), b.write()), |_, (a, b)| b.copy_from_slice(a));
/// });
/// assert_eq!(b.into_inner(), [7; 4]);
/// ```
pub struct Data<T> {
    header: Header,
    value: UnsafeCell<T>,
}

// SAFETY: a shared `Data` gives references only to tasks: `&mut T` to one at a time on whatever thread, for which `write` and
// `commute` ask for `T: Send`; `&T` to several, for which `read` and `concurrent` ask for `T: Sync`.
unsafe impl<T: Send> Sync for Data<T> {}

// What a panicking task has left half-made is poisoned.
impl<T> std::panic::UnwindSafe for Data<T> {}
impl<T> std::panic::RefUnwindSafe for Data<T> {}

impl<T> Data<T> {
    /// Data that no task has had access to.
    pub fn new(value: T) -> Self {
        Self { header: Header::new(), value: UnsafeCell::new(value) }
    }

    /// The value: of the last task that wrote it, once those that had access are done.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }

    /// The value. No task has access while this reference lives.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// Whether a task that was to write the value has panicked, so that tasks on it are not run.
    pub fn is_poisoned(&self) -> bool {
        self.header.is_spoiled()
    }

    /// Lets tasks created from now on have access again.
    ///
    /// ```
    /// use ferromp::{Data, parallel_masked};
    /// let mut a = Data::new(1);
    /// let broken = std::panic::catch_unwind(|| {
    ///     parallel_masked(|team| team.task_with(a.write(), |_, _| panic!("half-made")));
    /// });
    /// assert!(broken.is_err() && a.is_poisoned());
    /// *a.get_mut() = 2;
    /// a.clear_poison();
    /// parallel_masked(|team| team.task_with(a.write(), |_, a| *a += 1));
    /// assert_eq!(a.into_inner(), 3);
    /// ```
    pub fn clear_poison(&self) {
        self.header.mend();
    }

    /// Reads, at the same time as other readers: `depend(in: …)`.
    #[inline]
    pub fn read(&self) -> Read<'_, T>
    where
        T: Sync,
    {
        Read(self)
    }

    /// Reads and writes, alone: `depend(out: …)` and `depend(inout: …)`, between which there is no difference.
    #[inline]
    pub fn write(&self) -> Write<'_, T>
    where
        T: Send,
    {
        Write(self)
    }

    /// Reads and writes, one task at a time, but in any order with tasks created next to this one that commute, too:
    /// `depend(mutexinoutset: …)`. For sums and collections.
    ///
    /// ```
    /// use ferromp::{Data, parallel_masked};
    /// let sum = Data::new(0);
    /// parallel_masked(|team| {
    ///     for i in 0..10 {
    ///         team.task_with(sum.commute(), move |_, sum| *sum += i);
    ///     }
    /// });
    /// assert_eq!(sum.into_inner(), 45);
    /// ```
    #[inline]
    pub fn commute(&self) -> Commute<'_, T>
    where
        T: Send,
    {
        Commute(self)
    }

    /// Shares, at the same time as tasks created next to this one that do the same, and ordered after and before all
    /// others, readers included: `depend(inoutset: …)`. For values that synchronise themselves, as atomics do.
    ///
    /// ```
    /// use ferromp::{Data, parallel_masked};
    /// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    /// let count = Data::new(AtomicU32::new(0));
    /// parallel_masked(|team| {
    ///     for _ in 0..10 {
    ///         team.task_with(count.concurrent(), |_, count| _ = count.fetch_add(1, Relaxed));
    ///     }
    ///     team.task_with(count.read(), |_, count| assert_eq!(count.load(Relaxed), 10));
    /// });
    /// ```
    #[inline]
    pub fn concurrent(&self) -> Concurrent<'_, T>
    where
        T: Sync,
    {
        Concurrent(self)
    }

    #[inline]
    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    #[inline]
    pub(super) fn value(&self) -> *mut T {
        self.value.get()
    }
}

impl<T: Default> Default for Data<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Data<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> std::fmt::Debug for Data<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Data").finish_non_exhaustive()
    }
}
