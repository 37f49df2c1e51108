//! What is said to the user, in the words of gcc's runtime: programs look for these.

use std::ffi::{CStr, c_char};
use std::io::Write;

/// Writes a line to standard error.
pub(crate) fn warn(text: &str) {
    let text = format!("\nlibgomp: {text}\n");
    // Nobody can be told that standard error is closed.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Writes a line to standard error, and ends the process.
#[cold]
pub(crate) fn fatal(text: &str) -> ! {
    warn(text);
    // SAFETY: no conditions; handlers of `atexit` run, as they do when the program ends itself.
    unsafe { libc::exit(1) }
}

/// What an `error` directive says.
///
/// # Safety
/// `message` is null, or `len` bytes can be read there, or it ends with a zero if `len` is the greatest number.
unsafe fn directive(message: *const c_char, len: usize) -> String {
    let said = "error directive encountered";
    if message.is_null() {
        return said.to_owned();
    }
    // SAFETY: contract of this function.
    let bytes = unsafe {
        match len {
            usize::MAX => CStr::from_ptr(message).to_bytes(),
            len => std::slice::from_raw_parts(message.cast(), len),
        }
    };
    format!("{said}: {}", String::from_utf8_lossy(bytes))
}

/// `error severity(warning)`.
///
/// # Safety
/// `message` is null, or `len` bytes can be read there, or it ends with a zero if `len` is the greatest number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_warning(message: *const c_char, len: usize) {
    // SAFETY: contract of this function.
    warn(&unsafe { directive(message, len) });
}

/// `error severity(fatal)`.
///
/// # Safety
/// As for [`GOMP_warning`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_error(message: *const c_char, len: usize) {
    // SAFETY: contract of this function.
    fatal(&format!("fatal error: {}", unsafe { directive(message, len) }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_with_and_without_length() {
        let text = c"hello";
        // SAFETY: the text is that long and ends with a zero.
        unsafe {
            assert_eq!(directive(text.as_ptr(), 4), "error directive encountered: hell");
            assert_eq!(directive(text.as_ptr(), usize::MAX), "error directive encountered: hello");
            assert_eq!(directive(std::ptr::null(), 3), "error directive encountered");
        }
    }
}
