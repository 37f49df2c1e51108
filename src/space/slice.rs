//! `&[T]` and `&mut [T]`, and what derefs to them.

use std::marker::PhantomData;
use std::ops::Range;
use std::slice;

use super::{IntoSpace, Items, Space, indices};

/// The elements of a slice, by reference.
#[derive(Debug)]
pub struct Slice<'a, T>(&'a [T]);

impl<'i, 'a, T> Items<'i> for Slice<'a, T> {
    type Item = &'a T;
    type Block = slice::Iter<'a, T>;
}

impl<'a, T> Space for Slice<'a, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> slice::Iter<'a, T> {
        self.0[indices(range, self.0.len())].iter()
    }
}

/// The elements of a slice, by mutable reference.
///
/// Elements reach other threads, so `T` must be `Send` for a loop to take it:
/// ```compile_fail,E0277
/// use ferromp::space::IntoSpace;
/// fn takes_a_space<S: IntoSpace<Space: Sync>>(_: S) {}
/// let mut counters = [std::rc::Rc::new(0)];
/// takes_a_space(&mut counters[..]);
/// ```
#[derive(Debug)]
pub struct SliceMut<'a, T> {
    data: *mut T,
    len: usize,
    lent: PhantomData<&'a mut [T]>,
}

// SAFETY: a `SliceMut` is a `&mut [T]` taken apart; moving it moves that reference, which is Send if T is.
unsafe impl<T: Send> Send for SliceMut<'_, T> {}
// SAFETY: through `&SliceMut` one can read the length, and, under the contract of `block`, take elements as
// `&mut T`, each at most once. So threads never share an element, they only receive it: T: Send is enough.
unsafe impl<T: Send> Sync for SliceMut<'_, T> {}

impl<'a, T> SliceMut<'a, T> {
    pub(super) fn new(slice: &'a mut [T]) -> Self {
        SliceMut { data: slice.as_mut_ptr(), len: slice.len(), lent: PhantomData }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Less of the slice.
    ///
    /// # Panics
    /// If the range is not within it.
    pub(super) fn cut(self, range: Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= self.len, "a part outside of its slice");
        // SAFETY: `start` is at most `len`, so the pointer stays within, or one past, the slice `data` came from.
        let data = unsafe { self.data.add(range.start) };
        SliceMut { data, len: range.end - range.start, lent: PhantomData }
    }

    /// The same slice, for a block that takes elements out of it one by one. Only [`part`](Self::part) makes
    /// references, so that two of these may exist is its caller's care.
    #[inline]
    pub(super) fn again(&self) -> Self {
        SliceMut { data: self.data, len: self.len, lent: PhantomData }
    }

    /// # Safety
    /// For all of `'b` no other reference to an element of `range` is used.
    ///
    /// # Panics
    /// If `range` is not within the slice.
    #[inline]
    #[allow(clippy::mut_from_ref, reason = "the caller vouches that the parts are disjoint")]
    pub(super) unsafe fn part<'b>(&self, range: Range<usize>) -> &'b mut [T]
    where
        'a: 'b,
    {
        assert!(range.start <= range.end && range.end <= self.len, "a part outside of its slice");
        // SAFETY: `start` is at most `len`, so the pointer stays within, or one past, the slice `data` came
        // from.
        let start = unsafe { self.data.add(range.start) };
        // SAFETY:
        // - `start` is valid, aligned and initialised for `end - start` elements: they lie in the slice
        //   (asserted);
        // - the slice is borrowed mutably for 'a, which outlives 'b;
        // - no other reference to these elements is used for 'b, by the caller's promise.
        unsafe { slice::from_raw_parts_mut(start, range.end - range.start) }
    }
}

impl<T> SliceMut<'_, T> {
    /// # Safety
    /// While the result is used, no mutable reference to an element is.
    pub(super) unsafe fn all(&self) -> &[T] {
        // SAFETY: `data` is valid and initialised for `len` elements and borrowed for longer than `self`;
        // nobody mutates them meanwhile, by the caller's promise.
        unsafe { slice::from_raw_parts(self.data, self.len) }
    }
}

impl<'i, 'a, T> Items<'i> for SliceMut<'a, T> {
    type Item = &'a mut T;
    type Block = slice::IterMut<'a, T>;
}

impl<'a, T> Space for SliceMut<'a, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.len as u64
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> slice::IterMut<'a, T> {
        // SAFETY: iteration k is element k, and each iteration is asked for at most once (contract of
        // `block`).
        unsafe { self.part(indices(range, self.len)) }.iter_mut()
    }
}

macro_rules! into_slice {
    ($([$($generics:tt)*] $from:ty;)*) => {$(
        impl<'a, $($generics)*> IntoSpace for &'a $from {
            type Space = Slice<'a, T>;

            #[inline]
            fn into_space(self) -> Slice<'a, T> {
                Slice(self)
            }
        }

        impl<'a, $($generics)*> IntoSpace for &'a mut $from {
            type Space = SliceMut<'a, T>;

            #[inline]
            fn into_space(self) -> SliceMut<'a, T> {
                SliceMut::new(self)
            }
        }
    )*};
}

into_slice! {
    [T] [T];
    [T] Vec<T>;
    [T, const N: usize] [T; N];
}

impl<'a, T> IntoSpace for slice::Iter<'a, T> {
    type Space = Slice<'a, T>;

    fn into_space(self) -> Slice<'a, T> {
        Slice(self.as_slice())
    }
}

impl<'a, T> IntoSpace for slice::IterMut<'a, T> {
    type Space = SliceMut<'a, T>;

    fn into_space(self) -> SliceMut<'a, T> {
        SliceMut::new(self.into_slice())
    }
}
