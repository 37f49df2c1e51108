//! What loops and regions leave behind in variables of the function around.

use std::cell::Cell;
use std::mem;

use crate::prim::Mutex;
use crate::reduce::Reduction;

/// The operator of `lastprivate`: of two values, the one from later iterations.
#[derive(Clone, Copy, Debug)]
pub struct Latest;

impl<T> Reduction<Option<T>> for Latest {
    #[inline]
    fn identity(&self) -> Option<T> {
        None
    }

    #[inline]
    fn combine(&self, a: Option<T>, b: Option<T>) -> Option<T> {
        b.or(a)
    }
}

/// The private copy that a reduction of `original` begins with.
#[inline]
pub fn identity<T, R: Reduction<T>>(op: &R, original: &T) -> T {
    op.identity_like(original)
}

/// Combines `total` into the variable that was reduced.
#[inline]
pub fn absorb<T, R: Reduction<T>>(op: &R, var: &mut T, total: T) {
    let before = mem::replace(var, op.identity());
    *var = op.combine(before, total);
}

/// The values of one chunk, combined as the operator likes best.
#[inline(always)]
pub fn fold<T, R: Reduction<T>>(op: &R, values: impl Iterator<Item = T>) -> T {
    op.fold(op.identity(), values)
}

/// What may stand behind `sum +=` where `sum` is a `T`.
pub trait Term<T> {
    /// The value.
    fn term(self) -> T;
}

impl<T> Term<T> for T {
    #[inline(always)]
    fn term(self) -> T {
        self
    }
}

impl<T: Copy> Term<T> for &T {
    #[inline(always)]
    fn term(self) -> T {
        *self
    }
}

/// One value of a reduction of `var`.
#[inline(always)]
pub fn term<T, V: Term<T>>(var: &T, value: V) -> T {
    let _ = var;
    value.term()
}

/// Values that the primary member leaves behind for the caller of a region.
pub struct Outcome<T>(Mutex<Option<T>>);

impl<T> Outcome<T> {
    /// Nothing yet.
    #[allow(clippy::new_without_default)]
    #[inline]
    pub fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Leaves `value`.
    #[inline]
    pub fn leave(&self, value: T) {
        *self.0.lock() = Some(value);
    }

    /// What was left; nothing if the region was cancelled first.
    #[inline]
    pub fn take(self) -> Option<T> {
        self.0.into_inner()
    }
}

impl<T> std::fmt::Debug for Outcome<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outcome")
    }
}

/// The sum of what one member has given to a `scan`.
pub struct Total<T>(Cell<Option<T>>);

impl<T: Clone> Total<T> {
    /// Begins with the operator's identity.
    #[inline]
    pub fn new(identity: T) -> Self {
        Self(Cell::new(Some(identity)))
    }

    /// Combines a value into it.
    #[inline]
    pub fn add<R: Reduction<T>>(&self, op: &R, value: &T) {
        if let Some(total) = self.0.take() {
            self.0.set(Some(op.combine(total, value.clone())));
        }
    }

    /// The total.
    #[inline]
    pub fn take(&self) -> T {
        match self.0.take() {
            Some(total) => total,
            None => unreachable!("a member that panics in its operator does not come here"),
        }
    }
}

impl<T> std::fmt::Debug for Total<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Total")
    }
}
