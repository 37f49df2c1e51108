//! `sections`.

use std::ffi::{c_uint, c_void};

use ferromp::__raw::Member;

use crate::memory::share_memory;
use crate::reductions;

/// The number of the caller's next section, from 1; 0 if there is none.
#[inline]
fn next(member: &Member) -> c_uint {
    // At most as many as the compiler has counted in the same type.
    member.next_section().map_or(0, |section| section as c_uint + 1)
}

/// Begins a construct of `count` sections; answers the number of the first that the caller runs, 0 if none.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_sections_start(count: c_uint) -> c_uint {
    Member::with(|member| {
        member.begin_sections(u64::from(count));
        next(member)
    })
}

/// The same with a task reduction, or with memory for `lastprivate(conditional)`.
///
/// # Safety
/// What is not null may be read and written: the descriptor, and `memory`, which holds a size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_sections2_start(
    count: c_uint,
    descriptor: *mut usize,
    memory: *mut *mut c_void,
) -> c_uint {
    Member::with(|member| {
        member.begin_sections(u64::from(count));
        // SAFETY: passed on.
        unsafe {
            if !descriptor.is_null() {
                reductions::register_work(member, descriptor);
            }
            if !memory.is_null() {
                share_memory(member, memory);
            }
        }
        next(member)
    })
}

/// The number of the next section that the caller runs, 0 if none.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_sections_next() -> c_uint {
    Member::with(next)
}

/// Ends the construct and waits for all members.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_sections_end() {
    // In a region that is called off there is nothing to wait for.
    let _ = Member::with(|member| member.end_work());
}

/// Ends the construct without waiting.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_sections_end_nowait() {
    Member::with(|member| member.end_work_nowait());
}

/// Ends the construct and waits for all members, unless the region is cancelled: true if it is.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_sections_end_cancel() -> bool {
    Member::with(|member| member.end_work()).is_err()
}
