//! The name by `gethostname`.

/// The machine's name, or "localhost" if it has none.
pub(crate) fn hostname() -> String {
    // POSIX allows 255 bytes; one more stays zero, because a name that is cut short need not be terminated.
    let mut name = [0u8; 256];
    // SAFETY: the pointer is to 255 writable bytes.
    let result = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) };
    let length = name.iter().position(|&byte| byte == 0).unwrap_or(0);
    if result != 0 || length == 0 {
        return "localhost".to_owned();
    }
    String::from_utf8_lossy(&name[..length]).into_owned()
}
