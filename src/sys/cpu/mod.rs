//! The processor that runs the calling thread at this moment.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "other.rs")]
mod platform;

pub(crate) use platform::current_cpu;

/// What [`current_cpu`] answers where nobody knows.
pub(crate) const UNKNOWN: u32 = u32::MAX;

#[cfg(all(test, target_os = "linux", not(loom)))]
mod tests {
    use crate::sys::{CpuSet, affinity};

    #[test]
    fn a_bound_thread_runs_where_it_is_bound() {
        std::thread::spawn(|| {
            for cpu in affinity::current_mask().unwrap().iter() {
                affinity::set_current_mask(&CpuSet::from_iter([cpu])).unwrap();
                assert_eq!(super::current_cpu() as usize, cpu);
            }
        })
        .join()
        .unwrap();
    }
}
