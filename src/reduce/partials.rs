//! The table of partials: slots that many threads fill and one empties. The room's only unsafe code.

use super::Reduction;
use crate::prim::plain::AtomicU8;
use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

/// A slot's life. It only moves downwards, and whoever moves it to `WRITING` or `TAKEN` owns the value's
/// memory at that step.
///
/// | state | value | next |
/// |---|---|---|
/// | `EMPTY` | none | `WRITING`, by the one `put` that wins |
/// | `WRITING` | being moved in | `FULL`, by that `put` |
/// | `FULL` | initialised | `TAKEN`, by the one `take` that wins, or dropped with the table |
/// | `TAKEN` | moved out | |
const EMPTY: u8 = 0;
const WRITING: u8 = 1;
const FULL: u8 = 2;
const TAKEN: u8 = 3;

/// Eight slots with their states beside them: a slot's value and state share a line or two, and a table is
/// reset by one store for every eight slots.
pub(super) struct Group<T> {
    states: [AtomicU8; 8],
    values: [UnsafeCell<MaybeUninit<T>>; 8],
}

impl<T> Group<T> {
    pub(super) const SLOTS: usize = 8;

    fn empty() -> Self {
        Group {
            states: [const { AtomicU8::new(EMPTY) }; 8],
            values: [const { UnsafeCell::new(MaybeUninit::uninit()) }; 8],
        }
    }
}

/// `n` slots in borrowed memory. [`put`](Partials::put) and [`take`](Partials::take) may be called by any
/// thread at any time: a wrong or repeated index is a panic or a `None`, nothing worse. Dropping the table
/// drops what is in it.
pub(crate) struct Partials<'s, T> {
    groups: NonNull<Group<T>>,
    n: usize,
    _memory: PhantomData<&'s mut [Group<T>]>,
}

// SAFETY: the table owns its values, and sending it sends them.
unsafe impl<T: Send> Send for Partials<'_, T> {}
// SAFETY: through `&Partials` values are moved in and out, each by one thread at a time (the state decides),
// and never borrowed: that needs `T: Send` and no more.
unsafe impl<T: Send> Sync for Partials<'_, T> {}

impl<'s, T> Partials<'s, T> {
    /// A table of `n` empty slots at the first aligned place of `bytes`.
    ///
    /// # Panics
    ///
    /// If they do not fit.
    pub(super) fn within(bytes: &'s mut [MaybeUninit<u8>], n: usize) -> Self {
        let count = n.div_ceil(Group::<T>::SLOTS);
        // SAFETY: any bytes may be seen as uninitialised groups: `MaybeUninit` has no invalid pattern, and
        // `align_to_mut` keeps size and alignment.
        let (_, room, _) = unsafe { bytes.align_to_mut::<MaybeUninit<Group<T>>>() };
        let groups = &mut room[..count];
        for group in groups.iter_mut() {
            group.write(Group::empty());
        }
        Partials { groups: NonNull::from(groups).cast(), n, _memory: PhantomData }
    }

    /// How many slots.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    /// Moves `value` into slot `k`.
    ///
    /// # Panics
    ///
    /// If there is no slot `k`, or if it has been written before.
    #[inline]
    pub(crate) fn put(&self, k: usize, value: T) {
        let (state, slot) = self.slot(k);
        // Relaxed: claims the memory, which nobody has written since `within`, which happened before this
        // borrow.
        let claim = state.compare_exchange(EMPTY, WRITING, Ordering::Relaxed, Ordering::Relaxed);
        assert!(claim.is_ok(), "slot {k} of a table of partials written twice");
        // SAFETY: only the thread that moved the state from EMPTY to WRITING is here, once in the table's
        // life, and nobody reads before the store below. Moving cannot panic.
        unsafe { (*slot.get()).write(value) };
        // Release pairs with the Acquire in `take`.
        state.store(FULL, Ordering::Release);
    }

    /// Moves slot `k`'s value out; `None` if it has not been written, or has been taken.
    ///
    /// # Panics
    ///
    /// If there is no slot `k`.
    #[inline]
    pub(crate) fn take(&self, k: usize) -> Option<T> {
        let (state, slot) = self.slot(k);
        // Acquire pairs with the Release in `put`.
        state.compare_exchange(FULL, TAKEN, Ordering::Acquire, Ordering::Relaxed).ok()?;
        // SAFETY: the state was FULL, so the value is initialised and seen; only the thread that moved the
        // state from FULL to TAKEN is here, and nobody reads or drops it after.
        Some(unsafe { (*slot.get()).assume_init_read() })
    }

    /// All values combined in slot order, as a balanced tree whose shape depends on the number of slots
    /// alone: rounding errors grow with its depth, not with the number of slots. Slots never written are
    /// left out.
    ///
    /// `None` if all are empty. If the operator panics, what it has not consumed is dropped.
    pub(crate) fn combine_all<R: Reduction<T>>(mut self, op: &R) -> Option<T> {
        self.combine_range(op, 0, self.n)
    }

    fn combine_range<R: Reduction<T>>(&mut self, op: &R, from: usize, to: usize) -> Option<T> {
        /// Small enough for accuracy, large enough that recursion costs nothing.
        const RUN: usize = 8;
        if to - from <= RUN {
            return (from..to).filter_map(|k| self.take_alone(k)).reduce(|a, b| op.combine(a, b));
        }
        let middle = from + (to - from).next_multiple_of(2 * RUN) / 2;
        match (self.combine_range(op, from, middle), self.combine_range(op, middle, to)) {
            (Some(a), Some(b)) => Some(op.combine(a, b)),
            (a, b) => a.or(b),
        }
    }

    /// [`take`](Partials::take) without the price of an atomic exchange: nobody else has the table.
    #[inline]
    fn take_alone(&mut self, k: usize) -> Option<T> {
        let (state, slot) = self.slot(k);
        // Relaxed: the exclusive borrow was handed over by something that orders memory.
        if state.load(Ordering::Relaxed) != FULL {
            return None;
        }
        state.store(TAKEN, Ordering::Relaxed);
        // SAFETY: the state was FULL, so the value is initialised; the exclusive borrow keeps others out, and
        // TAKEN keeps it from being read or dropped again.
        Some(unsafe { (*slot.get()).assume_init_read() })
    }

    #[inline]
    fn slot(&self, k: usize) -> (&AtomicU8, &UnsafeCell<MaybeUninit<T>>) {
        assert!(k < self.n, "slot {k} of a table of {} partials", self.n);
        // SAFETY: `within` has initialised ⌈n/8⌉ groups in memory that is borrowed for 's, and k < n. Groups
        // are only ever shared: their states are atomics, their values cells.
        let group = unsafe { self.groups.add(k / Group::<T>::SLOTS).as_ref() };
        let place = k % Group::<T>::SLOTS;
        (&group.states[place], &group.values[place])
    }

    /// Drops what is in slots `*next..`; `next` runs ahead of the drop, so that a panic in one resumes behind
    /// it.
    fn drop_from(&mut self, next: &mut usize) {
        while *next < self.n {
            let k = *next;
            *next += 1;
            drop(self.take_alone(k));
        }
    }
}

impl<T> Drop for Partials<'_, T> {
    fn drop(&mut self) {
        if !std::mem::needs_drop::<T>() {
            return;
        }
        /// If a value's destructor panics, drops the rest on the way out, as a slice would.
        struct Rest<'a, 's, T>(&'a mut Partials<'s, T>, usize);
        impl<T> Drop for Rest<'_, '_, T> {
            fn drop(&mut self) {
                self.0.drop_from(&mut self.1);
            }
        }
        let mut rest = Rest(self, 0);
        rest.0.drop_from(&mut rest.1);
    }
}
