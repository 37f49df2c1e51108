//! Reading shared data between the loops that write it.

use std::iter;
use std::ops::{Deref, Range};
use std::panic::Location;
use std::slice;

use super::key::Key;
use super::ticket::Entered;
use super::{Admission, SharedMut};
use crate::space::{Items, Space, check, indices};

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

/// The elements of a [`SharedMut`], for all iterations of a loop to read. Made by [`SharedMut::reading`].
#[derive(Debug)]
pub struct SharedReading<'s, T> {
    shared: &'s SharedMut<'s, T>,
}

impl<T: Sync> SharedMut<'_, T> {
    /// All elements for every iteration of a loop, as a space of which there is no end: to run in step with others.
    /// Members read from the beginning of their part of the loop to its end, and no longer: at the barrier behind the
    /// loop nobody reads any more, so that the next loop may write.
    pub fn reading(&self) -> SharedReading<'_, T> {
        SharedReading { shared: self }
    }
}

/// The elements of a [`SharedMut`], one for each iteration to read. Made by [`SharedMut::iter`].
#[derive(Debug)]
pub struct SharedIter<'s, T> {
    shared: &'s SharedMut<'s, T>,
}

impl<T: Sync> SharedMut<'_, T> {
    /// The elements as an iteration space for reading: at the barrier behind the loop nobody reads any more.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// let mut x = [1, 2, 3];
    /// let shared = SharedMut::new(&mut x);
    /// parallel(|team| assert_eq!(team.for_loop(shared.iter()).reduce(Sum, |x| *x), 6));
    /// ```
    pub fn iter(&self) -> SharedIter<'_, T> {
        SharedIter { shared: self }
    }
}

impl<'i, T: Sync> Items<'i> for SharedIter<'_, T> {
    type Item = &'i T;
    type Block = slice::Iter<'i, T>;
}

impl<T: Sync> Space for SharedIter<'_, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.shared.len() as u64
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> slice::Iter<'_, T> {
        // SAFETY: as for `SharedReading`.
        let all = unsafe { self.shared.slice.all() };
        all[indices(range, all.len())].iter()
    }

    fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
        admission.enter_to_read(&self.shared.gate);
    }
}

impl<'i, T: Sync> Items<'i> for SharedReading<'_, T> {
    type Item = &'i [T];
    type Block = iter::Repeat<&'i [T]>;
}

impl<T: Sync> Space for SharedReading<'_, T> {
    #[inline]
    fn len(&self) -> u64 {
        u64::MAX
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> iter::Repeat<&[T]> {
        check(&range, u64::MAX);
        // SAFETY: the caller was admitted by the gate as a reader, so whoever else is inside reads as well; and no item
        // outlives the admission (contract of `block`).
        iter::repeat(unsafe { self.shared.slice.all() })
    }

    fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
        admission.enter_to_read(&self.shared.gate);
    }
}
