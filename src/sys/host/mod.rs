//! The name of the machine.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "other.rs")]
mod platform;

#[cfg(all(test, unix))]
mod other;

pub(crate) use platform::hostname;

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn is_the_kernels_name() {
        let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
        assert_eq!(super::hostname(), kernel.trim_end());
    }

    #[test]
    #[cfg(unix)]
    fn the_fallback_has_some_name() {
        assert!(!super::other::hostname().is_empty());
    }
}
