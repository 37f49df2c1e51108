use std::ffi::{c_int, c_long, c_uint, c_void};

use ferromp::__raw::{Body, CopyBlock, Member, Outlined};
use ferromp::Task;

use super::depend::Accesses;
use crate::truth::Truth;

pub(super) const FINAL: c_uint = 2;
const DEPEND: c_uint = 8;
pub(super) const PRIORITY: c_uint = 16;
const DETACH: c_uint = 0x2000;

/// The clauses that the flags of a task tell. `untied` and `mergeable` allow what is not made use of.
#[inline]
pub(super) fn clauses(flags: c_uint, deferred: bool) -> Task {
    Task::new().only_if(deferred).final_if(flags & FINAL != 0)
}

/// A priority as the compiler passes it: a negative one means none.
#[inline]
pub(super) fn with_priority(clauses: Task, priority: c_int) -> Task {
    clauses.priority(priority.try_into().unwrap_or(0))
}

/// Creates a task: `body` is called with a copy of the arguments at `data`, now or later.
///
/// Compilers that know fewer clauses pass fewer arguments: the last three are read only if a flag says that they are there.
///
/// # Safety
/// As the compiler calls it: `data` are `size` bytes that `copy` copies, or that are copied bytewise; `depend` is an array of
/// one of the forms in `depend.rs`; `detach` points to an event handle, and the first argument is one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_task(
    body: Body,
    data: *mut c_void,
    copy: Option<CopyBlock>,
    size: c_long,
    align: c_long,
    deferred: Truth,
    flags: c_uint,
    depend: *const *const c_void,
    priority: c_int,
    detach: *mut usize,
) {
    let deferred = deferred.holds();
    if flags & (FINAL | DEPEND | DETACH | PRIORITY) == 0 {
        if !deferred && copy.is_none() {
            // SAFETY: passed on.
            return unsafe { run_undeferred(body, data) };
        }
        if deferred {
            // SAFETY: passed on.
            return unsafe { create(body, data, copy, size, align) };
        }
    }
    let call = Outlined { body, data, copy, size: size as usize, align: align as usize };
    // SAFETY: passed on.
    unsafe { create_with(call, clauses(flags, deferred), flags, depend, priority, detach) }
}

/// # Safety
/// As for [`GOMP_task`].
#[inline(never)]
unsafe fn run_undeferred(body: Body, data: *mut c_void) {
    // SAFETY: contract of this function.
    Member::with(move |member| unsafe { member.undeferred_task(body, data) });
}

/// # Safety
/// As for [`GOMP_task`].
#[inline(never)]
unsafe fn create(body: Body, data: *mut c_void, copy: Option<CopyBlock>, size: c_long, align: c_long) {
    let call = Outlined { body, data, copy, size: size as usize, align: align as usize };
    // SAFETY: contract of this function.
    Member::with(move |member| unsafe { member.task(call, Task::new()) });
}

/// # Safety
/// As for [`GOMP_task`].
#[cold]
#[inline(never)]
unsafe fn create_with(
    call: Outlined,
    mut clauses: Task,
    flags: c_uint,
    depend: *const *const c_void,
    priority: c_int,
    detach: *mut usize,
) {
    if flags & PRIORITY != 0 {
        clauses = with_priority(clauses, priority);
    }
    Member::with(|member| {
        if flags & (DEPEND | DETACH) == 0 {
            // SAFETY: contract of this function.
            return unsafe { member.task_prepared(call, clauses, |_| ()) };
        }
        // SAFETY: contract of this function.
        let accesses = if flags & DEPEND != 0 { unsafe { Accesses::of(depend) } } else { Accesses::NONE };
        let event = (flags & DETACH != 0).then_some(detach);
        // SAFETY: contract of this function.
        unsafe { member.task_linked(call, clauses, accesses, event) }
    });
}

/// Fulfils the event of a detached task, on whatever thread.
///
/// # Safety
/// `event` is a handle that a task with the clause `detach` has been given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_fulfill_event(event: usize) {
    // SAFETY: contract of this function.
    unsafe { ferromp::__raw::fulfill_event(event) }
}

/// The same for Fortran.
///
/// # Safety
/// As for [`omp_fulfill_event`]: the handle comes by value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_fulfill_event_(event: usize) {
    // SAFETY: contract of this function.
    unsafe { omp_fulfill_event(event) }
}

/// Whether the calling thread runs a final task.
#[unsafe(no_mangle)]
pub extern "C" fn omp_in_final() -> c_int {
    Member::with(|member| member.is_final()).into()
}

/// The same for Fortran.
#[unsafe(no_mangle)]
pub extern "C" fn omp_in_final_() -> i32 {
    omp_in_final()
}
