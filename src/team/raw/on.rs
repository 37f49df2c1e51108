use std::any::Any;
use std::cell::{Cell, RefCell};

/// What is kept for callers that begin a construct in one call and end it in another.
pub(crate) struct Raw {
    /// The member has been told that its region is called off: nothing waits any longer.
    pub(crate) called_off: Cell<bool>,
    /// The caller's own.
    pub(crate) own: RefCell<Option<Box<dyn Any>>>,
}

impl Raw {
    #[inline]
    pub(crate) fn new() -> Self {
        Self { called_off: Cell::new(false), own: RefCell::new(None) }
    }
}
