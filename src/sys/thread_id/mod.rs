//! The number by which the operating system's tools know a thread.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "other.rs")]
mod platform;

#[cfg(all(test, target_os = "linux"))]
mod other;

pub(crate) use platform::thread_id;

#[cfg(test)]
mod tests {
    fn distinguishes_threads(thread_id: fn() -> u64) {
        let own = thread_id();
        let other = std::thread::spawn(thread_id).join().unwrap();
        assert_ne!(own, other);
        assert_eq!(own, thread_id());
    }

    #[test]
    fn every_thread_has_its_own() {
        distinguishes_threads(super::thread_id);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_lists_it_and_the_fallback_counts() {
        assert!(std::fs::exists(format!("/proc/self/task/{}", super::thread_id())).unwrap());
        distinguishes_threads(super::other::thread_id);
    }
}
