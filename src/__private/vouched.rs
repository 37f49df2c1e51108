//! `unsafe shared(y)`: data that threads write without anything that keeps them apart but the user's word.

use std::marker::PhantomData;

/// A mutable borrow that all threads have. Every access goes through a pointer, and is the user's to answer for: that
/// no thread writes what another reads or writes at the same time.
#[derive(Debug)]
pub struct Vouched<'a, T: ?Sized> {
    data: *mut T,
    lent: PhantomData<&'a mut T>,
}

// SAFETY: it is a `&mut T`; what threads do with the pointer they do in `unsafe` blocks of their own.
unsafe impl<T: ?Sized + Send> Send for Vouched<'_, T> {}
// SAFETY: safe code gets nothing out of it but pointers and a length; `T: Send + Sync`, since whoever follows a pointer
// may move a value to its thread, or share it.
unsafe impl<T: ?Sized + Send + Sync> Sync for Vouched<'_, T> {}

impl<'a, T: ?Sized> Vouched<'a, T> {
    /// Takes the data; they are the caller's again when it is gone.
    #[inline]
    pub fn new(data: &'a mut T) -> Self {
        Self { data, lent: PhantomData }
    }

    /// Where the data are.
    #[inline]
    pub fn whole(&self) -> *mut T {
        self.data
    }
}

impl<T> Vouched<'_, [T]> {
    /// Where element `index` is.
    ///
    /// # Panics
    /// If there is no such element.
    #[inline]
    #[track_caller]
    pub fn element(&self, index: usize) -> *mut T {
        let len = self.len();
        assert!(index < len, "index out of bounds: the len is {len} but the index is {index}");
        self.data.cast::<T>().wrapping_add(index)
    }

    /// The number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::Vouched;

    #[test]
    #[should_panic = "the len is 2 but the index is 2"]
    fn bounds_are_checked() {
        Vouched::new(&mut [1, 2][..]).element(2);
    }
}
