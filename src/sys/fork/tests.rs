use super::{Count, generation, other};

/// Runs `child` in a forked process and returns its exit code.
fn in_fork(child: impl FnOnce() -> i32) -> i32 {
    // SAFETY: the child calls only `child`, which touches atomics and forks, and leaves by `_exit`: it takes no lock
    // that a thread of the parent may hold.
    let pid = unsafe { libc::fork() };
    assert!(pid >= 0, "fork failed");
    if pid == 0 {
        let code = child();
        // SAFETY: ends the process at once.
        unsafe { libc::_exit(code) }
    }
    let mut status = 0;
    // SAFETY: `pid` is a child of this process that nobody else waits for; `status` is writable.
    assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
    assert!(libc::WIFEXITED(status), "child was killed");
    libc::WEXITSTATUS(status)
}

#[test]
fn a_child_is_of_a_later_generation_and_its_parent_stays() {
    let before = generation();
    assert!(before > 0);
    let code = in_fork(|| {
        let child = generation();
        let grandchild_is_later = in_fork(|| i32::from(generation() > child));
        i32::from(child > before) + 2 * grandchild_is_later
    });
    assert_eq!(code, 3);
    assert_eq!(generation(), before);
}

#[test]
fn a_count_begins_anew_in_a_child() {
    let count = Count::new();
    count.add(3);
    let code = in_fork(|| {
        let inherited = count.get();
        // What the parent added is not there to be taken off.
        count.subtract(1);
        count.add(2);
        inherited as i32 * 16 + count.get() as i32
    });
    assert_eq!((code, count.get()), (2, 3));
    assert!(!count.update(|n| (n > 3).then_some(n)) && count.update(|n| Some(n - 1)));
    count.subtract(7);
    assert_eq!(count.get(), 0);
}

#[test]
fn without_fork_the_generation_is_constant() {
    assert_eq!(other::generation(), other::generation());
}
