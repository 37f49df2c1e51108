use std::ffi::c_void;

use ferromp::__raw::die;

/// What the compiler makes of a construct's body.
pub(crate) type Outlined = unsafe extern "C-unwind" fn(data: *mut c_void);

/// Ends the process if it is dropped: while it stands, nothing may unwind.
struct Escape;

impl Drop for Escape {
    #[cold]
    fn drop(&mut self) {
        die("an exception or a panic has left an OpenMP construct, or its thread was ended inside one");
    }
}

/// Runs the body of a construct, which nothing leaves by unwinding.
///
/// # Safety
/// `body` may be called with `data`, here and now.
#[inline(always)]
pub(crate) unsafe fn run_body(body: Outlined, data: *mut c_void) {
    let escape = Escape;
    // SAFETY: contract of this function.
    unsafe { body(data) };
    std::mem::forget(escape);
}

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
    /// As for [`run_body`].
    #[inline(always)]
    pub(crate) unsafe fn run(&self) {
        // SAFETY: passed on.
        unsafe { run_body(self.body, self.data) }
    }
}
