//! `parallel`.

use std::ffi::{c_uint, c_void};

use ferromp::__raw::Region;
use ferromp::ProcBind;

use crate::escape::{Body, Outlined};

/// The `proc_bind` clause in the flags of a region.
#[inline]
fn proc_bind(flags: c_uint) -> Option<ProcBind> {
    match flags & 7 {
        1 => Some(ProcBind::True),
        2 => Some(ProcBind::Primary),
        3 => Some(ProcBind::Close),
        4 => Some(ProcBind::Spread),
        _ => None,
    }
}

/// Opens a region: `body` is called with `data` by every member. `num_threads` of 0: as the settings say.
///
/// # Safety
/// The members of the team may call `body` with `data` at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_parallel(
    body: Outlined,
    data: *mut c_void,
    num_threads: c_uint,
    flags: c_uint,
) {
    let body = Body { body, data };
    // SAFETY: contract of this function.
    Region::find(num_threads, proc_bind(flags)).run(&|_| unsafe { body.run() });
}
