//! Axes: spaces that can say their k-th item any number of times, so that others may be built of them.

use std::fmt::Debug;
use std::ops::Range;

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for crate::space::Span<T> {}
    impl<T> Sealed for crate::space::Steps<T> {}
}

/// What ranges, and `rev` and `step_by` of ranges, become: a dimension for [`collapse`](super::collapse()).
/// Sealed.
pub trait Axis: Copy + Debug + Send + Sync + sealed::Sealed {
    /// The integer type it counts in.
    type Index: Copy + Debug;
    /// A stretch of it.
    #[doc(hidden)]
    type Row: Iterator<Item = Self::Index> + Clone + Debug;

    /// The number of items.
    #[doc(hidden)]
    fn extent(&self) -> u64;

    /// Item `k`, for `k` below the extent.
    #[doc(hidden)]
    fn at(&self, k: u64) -> Self::Index;

    /// The first and the last of the items `range`, if there are any, and if each is one more than the one before.
    #[doc(hidden)]
    fn consecutive(&self, range: &Range<u64>) -> Option<(Self::Index, Self::Index)>;

    /// The `k` of which `index` is the item; `None` if there is none.
    #[doc(hidden)]
    fn position(&self, index: Self::Index) -> Option<u64>;

    /// The items `range`, which lies within the extent.
    #[doc(hidden)]
    fn row(&self, range: Range<u64>) -> Self::Row;
}
