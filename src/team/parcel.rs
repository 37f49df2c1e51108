use std::cell::UnsafeCell;
use std::mem::{MaybeUninit, align_of, needs_drop, size_of};

use crate::prim::{AtomicBool, Ordering};

const WORDS: usize = 4;

/// Room for one value in a member's hot line, so that a partial result travels with the arrival that
/// announces it. Larger values go through a box.
///
/// The protocol of the room above says who may touch it when: the member puts before it arrives, the parent
/// takes (and puts an answer) between that arrival and the release, the member takes after the release.
pub(crate) struct Parcel {
    words: UnsafeCell<[MaybeUninit<u64>; WORDS]>,
    /// Only for values with drop glue: whether one is inside, for whoever cleans up after an interrupt.
    full: AtomicBool,
}

// SAFETY: `put` and `take` are unsafe and ask for exclusive access and for `T: Send`.
unsafe impl Sync for Parcel {}

impl Parcel {
    pub(crate) fn new() -> Self {
        Self { words: UnsafeCell::new([MaybeUninit::uninit(); WORDS]), full: AtomicBool::new(false) }
    }

    const fn fits<T>() -> bool {
        size_of::<T>() <= WORDS * 8 && align_of::<T>() <= 8
    }

    /// # Safety
    /// - Nobody else touches the parcel during the call, and calls are ordered by happens-before.
    /// - The parcel is empty, or what is inside needs no drop.
    #[inline]
    pub(crate) unsafe fn put<T: Send>(&self, value: T) {
        if Self::fits::<T>() {
            // SAFETY: it fits (just checked) and access is exclusive (contract).
            unsafe { self.words.get().cast::<T>().write(value) };
        } else {
            let boxed = Box::into_raw(Box::new(value));
            // SAFETY: a pointer fits into the first word; access is exclusive (contract).
            unsafe { self.words.get().cast::<*mut T>().write(boxed) };
        }
        if !Self::fits::<T>() || needs_drop::<T>() {
            // Relaxed: ordered by the arrival or release that follows; see `take`.
            self.full.store(true, Ordering::Relaxed);
        }
    }

    /// # Safety
    /// - The last `put` was for the same `T` and happens before this call.
    /// - Nobody else calls `put` during the call. Others may call `take`: one of them receives the value, if
    ///   `T` needs a drop or does not fit; otherwise access must be exclusive.
    #[inline]
    pub(crate) unsafe fn take<T: Send>(&self) -> Option<T> {
        if (!Self::fits::<T>() || needs_drop::<T>()) && !self.full.swap(false, Ordering::AcqRel) {
            return None;
        }
        Some(if Self::fits::<T>() {
            // SAFETY: `put` wrote a `T` here (contract), and the swap above gave it to this call alone if it
            // matters.
            unsafe { self.words.get().cast::<T>().read() }
        } else {
            // SAFETY: as above; the word is the pointer made by `put`.
            unsafe { *Box::from_raw(self.words.get().cast::<*mut T>().read()) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn round_trip<T: Send + Clone + PartialEq + std::fmt::Debug>(value: T) {
        let parcel = Parcel::new();
        // SAFETY: one thread, put before take, same type.
        unsafe {
            parcel.put(value.clone());
            assert_eq!(parcel.take::<T>(), Some(value));
        }
    }

    #[test]
    fn small_large_empty_and_over_aligned_values_come_out_as_they_went_in() {
        #[repr(align(64))]
        #[derive(Clone, Debug, PartialEq)]
        struct Aligned(u8);
        round_trip(());
        round_trip(7u8);
        round_trip([1.5f64; 4]);
        round_trip([1u64; 5]);
        round_trip(String::from("text"));
        round_trip(vec![1, 2, 3]);
        round_trip(Aligned(3));
    }

    #[test]
    fn a_value_with_drop_glue_is_given_out_once() {
        let counted = Arc::new(());
        let parcel = Parcel::new();
        // SAFETY: as above.
        unsafe {
            parcel.put(counted.clone());
            assert!(parcel.take::<Arc<()>>().is_some());
            assert!(parcel.take::<Arc<()>>().is_none());
        }
        assert_eq!(Arc::strong_count(&counted), 1);
    }
}
