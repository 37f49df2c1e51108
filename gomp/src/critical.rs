//! `critical`, and `atomic` where the machine has no instruction for it.
//!
//! The `critical` without a name is that of Rust's code, too. A named one excludes what has the same variable.

use std::ffi::c_void;
use std::ptr::NonNull;

use ferromp::__raw::Section;

/// All updates that are atomic by exclusion.
static ATOMIC: Padded = Padded(Section::new());

/// On a line of its own, so that who holds one section is not disturbed by those who want another.
#[repr(align(128))]
struct Padded(Section);

/// Enters the `critical` without a name.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_critical_start() {
    Section::unnamed().enter();
}

/// Leaves it.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_critical_end() {
    Section::unnamed().leave();
}

/// Enters the `critical` whose name the variable at `name` stands for: eight bytes, all zero at first, which all objects of
/// the program share.
///
/// # Safety
/// As said; and nothing else uses the variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_critical_name_start(name: *mut *mut c_void) {
    // SAFETY: contract of this function.
    unsafe { section(name) }.enter();
}

/// Leaves it.
///
/// # Safety
/// As for [`GOMP_critical_name_start`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_critical_name_end(name: *mut *mut c_void) {
    // SAFETY: contract of this function.
    unsafe { section(name) }.leave();
}

/// The lock lies in the variable itself.
///
/// # Safety
/// As for [`GOMP_critical_name_start`].
#[inline]
unsafe fn section<'a>(name: *mut *mut c_void) -> &'a Section {
    const { assert!(size_of::<Section>() <= size_of::<*mut c_void>()) };
    match NonNull::new(name.cast::<Section>()) {
        // SAFETY: zeroes are a section that nobody is in, and it fits.
        Some(section) => unsafe { section.as_ref() },
        None => Section::unnamed(),
    }
}

/// Enters the section of updates that exclude each other.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_atomic_start() {
    ATOMIC.0.enter();
}

/// Leaves it.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_atomic_end() {
    ATOMIC.0.leave();
}
