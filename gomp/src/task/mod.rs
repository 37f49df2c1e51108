//! Tasks.

use ferromp::__raw::Member;

pub(crate) fn cancel_taskgroup(_member: &Member) {}
pub(crate) fn is_taskgroup_cancelled(_member: &Member) -> bool {
    false
}
