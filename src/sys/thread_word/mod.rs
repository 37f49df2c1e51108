//! One word of each thread, read more often than anything else: what the thread runs.
//!
//! In a shared library the compiler asks a function for the address of a thread-local. A word that it does not know of
//! can be reached by two instructions, wherever it is linked to: `initial_exec.rs`, for the C interface.

#[cfg_attr(
    all(feature = "raw", not(loom), target_os = "linux", target_arch = "x86_64"),
    path = "initial_exec.rs"
)]
#[cfg_attr(
    not(all(feature = "raw", not(loom), target_os = "linux", target_arch = "x86_64")),
    path = "local.rs"
)]
mod platform;

pub(crate) use platform::{get, replace, set};

#[cfg(all(test, not(loom)))]
mod tests {
    #[test]
    fn every_thread_has_its_own() {
        let (a, b) = (1, 2);
        let outer = super::replace((&raw const a).cast());
        std::thread::spawn(move || {
            assert!(super::get().is_null());
            super::set((&raw const b).cast());
            assert_eq!(super::get(), (&raw const b).cast());
        })
        .join()
        .unwrap();
        assert_eq!(super::replace(outer), (&raw const a).cast());
        assert_eq!(super::get(), outer);
    }
}
