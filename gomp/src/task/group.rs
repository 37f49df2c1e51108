use ferromp::__raw::Member;

/// Begins a group of tasks.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_taskgroup_start() {
    Member::with(Member::begin_taskgroup);
}

/// Waits for all tasks of the group that was begun last, and what these have created, and ends it.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_taskgroup_end() {
    Member::with(Member::end_taskgroup);
}
