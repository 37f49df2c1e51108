//! The arithmetic of a prefix sum in two passes (`scan`, OpenMP 5.2 §5.6).
//!
//! First pass: each block is folded to its total. Between: [`offsets`] turns the totals into what precedes
//! each block. Second pass: each block is scanned from its offset, [`inclusive_block`] or
//! [`exclusive_block`]. Operands keep their order throughout, so the operator need not commute. Each item is
//! produced twice, and combined twice.

use super::Reduction;

/// Replaces each block's total by what precedes the block: `start` combined with all earlier totals, in
/// order. Returns `start` combined with all totals.
///
/// A panic in the operator leaves the slice with valid values of no meaning.
pub(crate) fn offsets<T: Clone, R: Reduction<T>>(op: &R, start: T, totals: &mut [T]) -> T {
    totals.iter_mut().fold(start, |before, total| {
        let own = std::mem::replace(total, before.clone());
        op.combine(before, own)
    })
}

/// Scans one block: `emit` receives, for each item, `offset` combined with all items up to and including it.
pub(crate) fn inclusive_block<T: Clone, R: Reduction<T>>(
    op: &R,
    offset: T,
    items: impl Iterator<Item = T>,
    mut emit: impl FnMut(T),
) {
    items.fold(offset, |before, item| {
        let upto = op.combine(before, item);
        emit(upto.clone());
        upto
    });
}

/// Scans one block: `emit` receives, for each item, `offset` combined with all items before it.
pub(crate) fn exclusive_block<T: Clone, R: Reduction<T>>(
    op: &R,
    offset: T,
    items: impl Iterator<Item = T>,
    mut emit: impl FnMut(T),
) {
    items.fold(offset, |before, item| {
        emit(before.clone());
        op.combine(before, item)
    });
}
