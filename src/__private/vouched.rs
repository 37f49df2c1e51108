//! `unsafe shared(y)`: data that threads write without anything that keeps them apart but the user's word.

use std::marker::PhantomData;

/// A mutable borrow that all threads have. Every access is the user's to answer for: that no thread writes what another
/// reads or writes at the same time. That references do not outlive the data is checked all the same.
#[derive(Debug)]
pub struct Vouched<'a, T: ?Sized> {
    data: *mut T,
    lent: PhantomData<&'a mut T>,
}

// SAFETY: it is a `&mut T`; what threads do with the pointer they do in `unsafe` blocks of their own.
unsafe impl<T: ?Sized + Send> Send for Vouched<'_, T> {}
// SAFETY: safe code gets nothing out of it but a length; `T: Send + Sync`, since whoever has a reference
// may move a value to its thread, or share it.
unsafe impl<T: ?Sized + Send + Sync> Sync for Vouched<'_, T> {}

impl<'a, T: ?Sized> Vouched<'a, T> {
    /// Takes the data; they are the caller's again when it is gone.
    #[inline]
    pub fn new(data: &'a mut T) -> Self {
        Self { data, lent: PhantomData }
    }

    /// The data, for an access that reads.
    ///
    /// # Safety
    /// While the reference is used nobody writes what is read through it.
    #[inline]
    pub unsafe fn whole(&self) -> &T {
        // SAFETY: made from a reference that outlives this; contract of this function.
        unsafe { &*self.data }
    }

    /// The same for one that writes.
    ///
    /// # Safety
    /// While the reference is used nobody else reads or writes what is accessed through it.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn whole_mut(&self) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.data }
    }
}

impl<T> Vouched<'_, [T]> {
    /// Element `index`, for an access that reads.
    ///
    /// # Panics
    /// If there is no such element.
    ///
    /// # Safety
    /// While the reference is used nobody writes the element.
    #[inline]
    #[track_caller]
    pub unsafe fn element(&self, index: usize) -> &T {
        // SAFETY: in bounds, made from a reference that outlives this; contract of this function.
        unsafe { &*self.at(index) }
    }

    /// The same for one that writes.
    ///
    /// # Panics
    /// If there is no such element.
    ///
    /// # Safety
    /// While the reference is used nobody else reads or writes the element.
    #[inline]
    #[track_caller]
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn element_mut(&self, index: usize) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.at(index) }
    }

    /// Where element `index` is.
    #[inline]
    #[track_caller]
    fn at(&self, index: usize) -> *mut T {
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
        let mut data = [1, 2];
        let vouched = Vouched::new(&mut data[..]);
        // SAFETY: nobody else has it.
        let _element = unsafe { vouched.element(2) };
    }
}
