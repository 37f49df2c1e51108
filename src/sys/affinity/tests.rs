use super::{current_mask, other, set_current_mask};
use crate::sys::CpuSet;
use std::{io, thread};

/// Masks belong to threads: what a test does on one of its own cannot leak into the next test.
fn on_own_thread<T: Send>(body: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(body).join().unwrap())
}

#[test]
fn kernel_confirms_the_mask_that_was_set() {
    let before = current_mask().unwrap();
    on_own_thread(|| {
        for cpu in before.iter() {
            let one = CpuSet::from_iter([cpu]);
            set_current_mask(&one).unwrap();
            assert_eq!(current_mask().unwrap(), one);
        }
        set_current_mask(&before).unwrap();
        assert_eq!(current_mask().unwrap(), before);
    });
    assert_eq!(current_mask().unwrap(), before, "another thread's mask has changed");
}

#[test]
fn a_thread_inherits_the_mask_of_its_creator() {
    on_own_thread(|| {
        let first = CpuSet::from_iter(current_mask().unwrap().iter().take(1));
        set_current_mask(&first).unwrap();
        assert_eq!(on_own_thread(current_mask).unwrap(), first);
    });
}

#[test]
fn cpus_that_do_not_exist_are_refused_and_change_nothing() {
    on_own_thread(|| {
        let before = current_mask().unwrap();
        for nowhere in [CpuSet::new(), CpuSet::from_iter([CpuSet::MAX_CPU])] {
            let error = set_current_mask(&nowhere).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
            assert_eq!(current_mask().unwrap(), before);
        }
    });
}

#[test]
fn the_fallback_counts_and_refuses() {
    assert_eq!(other::current_mask().unwrap().len(), thread::available_parallelism().unwrap().get());
    let error = other::set_current_mask(&CpuSet::from_iter([0])).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Unsupported);
}
