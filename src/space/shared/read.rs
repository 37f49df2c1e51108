//! Reading shared data between the loops that write it.

use std::ops::Deref;
use std::panic::Location;

use super::SharedMut;
use super::key::Key;
use super::ticket::Entered;

/// The elements of a [`SharedMut`], for reading, until it drops. Made by [`SharedMut::read`].
pub struct SharedRef<'s, T> {
    slice: &'s [T],
    _entered: Entered<'s>,
}

impl<T> Deref for SharedRef<'_, T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.slice
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for SharedRef<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.slice.fmt(f)
    }
}

impl<T: Sync> SharedMut<'_, T> {
    /// All elements, for reading: a stencil reads its neighbours from one `SharedMut` while it writes
    /// another.
    ///
    /// Any number of members may read at the same time. Hold the result no longer than the phase: with it
    /// alive, a loop over the data does not begin.
    ///
    /// # Panics
    /// If a member is in a loop over the data. A barrier must stand between.
    ///
    /// ```
    /// use ferromp::space::SharedMut;
    /// let mut x = [1, 2, 3];
    /// let shared = SharedMut::new(&mut x);
    /// let x = shared.read();
    /// assert_eq!(x[0] + x[2], 4);
    /// ```
    #[track_caller]
    pub fn read(&self) -> SharedRef<'_, T> {
        let entered = Entered::new(&self.gate, Key::READ, None, Location::caller());
        // SAFETY: as long as `entered` lives, whoever is inside the gate has the key of readers: nobody has a
        // mutable reference to an element. The slice is reached through the `SharedRef` only, and not after
        // it.
        let slice = unsafe { self.slice.all() };
        SharedRef { slice, _entered: entered }
    }
}
