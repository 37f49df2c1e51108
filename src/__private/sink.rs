//! The indices of sinks. What would be before the first integer or after the last wraps around, and is outside of every
//! loop that has an iteration there.

use crate::space::Integer;

/// `index - far`.
#[inline]
pub fn before<T: Integer>(index: T, far: T) -> T {
    far.difference(index)
}

/// `index + far`.
#[inline]
pub fn after<T: Integer>(index: T, far: T) -> T {
    let zero = T::ONE.difference(T::ONE);
    far.difference(zero).difference(index)
}
