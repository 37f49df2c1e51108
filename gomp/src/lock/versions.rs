//! The locks' routines. Those of version `OMP_1.0` have names of our own here; `compat.S` gives them theirs.

use super::mutex;
use super::nest::{NestLock, TaskId};
use super::thread_nest::ThreadNestLock;
use ferromp::__raw::Member;
use std::ffi::{c_int, c_uint};
use std::sync::atomic::AtomicU32;

/// The calling task.
fn task() -> TaskId {
    let number = Member::with(|member| member.task_number());
    // Addresses are never 0.
    TaskId::new(number).unwrap_or(TaskId::MIN)
}

/// The routines of one kind of lock, for C and for Fortran. All get the lock's address.
macro_rules! routines {
    ($($(#[$about:meta])* $name:ident, $fortran:ident($lock:ident: $type:ty) $(-> $answer:ty)? { $($body:tt)* })*) => {$(
        $(#[$about])*
        ///
        /// # Safety
        /// The address is that of a lock that has been initialised, or is being so, and is not destroyed meanwhile.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($lock: $type) $(-> $answer)? {
            $($body)*
        }

        #[doc = concat!("[`", stringify!($name), "`] for Fortran.\n\n# Safety\nAs there.")]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $fortran(lock: $type) $(-> $answer)? {
            // SAFETY: contract of this function.
            unsafe { $name(lock) }
        }
    )*};
}

routines! {
    /// Makes an unset lock.
    omp_init_lock, omp_init_lock_(lock: *mut AtomicU32) {
        // SAFETY: contract of this function.
        unsafe { lock.write(AtomicU32::new(0)) };
    }

    /// Ends a lock's life. Nothing has to be given back.
    omp_destroy_lock, omp_destroy_lock_(_lock: *mut AtomicU32) {}

    /// Waits until the lock is unset, and sets it.
    omp_set_lock, omp_set_lock_(lock: *mut AtomicU32) {
        // SAFETY: contract of this function.
        mutex::lock(unsafe { &*lock });
    }

    /// Unsets the lock.
    omp_unset_lock, omp_unset_lock_(lock: *mut AtomicU32) {
        // SAFETY: contract of this function.
        mutex::unlock(unsafe { &*lock });
    }

    /// Sets the lock if it is unset; whether it was.
    omp_test_lock, omp_test_lock_(lock: *mut AtomicU32) -> c_int {
        // SAFETY: contract of this function.
        mutex::try_lock(unsafe { &*lock }).into()
    }

    /// Makes an unset lock of a thread.
    ferromp_init_nest_lock_1, ferromp_init_nest_lock_1_(lock: *mut ThreadNestLock) {
        // SAFETY: contract of this function.
        unsafe { lock.write(ThreadNestLock::default()) };
    }

    /// Ends the life of a thread's lock.
    ferromp_destroy_nest_lock_1, ferromp_destroy_nest_lock_1_(_lock: *mut ThreadNestLock) {}

    /// Waits until the lock is unset or the thread's own, and sets it.
    ferromp_set_nest_lock_1, ferromp_set_nest_lock_1_(lock: *mut ThreadNestLock) {
        // SAFETY: contract of this function.
        unsafe { &*lock }.set();
    }

    /// Undoes one setting.
    ferromp_unset_nest_lock_1, ferromp_unset_nest_lock_1_(lock: *mut ThreadNestLock) {
        // SAFETY: contract of this function.
        unsafe { &*lock }.unset();
    }

    /// Sets the lock if it is unset or the thread's own; how often it has set it then, 0 if it is another's.
    ferromp_test_nest_lock_1, ferromp_test_nest_lock_1_(lock: *mut ThreadNestLock) -> c_int {
        // SAFETY: contract of this function.
        unsafe { &*lock }.test() as c_int
    }
}

/// Nestable locks of tasks. What Fortran has room for is their address.
macro_rules! task_routines {
    ($($(#[$about:meta])* $name:ident, $fortran:ident($lock:ident) $(-> $answer:ty)? { $($body:tt)* })*) => {$(
        $(#[$about])*
        ///
        /// # Safety
        /// The address is that of a lock that has been initialised and is not destroyed meanwhile.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(lock: *mut NestLock) $(-> $answer)? {
            // SAFETY: contract of this function.
            let $lock = unsafe { &*lock };
            $($body)*
        }

        #[doc = concat!("[`", stringify!($name), "`] for Fortran.\n\n# Safety\nAs there.")]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $fortran(lock: *mut *mut NestLock) $(-> $answer)? {
            // SAFETY: contract of this function; `omp_init_nest_lock_` has put the address there.
            unsafe { $name(*lock) }
        }
    )*};
}

task_routines! {
    /// Waits until the lock is unset or the task's own, and sets it.
    omp_set_nest_lock, omp_set_nest_lock_(lock) {
        lock.set(task());
    }

    /// Undoes one setting.
    omp_unset_nest_lock, omp_unset_nest_lock_(lock) {
        lock.unset();
    }

    /// Sets the lock if it is unset or the task's own; how often it has set it then, 0 if it is another's.
    omp_test_nest_lock, omp_test_nest_lock_(lock) -> c_int {
        lock.test(task()) as c_int
    }
}

/// Makes an unset lock of a task.
///
/// # Safety
/// The address is a lock's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_nest_lock(lock: *mut NestLock) {
    // SAFETY: contract of this function.
    unsafe { lock.write(NestLock::default()) };
}

/// Ends the life of a task's lock.
///
/// # Safety
/// None; it has the type of the others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_destroy_nest_lock(_lock: *mut NestLock) {}

/// [`omp_init_nest_lock`] for Fortran: makes the lock elsewhere.
///
/// # Safety
/// An address can be written to `lock`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_nest_lock_(lock: *mut *mut NestLock) {
    // SAFETY: contract of this function.
    unsafe { lock.write(Box::into_raw(Box::default())) };
}

/// [`omp_destroy_nest_lock`] for Fortran.
///
/// # Safety
/// `lock` has been initialised, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_destroy_nest_lock_(lock: *mut *mut NestLock) {
    // SAFETY: `omp_init_nest_lock_` has put a box there, and null is no box any more.
    drop(unsafe { Box::from_raw(lock.replace(std::ptr::null_mut())) });
}

/// [`omp_init_lock`]; what is said about the lock's use changes nothing.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_lock_with_hint(lock: *mut AtomicU32, _hint: c_uint) {
    // SAFETY: contract of this function.
    unsafe { omp_init_lock(lock) };
}

/// [`omp_init_nest_lock`]; what is said about the lock's use changes nothing.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_init_nest_lock_with_hint(lock: *mut NestLock, _hint: c_uint) {
    // SAFETY: contract of this function.
    unsafe { omp_init_nest_lock(lock) };
}
