use std::ops::{Deref, DerefMut, Range};

use super::{Indices, Progression};
use crate::space::{Items, SliceMut, Space, check};

/// Elements that some iterations may not have, and must not ask for then. Made by [`perhaps`].
#[derive(Debug)]
pub struct Perhaps<'a, T> {
    slice: SliceMut<'a, T>,
    at: Wrapped,
    len: u64,
}

/// A [`Progression`] with an offset, modulo 2⁶⁴: its indices differ all the same. A negative
/// one is beyond the end of every slice, as it is after `as usize`.
#[derive(Clone, Copy, Debug)]
struct Wrapped {
    first: u64,
    step: u64,
}

impl Wrapped {
    #[inline]
    fn at(self, k: u64) -> u64 {
        self.first.wrapping_add(k.wrapping_mul(self.step))
    }
}

/// Lends iteration `k` the element at its index plus `offset`, if there is one: for a body that asks under a
/// condition, so that the loop fails where the serial one would.
#[inline]
pub fn perhaps<'a, T>(slice: &'a mut [T], indices: &impl Indices, offset: i128) -> Perhaps<'a, T> {
    Perhaps::new(SliceMut::new(slice), indices.progression(), offset)
}

impl<'a, T> Perhaps<'a, T> {
    pub(in crate::space) fn new(slice: SliceMut<'a, T>, at: Progression, offset: i128) -> Self {
        let (first, step) = at.wrapped(offset);
        Perhaps { slice, at: Wrapped { first, step }, len: at.len }
    }
}

/// One element, if it exists.
#[derive(Debug)]
pub struct PerhapsItem<'a, T> {
    element: Option<&'a mut T>,
    index: u64,
    len: usize,
}

impl<'a, T> PerhapsItem<'a, T> {
    /// Element `index` of `slice`, if there is one.
    ///
    /// # Safety
    /// The element is nobody else's for 'a.
    #[inline]
    pub(super) unsafe fn at(slice: &SliceMut<'a, T>, index: u64) -> Self {
        let len = slice.len();
        let element = usize::try_from(index).ok().filter(|at| *at < len).map(|at| {
            // SAFETY: passed on.
            let element = unsafe { slice.part(at..at + 1) };
            &mut element[0]
        });
        PerhapsItem { element, index, len }
    }

    /// The element, if it exists.
    #[inline]
    pub fn existing(&self) -> Option<&T> {
        self.element.as_deref()
    }

    /// The same, to be written.
    #[inline]
    pub fn existing_mut(&mut self) -> Option<&mut T> {
        self.element.as_deref_mut()
    }

    #[cold]
    #[inline(never)]
    #[track_caller]
    fn refuse(&self) -> ! {
        let Self { index, len, .. } = self;
        panic!("index out of bounds: the len is {len} but the index is {index}")
    }
}

impl<T> Deref for PerhapsItem<'_, T> {
    type Target = T;

    #[inline]
    #[track_caller]
    fn deref(&self) -> &T {
        match &self.element {
            Some(element) => element,
            None => self.refuse(),
        }
    }
}

impl<T> DerefMut for PerhapsItem<'_, T> {
    #[inline]
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        if self.element.is_none() {
            self.refuse();
        }
        match &mut self.element {
            Some(element) => element,
            None => unreachable!("it has been looked at"),
        }
    }
}

impl<'i, 'a, T> Items<'i> for Perhaps<'a, T> {
    type Item = PerhapsItem<'a, T>;
    type Block = PerhapsBlock<'a, T>;
}

impl<'a, T> Space for Perhaps<'a, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> PerhapsBlock<'a, T> {
        check(&range, self.len);
        PerhapsBlock { slice: self.slice.again(), at: self.at, range }
    }
}

/// Some of the elements of a [`Perhaps`].
#[derive(Debug)]
pub struct PerhapsBlock<'a, T> {
    slice: SliceMut<'a, T>,
    at: Wrapped,
    range: Range<u64>,
}

impl<'a, T> Iterator for PerhapsBlock<'a, T> {
    type Item = PerhapsItem<'a, T>;

    #[inline]
    fn next(&mut self) -> Option<PerhapsItem<'a, T>> {
        let k = self.range.next()?;
        // SAFETY: different iterations have different indices, and each iteration is asked for at most once (contract of
        // `block`; the range gives each number once).
        Some(unsafe { PerhapsItem::at(&self.slice, self.at.at(k)) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}
