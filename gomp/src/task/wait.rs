use std::ffi::c_void;

use ferromp::__raw::Member;

use super::depend::Accesses;

/// Waits for the tasks that the current task has created.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_taskwait() {
    Member::with(Member::taskwait);
}

/// Waits for those of them that a task with these dependences would wait for.
///
/// # Safety
/// `depend` is an array of one of the forms in `depend.rs`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_taskwait_depend(depend: *const *const c_void) {
    // SAFETY: contract of this function.
    Member::with(|member| member.taskwait_for(unsafe { Accesses::of(depend) }));
}

/// Lets the calling thread run another task, if there is one that it may run.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_taskyield() {
    Member::with(Member::taskyield);
}
