//! Mutable data lent to worksharing loops inside a region.

mod gate;
mod key;
mod lent;
mod read;
mod state;
mod ticket;

#[cfg(all(test, loom))]
mod loom_tests;
#[cfg(all(test, not(loom)))]
mod tests;

use std::ops::Range;
use std::{fmt, slice};

use self::gate::Gate;
use self::key::Shape;
pub use self::lent::SharedLent;
pub use self::read::{SharedIter, SharedReading, SharedRef};
pub use self::ticket::{Admission, Ticket};
use super::chunks::elements;
use super::{Items, SliceMut, Space, check, indices};

/// A mutable slice that the members of a team share, one worksharing construct at a time.
///
/// Inside a region every member evaluates `team.for_loop(shared.iter_mut())` on its own, so none of them can
/// hold the `&mut` that a combined loop would take. `SharedMut` holds it instead, and lends each iteration
/// its own element (or chunk) until that iteration ends.
///
/// **The rule.** Members that are in loops over one `SharedMut` at the same time are in the *same* loop; or
/// in loops of the same static schedule over as many iterations of the same region, where each member has the
/// same elements in each, so that a `nowait` chain of them is fine. A member that breaks the rule, because a
/// barrier is missing, panics with both places. The check is made once per member and loop, never per item.
/// Between such loops members may [`read`](Self::read) the whole.
///
/// An item cannot outlive its iteration. What a loop over a plain slice may do,
/// ```
/// # use ferromp::space::{IntoSpace, Items, Space};
/// # fn for_each<S: IntoSpace>(s: S, f: impl for<'i> FnMut(<S::Space as Items<'i>>::Item)) {
/// #     let s = s.into_space();
/// #     unsafe { s.block(0..s.len()) }.for_each(f);
/// # }
/// let mut y = [1.0, 2.0];
/// let mut kept = None;
/// for_each(&mut y[..], |item| kept = Some(item));
/// *kept.unwrap() = 3.0;
/// ```
/// a loop over shared data may not:
/// ```compile_fail,E0521
/// # use ferromp::space::{IntoSpace, Items, Space, SharedMut};
/// # fn for_each<S: IntoSpace>(s: S, f: impl for<'i> FnMut(<S::Space as Items<'i>>::Item)) {
/// #     let s = s.into_space();
/// #     unsafe { s.block(0..s.len()) }.for_each(f);
/// # }
/// let mut y = [1.0, 2.0];
/// let shared = SharedMut::new(&mut y);
/// let mut kept: Option<&mut f64> = None;
/// for_each(shared.iter_mut(), |item| kept = Some(item));
/// *kept.unwrap() = 3.0;
/// ```
pub struct SharedMut<'a, T> {
    slice: SliceMut<'a, T>,
    gate: Gate,
}

impl<'a, T> SharedMut<'a, T> {
    /// Takes the slice; it is the caller's again when the `SharedMut` is gone.
    pub fn new(slice: &'a mut [T]) -> Self {
        SharedMut { slice: SliceMut::new(slice), gate: Gate::new() }
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.slice.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements as an iteration space: each iteration is lent one.
    pub fn iter_mut(&self) -> SharedItems<'_, T> {
        SharedItems { shared: self }
    }

    /// The elements in pieces of `n` as an iteration space: each iteration is lent one piece, the last may be
    /// shorter.
    ///
    /// # Panics
    /// If `n` is 0.
    pub fn chunks_mut(&self, n: usize) -> SharedChunks<'_, T> {
        assert_ne!(n, 0, "the chunks of a slice have at least one element");
        SharedChunks { shared: self, n }
    }
}

impl<T> fmt::Debug for SharedMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the elements: who knows who has them.
        f.debug_struct("SharedMut").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// The elements of a [`SharedMut`], one per iteration.
#[derive(Debug)]
pub struct SharedItems<'s, T> {
    shared: &'s SharedMut<'s, T>,
}

/// The elements of a [`SharedMut`], several per iteration.
#[derive(Debug)]
pub struct SharedChunks<'s, T> {
    shared: &'s SharedMut<'s, T>,
    n: usize,
}

impl<'i, T> Items<'i> for SharedItems<'_, T> {
    type Item = &'i mut T;
    type Block = slice::IterMut<'i, T>;
}

impl<T> Space for SharedItems<'_, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.shared.len() as u64
    }

    #[inline]
    unsafe fn block<'i>(&'i self, range: Range<u64>) -> slice::IterMut<'i, T> {
        // SAFETY: iteration k is element k.
        // - Within this space and construct nobody else is handed it (contract of `block`).
        // - The caller was admitted by the gate, so whoever else holds elements now is in the same construct,
        //   where iteration k is this caller's alone, or in one where every member has the same iterations
        //   and element k is iteration k, too (the gate compares the number of elements per iteration).
        // - Items end with their iteration, before the admission does (contract of `block`).
        unsafe { self.shared.slice.part(indices(range, self.shared.len())) }.iter_mut()
    }

    fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
        admission.enter(&self.shared.gate, Shape::pieces(1));
    }
}

impl<'i, T> Items<'i> for SharedChunks<'_, T> {
    type Item = &'i mut [T];
    type Block = slice::ChunksMut<'i, T>;
}

impl<T> Space for SharedChunks<'_, T> {
    fn len(&self) -> u64 {
        self.shared.len().div_ceil(self.n) as u64
    }

    unsafe fn block<'i>(&'i self, range: Range<u64>) -> slice::ChunksMut<'i, T> {
        check(&range, self.len());
        let elements = elements(range, self.n, self.shared.len());
        // SAFETY: as for `SharedItems`, with iteration k standing for the elements k·n..(k+1)·n.
        unsafe { self.shared.slice.part(elements) }.chunks_mut(self.n)
    }

    fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
        admission.enter(&self.shared.gate, Shape::pieces(self.n as u64));
    }
}
