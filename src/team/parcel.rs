use std::any::TypeId;
use std::mem::{MaybeUninit, align_of, needs_drop, size_of};
use std::ptr;

use crate::prim::{AtomicPtr, Ordering, UnsafeCell};

const WORDS: usize = 3;

/// Room for one value in a member's hot line, so that a partial result travels with the arrival that
/// announces it. Larger values go through a box.
///
/// The protocol of the room above says who may touch it when: the member puts before it arrives, the parent
/// takes (and puts an answer) between that arrival and the release, the member takes after the release.
pub(crate) struct Parcel {
    words: UnsafeCell<[MaybeUninit<u64>; WORDS]>,
    /// The type of the value inside; null if there is none.
    label: AtomicPtr<TypeId>,
}

// SAFETY: `put` and `take` are unsafe and ask for exclusive access and for `T: Send`.
unsafe impl Sync for Parcel {}

/// What came out of a parcel.
pub(crate) enum Delivery<T> {
    Value(T),
    /// Nothing was inside.
    Empty,
    /// Somebody put a value of another type.
    OtherType,
}

impl Parcel {
    pub(crate) fn new() -> Self {
        Self {
            words: UnsafeCell::new([MaybeUninit::uninit(); WORDS]),
            label: AtomicPtr::new(ptr::null_mut()),
        }
    }

    const fn fits<T>() -> bool {
        size_of::<T>() <= WORDS * 8 && align_of::<T>() <= 8
    }

    /// Whether a `T` fits and may be forgotten: if its loop ends in a panic, nobody takes it out.
    pub(crate) const fn carries<T>() -> bool {
        Self::fits::<T>() && !needs_drop::<T>()
    }

    /// Puts `value` in.
    ///
    /// # Safety
    /// - Nobody else touches the parcel during the call, and this happens after the last call of another
    ///   thread.
    /// - The parcel is empty, or what is inside needs no drop.
    #[inline]
    pub(crate) unsafe fn put<T: Send + 'static>(&self, value: T) {
        // SAFETY: passed on.
        unsafe { self.put_unlabelled(value) };
        let label: &'static TypeId = const { &TypeId::of::<T>() };
        // Release: partner of the Acquire in `take`. The protocol of the room above orders the two already.
        self.label.store(ptr::from_ref(label).cast_mut(), Ordering::Release);
    }

    /// Takes the value out, if it is a `T`.
    ///
    /// # Safety
    /// - The last [`put`](Parcel::put) happens before this call, or the parcel has always been empty.
    /// - Nobody puts during the call. Others may take, but for a `T` without drop glue only one call may use
    ///   what it gets.
    #[inline]
    pub(crate) unsafe fn take<T: Send + 'static>(&self) -> Delivery<T> {
        let mine: &'static TypeId = const { &TypeId::of::<T>() };
        let label = self.label.load(Ordering::Acquire);
        // SAFETY: null, or made from a `&'static TypeId` in `put`.
        match unsafe { label.as_ref() } {
            None => return Delivery::Empty,
            // The same type may have several labels, one for each crate that uses it.
            Some(label) if !ptr::eq(label, mine) && label != mine => return Delivery::OtherType,
            Some(_) => {}
        }
        if needs_drop::<T>() || !Self::fits::<T>() {
            // A member that cleans up after an interrupt may take at the same time.
            if self.label.swap(ptr::null_mut(), Ordering::AcqRel).is_null() {
                return Delivery::Empty;
            }
        } else {
            self.label.store(ptr::null_mut(), Ordering::Relaxed);
        }
        // SAFETY: the label says that `put` wrote a `T`; the swap gave it to this call alone where it matters.
        Delivery::Value(unsafe { self.take_unlabelled() })
    }

    /// Leaks what is inside, if anything is: an answer that came for a member that was called off before. Between
    /// regions, by who opens the next: Relaxed, handed on by its publication.
    pub(crate) fn forget(&self) {
        self.label.store(ptr::null_mut(), Ordering::Relaxed);
    }

    /// [`put`](Parcel::put) for those who know otherwise what is inside and when.
    ///
    /// # Safety
    /// Nobody else touches the parcel during the call.
    #[inline]
    pub(crate) unsafe fn put_unlabelled<T: Send>(&self, value: T) {
        debug_assert!(self.label.load(Ordering::Relaxed).is_null(), "a value was left in the parcel");
        if Self::fits::<T>() {
            // SAFETY: it fits (just checked) and access is exclusive (contract).
            self.words.with_mut(|words| unsafe { words.cast::<T>().write(value) });
        } else {
            let boxed = Box::into_raw(Box::new(value));
            // SAFETY: a pointer fits into the first word; access is exclusive (contract).
            self.words.with_mut(|words| unsafe { words.cast::<*mut T>().write(boxed) });
        }
    }

    /// [`take`](Parcel::take) for a value put by [`put_unlabelled`](Parcel::put_unlabelled).
    ///
    /// # Safety
    /// A `T` has been put, that happens before this call, and it is taken once.
    #[inline]
    pub(crate) unsafe fn take_unlabelled<T: Send>(&self) -> T {
        if Self::fits::<T>() {
            // SAFETY: a `T` was written here (contract).
            self.words.with(|words| unsafe { words.cast::<T>().read() })
        } else {
            // SAFETY: the word is the pointer made when the `T` was put (contract).
            let boxed = self.words.with(|words| unsafe { words.cast::<*mut T>().read() });
            // SAFETY: as above; the value is taken once, so nobody else owns the box.
            unsafe { *Box::from_raw(boxed) }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn round_trip<T: Send + Clone + PartialEq + std::fmt::Debug + 'static>(value: T) {
        let parcel = Parcel::new();
        // SAFETY: one thread, put before take.
        unsafe {
            assert!(matches!(parcel.take::<T>(), Delivery::Empty));
            parcel.put(value.clone());
            assert!(matches!(parcel.take::<Box<Arc<u8>>>(), Delivery::OtherType));
            let Delivery::Value(taken) = parcel.take::<T>() else { panic!("the value is lost") };
            assert_eq!(taken, value);
        }
    }

    #[test]
    fn small_large_empty_and_over_aligned_values_come_out_as_they_went_in() {
        #[repr(align(64))]
        #[derive(Clone, Debug, PartialEq)]
        struct Aligned(u8);
        round_trip(());
        round_trip(7u8);
        round_trip([1.5f64; 3]);
        round_trip([1u64; 4]);
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
            assert!(matches!(parcel.take::<Arc<()>>(), Delivery::Value(_)));
            assert!(matches!(parcel.take::<Arc<()>>(), Delivery::Empty));
        }
        assert_eq!(Arc::strong_count(&counted), 1);
    }
}
