//! Items with their number.

use std::iter;
use std::ops::Range;

use super::{Admission, IntoSpace, Items, Space, check};

/// A space whose items carry their number. Made by [`enumerate`].
#[derive(Clone, Copy, Debug)]
pub struct Enumerated<S> {
    space: S,
    /// Taken once: the numbers lie below it whatever the space says later.
    len: u64,
}

/// Items paired with the number of their iteration, from 0: `(usize, item)`.
///
/// A function rather than a method, so that it never competes with [`Iterator::enumerate`].
///
/// # Panics
/// If the space has more iterations than a `usize` can number (32-bit machines only).
///
/// ```
/// use ferromp::space::{IntoSpace, Space, enumerate};
/// let mut squares = [0; 4];
/// let space = enumerate(&mut squares).into_space();
/// // SAFETY: all iterations, once.
/// unsafe { space.block(0..space.len()) }.for_each(|(i, x)| *x = i * i);
/// assert_eq!(squares, [0, 1, 4, 9]);
/// ```
pub fn enumerate<S: IntoSpace>(space: S) -> Enumerated<S::Space> {
    let space = space.into_space();
    let len = space.len();
    assert!(usize::try_from(len).is_ok(), "the {len} items of a space cannot be numbered with a usize");
    Enumerated { space, len }
}

impl<'i, S: Space> Items<'i> for Enumerated<S> {
    type Item = (usize, <S as Items<'i>>::Item);
    type Block = iter::Zip<Range<usize>, <S as Items<'i>>::Block>;
}

impl<S: Space> Space for Enumerated<S> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block<'i>(&'i self, range: Range<u64>) -> <Self as Items<'i>>::Block {
        check(&range, self.len);
        let numbers = range.start as usize..range.end as usize;
        // SAFETY: iteration k is iteration k of the inner space, and below the length that space has stated.
        numbers.zip(unsafe { self.space.block(range) })
    }

    #[inline]
    fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
        self.space.admit(admission);
    }
}
