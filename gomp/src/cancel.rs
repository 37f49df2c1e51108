//! `cancel` and `cancellation point`: flags that compiled code looks at.

use std::ffi::c_int;

use ferromp::__raw::{Cancelled, Member};

use crate::truth::Truth;

/// What `which` says; several at once do not come.
enum What {
    Of(Cancelled),
    Taskgroup,
}

fn what(which: c_int) -> What {
    match which {
        1 => What::Of(Cancelled::Region),
        8 => What::Taskgroup,
        // 2 for a loop, 4 for sections: there is one construct around the caller.
        _ => What::Of(Cancelled::Work),
    }
}

fn is_cancelled(member: &Member, what: &What) -> bool {
    match what {
        What::Of(what) => member.is_cancelled(*what),
        What::Taskgroup => member.is_cancelled(Cancelled::Region) || member.is_taskgroup_cancelled(),
    }
}

/// Cancels the innermost construct of the kind `which` if `wanted` (the `if` clause); true if the caller goes to its end.
/// Never if `OMP_CANCELLATION` is not set.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_cancel(which: c_int, wanted: Truth) -> bool {
    if !wanted.holds() {
        return GOMP_cancellation_point(which);
    }
    if !Member::may_cancel() {
        return false;
    }
    Member::with(|member| match what(which) {
        What::Of(what) => member.cancel(what),
        What::Taskgroup => member.cancel_taskgroup(),
    });
    true
}

/// Whether the innermost construct of the kind `which` is cancelled: then the caller goes to its end.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_cancellation_point(which: c_int) -> bool {
    Member::may_cancel() && Member::with(|member| is_cancelled(member, &what(which)))
}
