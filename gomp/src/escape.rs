use std::ffi::c_void;

use ferromp::__raw::run_body;

/// What the compiler makes of a construct's body.
pub(crate) type Outlined = ferromp::__raw::Body;

/// A body and its data, on the way to the members of a team.
#[derive(Clone, Copy)]
pub(crate) struct Body {
    pub(crate) body: Outlined,
    pub(crate) data: *mut c_void,
}

// SAFETY: the compiler has made the body for all members of a team at once; what it does with its data is the user's
// program.
unsafe impl Sync for Body {}

impl Body {
    /// # Safety
    /// As for [`run_body`], which nothing leaves by unwinding.
    #[inline(always)]
    pub(crate) unsafe fn run(&self) {
        // SAFETY: passed on.
        unsafe { run_body(self.body, self.data) }
    }
}
