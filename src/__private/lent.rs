//! Variables that critical sections share.

use std::ops::DerefMut;

use crate::prim::Mutex;

/// A variable that is mentioned in critical sections of one name only, for the time of a region. The sections exclude
/// each other already, so the lock is free whenever it is asked for; it is what makes that safe.
pub struct Lent<'a, T: ?Sized>(Mutex<&'a mut T>);

impl<'a, T: ?Sized> Lent<'a, T> {
    /// Takes the variable, until this is gone.
    #[inline]
    pub fn new(variable: &'a mut T) -> Self {
        Self(Mutex::new(variable))
    }

    /// The variable, for the section that the caller is in.
    #[inline]
    pub fn lock(&self) -> impl DerefMut<Target = &'a mut T> {
        self.0.lock()
    }
}

impl<T: ?Sized> std::fmt::Debug for Lent<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lent")
    }
}
