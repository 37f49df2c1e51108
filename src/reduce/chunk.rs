//! Folding the items of one chunk into its partial.

use super::Reduction;

/// The items of one chunk, combined from left to right.
#[inline(always)]
pub(crate) fn fold<T, R: Reduction<T>>(op: &R, items: impl Iterator<Item = T>) -> T {
    items.fold(op.identity(), |a, b| op.combine(a, b))
}
