//! Variables that a task takes along.

/// A value that a closure captures by move, whatever its type: of a `Copy` type a closure that only reads would borrow.
#[derive(Debug)]
pub struct Taken<T>(T);

impl<T> Taken<T> {
    /// Takes the value.
    #[inline]
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    #[inline]
    pub fn into_inner(self) -> T {
        self.0
    }
}
