//! Data with a critical section of its own.

use super::critical::CriticalGuard;
use super::owned_lock::OwnedLock;
use super::tell;
use crate::hook::MutexKind;
use std::cell::UnsafeCell;
use std::fmt;
use std::panic::Location;

/// A value that is reached through its own critical section: `critical` as the compiler can check it.
///
/// A panic inside leaves the section and poisons nothing: the value is what the panic left.
///
/// ```
/// use ferromp::Critical;
/// let log = Critical::new(Vec::new());
/// log.enter(|log| log.push("one line"));
/// assert_eq!(log.into_inner(), ["one line"]);
/// ```
#[derive(Default)]
pub struct Critical<T: ?Sized> {
    lock: OwnedLock,
    value: UnsafeCell<T>,
}

// SAFETY: a `&Critical<T>` gives access to the `T` only inside the section, to one thread at a time,
// exclusively; that moves the access between threads, as `Send` permits, and shares it never.
unsafe impl<T: ?Sized + Send> Sync for Critical<T> {}

impl<T> Critical<T> {
    /// A value outside any section.
    pub const fn new(value: T) -> Self {
        Critical { lock: OwnedLock::new(), value: UnsafeCell::new(value) }
    }

    /// The value; nobody can be inside.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> Critical<T> {
    /// Waits until nobody is inside, and runs `body` on the value.
    ///
    /// # Panics
    ///
    /// If the calling thread is inside this cell already; the message names both places.
    #[track_caller]
    #[inline]
    pub fn enter<R>(&self, body: impl FnOnce(&mut T) -> R) -> R {
        tell::wants(&self.lock, MutexKind::Critical);
        if let Err(error) = self.lock.acquire(Location::caller()) {
            panic!("Critical::enter: {error}");
        }
        self.run(body)
    }

    /// Runs `body` on the value if nobody is inside, the calling thread included.
    ///
    /// ```
    /// let cell = ferromp::Critical::new(1);
    /// assert_eq!(cell.try_enter(|v| *v + 1), Some(2));
    /// cell.enter(|_| assert_eq!(cell.try_enter(|v| *v), None));
    /// ```
    #[track_caller]
    #[inline]
    pub fn try_enter<R>(&self, body: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.lock.try_acquire(Location::caller()).then(|| self.run(body))
    }

    /// The value, without a section: the borrow proves that nobody is inside.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// Runs `body` in the section that the caller has just acquired, and leaves it.
    #[inline]
    fn run<R>(&self, body: impl FnOnce(&mut T) -> R) -> R {
        tell::has(&self.lock, MutexKind::Critical);
        let _section = CriticalGuard::of(&self.lock);
        // SAFETY: this thread holds `self.lock`, and holds it until `_section` is dropped, after the borrow's
        // end. Every other access goes through the lock (it is not re-entrant) or through `&mut self`
        // or `self`.
        body(unsafe { &mut *self.value.get() })
    }
}

impl<T> From<T> for Critical<T> {
    fn from(value: T) -> Self {
        Critical::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Critical<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.try_enter(|value| f.debug_tuple("Critical").field(&value).finish());
        shown.unwrap_or_else(|| f.write_str("Critical(<entered>)"))
    }
}
