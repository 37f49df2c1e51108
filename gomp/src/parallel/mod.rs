//! `parallel`, alone and combined with a loop or sections.
//!
//! A combined construct's body begins with `_next`: every member comes to the loop before its body runs. It ends without a
//! barrier, which the end of the region is.

mod loops;
mod plain;
mod split;

pub use loops::*;
pub use plain::*;
pub use split::*;

use std::ffi::c_uint;

use ferromp::ProcBind;

/// The `proc_bind` clause in the flags of a region.
#[inline]
fn proc_bind(flags: c_uint) -> Option<ProcBind> {
    match flags & 7 {
        0 => None,
        2 => Some(ProcBind::Primary),
        3 => Some(ProcBind::Close),
        4 => Some(ProcBind::Spread),
        _ => Some(ProcBind::True),
    }
}
