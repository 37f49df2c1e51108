use super::platform::mask_of;
use super::{Bound, current_mask, main_mask, other, set_current_mask, unbound_cpus};
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
fn the_main_threads_mask_is_not_the_callers() {
    let before = main_mask().unwrap();
    on_own_thread(|| {
        let last = CpuSet::from_iter(current_mask().unwrap().iter().last());
        set_current_mask(&last).unwrap();
        assert_eq!((current_mask().unwrap(), main_mask().unwrap()), (last, before));
    });
}

#[test]
fn a_buffer_that_is_too_short_grows() {
    // No room at all is too little for every kernel.
    assert_eq!(mask_of(0, 0).unwrap(), current_mask().unwrap());
    let no_such_thread = mask_of(libc::pid_t::MAX, 0).unwrap_err();
    assert_eq!(no_such_thread.raw_os_error(), Some(libc::ESRCH));
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
    assert_eq!(other::main_mask().unwrap(), other::current_mask().unwrap());
    let error = other::set_current_mask(&CpuSet::from_iter([0])).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Unsupported);
}

#[test]
fn a_bound_thread_gets_its_mask_back_and_remembers_its_width() {
    on_own_thread(|| {
        let before = current_mask().unwrap();
        let last = CpuSet::from_iter(before.iter().last());
        let first = CpuSet::from_iter(before.iter().next());
        let mut outer = Bound::to(&last).unwrap();
        assert_eq!((current_mask().unwrap(), unbound_cpus().unwrap()), (last.clone(), before.len()));
        {
            let _inner = Bound::to(&first).unwrap();
            assert_eq!((current_mask().unwrap(), unbound_cpus().unwrap()), (first.clone(), before.len()));
        }
        assert_eq!(current_mask().unwrap(), last);
        outer.rebind(&first).unwrap();
        assert_eq!((current_mask().unwrap(), unbound_cpus().unwrap()), (first, before.len()));
        drop(outer);
        assert_eq!(current_mask().unwrap(), before);
        // Bound by someone else from now on: that counts.
        set_current_mask(&last).unwrap();
        assert_eq!(unbound_cpus().unwrap(), 1);
    });
}

#[test]
fn a_failed_binding_changes_nothing() {
    on_own_thread(|| {
        let before = current_mask().unwrap();
        assert!(Bound::to(&CpuSet::new()).is_err());
        assert_eq!((current_mask().unwrap(), unbound_cpus().unwrap()), (before.clone(), before.len()));
        set_current_mask(&CpuSet::from_iter(before.iter().take(1))).unwrap();
        assert_eq!(unbound_cpus().unwrap(), 1, "still taken for bound");
    });
}
