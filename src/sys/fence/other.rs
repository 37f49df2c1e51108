use crate::prim::{Ordering, fence};

/// Nothing to prepare: both fences are the processor's own.
pub(crate) fn prepare() {}

/// The frequent side. Partner: [`heavy`].
#[inline]
pub(crate) fn light() {
    fence(Ordering::SeqCst);
}

/// The rare side. Partner: [`light`].
#[inline]
pub(crate) fn heavy() {
    fence(Ordering::SeqCst);
}
