//! Showing where threads are bound (OpenMP 5.2, sections 18.3.8 to 18.3.11).
//!
//! Fortran hands over texts with their lengths, behind all other arguments; what is left of them is filled with blanks.

use ferromp::omp;
use std::ffi::{CStr, c_char};

/// A text of C's.
///
/// # Safety
/// `text` is null or ends with a zero.
unsafe fn c_text(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: contract of this function.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// A text of Fortran's, with all its blanks: they belong to it.
///
/// # Safety
/// `len` bytes can be read at `text`.
unsafe fn fortran_text(text: *const c_char, len: usize) -> String {
    if text.is_null() || len == 0 {
        return String::new();
    }
    // SAFETY: contract of this function.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), len) };
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes as much of `text` as there is room for, and a zero; answers its whole length.
///
/// # Safety
/// `size` bytes can be written at `buffer`.
unsafe fn to_c(text: &str, buffer: *mut c_char, size: usize) -> usize {
    if size > 0 && !buffer.is_null() {
        let len = text.len().min(size - 1);
        // SAFETY: contract of this function.
        unsafe {
            buffer.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), len);
            buffer.add(len).write(0);
        }
    }
    text.len()
}

/// Writes as much of `text` as there is room for, and blanks; answers its whole length.
///
/// # Safety
/// `size` bytes can be written at `buffer`.
unsafe fn to_fortran(text: &str, buffer: *mut c_char, size: usize) -> usize {
    if size > 0 && !buffer.is_null() {
        let len = text.len().min(size);
        // SAFETY: contract of this function.
        unsafe {
            buffer.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), len);
            buffer.add(len).cast::<u8>().write_bytes(b' ', size - len);
        }
    }
    text.len()
}

/// Sets `affinity-format-var`.
///
/// # Safety
/// `format` is a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_set_affinity_format(format: *const c_char) {
    // SAFETY: contract of this function.
    omp::set_affinity_format(&unsafe { c_text(format) });
}

/// [`omp_set_affinity_format`] for Fortran.
///
/// # Safety
/// `format` is a text of `len` characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_set_affinity_format_(format: *const c_char, len: usize) {
    // SAFETY: contract of this function.
    omp::set_affinity_format(&unsafe { fortran_text(format, len) });
}

/// Answers `affinity-format-var` and its length.
///
/// # Safety
/// `size` characters can be written at `buffer`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_affinity_format(buffer: *mut c_char, size: usize) -> usize {
    // SAFETY: contract of this function.
    unsafe { to_c(&omp::get_affinity_format(), buffer, size) }
}

/// [`omp_get_affinity_format`] for Fortran.
///
/// # Safety
/// `len` characters can be written at `buffer`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_get_affinity_format_(buffer: *mut c_char, len: usize) -> i32 {
    // SAFETY: contract of this function.
    unsafe { to_fortran(&omp::get_affinity_format(), buffer, len) as i32 }
}

/// Writes to standard error where the calling thread is bound.
///
/// # Safety
/// `format` is a text or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_display_affinity(format: *const c_char) {
    // SAFETY: contract of this function.
    omp::display_affinity(&unsafe { c_text(format) });
}

/// [`omp_display_affinity`] for Fortran.
///
/// # Safety
/// `format` is a text of `len` characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_display_affinity_(format: *const c_char, len: usize) {
    // SAFETY: contract of this function.
    omp::display_affinity(&unsafe { fortran_text(format, len) });
}

/// Writes where the calling thread is bound to `buffer`, and answers how long the text is.
///
/// # Safety
/// `size` characters can be written at `buffer`; `format` is a text or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_capture_affinity(
    buffer: *mut c_char,
    size: usize,
    format: *const c_char,
) -> usize {
    // SAFETY: contract of this function.
    unsafe { to_c(&omp::capture_affinity(&c_text(format)), buffer, size) }
}

/// [`omp_capture_affinity`] for Fortran.
///
/// # Safety
/// `len` characters can be written at `buffer`; `format` is a text of `format_len` characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_capture_affinity_(
    buffer: *mut c_char,
    format: *const c_char,
    len: usize,
    format_len: usize,
) -> i32 {
    // SAFETY: contract of this function.
    unsafe { to_fortran(&omp::capture_affinity(&fortran_text(format, format_len)), buffer, len) as i32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_cut_off_and_counted() {
        let mut buffer = [b'?' as c_char; 6];
        // SAFETY: so long are these texts and buffers.
        unsafe {
            assert_eq!(to_c("abcdefgh", buffer.as_mut_ptr(), 4), 8);
            assert_eq!(c_text(buffer.as_ptr()), "abc");
            assert_eq!(to_c("ab", std::ptr::null_mut(), 0), 2);
            assert_eq!(to_fortran("ab", buffer.as_mut_ptr(), 6), 2);
            assert_eq!(fortran_text(buffer.as_ptr(), 6), "ab    ");
            assert_eq!(to_fortran("abcdefgh", buffer.as_mut_ptr(), 5), 8);
            assert_eq!(fortran_text(buffer.as_ptr(), 6), "abcde ");
            assert_eq!(c_text(std::ptr::null()), "");
        }
    }
}
