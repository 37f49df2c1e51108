//! Tasks in processes of their own: settings, the stack's end, forks.
#![cfg(unix)]

#[path = "common/child.rs"]
mod child;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};

use ferromp::{Parallel, Sum, Task, Team, omp};

#[test]
fn higher_priorities_run_first() {
    let _watch = watchdog::watch("higher_priorities_run_first");
    let said = child::run("priorities_child", &[("OMP_MAX_TASK_PRIORITY", "5")]);
    assert_eq!(said.value("order"), "[5, 5, 4, 3, 2, 1]");
    let said = child::run("priorities_child", &[]);
    assert_eq!(said.value("ran"), "6", "without the setting there are no priorities, but all tasks");
    assert_eq!(said.errors, "");
}

#[test]
#[ignore = "runs in a process of its own"]
fn priorities_child() {
    let order = Mutex::new(Vec::new());
    let (busy, over) = (AtomicBool::new(false), AtomicBool::new(false));
    Parallel::new().num_threads(2).run(|team| {
        if team.thread_num() == 1 {
            busy.store(true, SeqCst);
            while !over.load(SeqCst) {
                std::thread::yield_now();
            }
            return;
        }
        while !busy.load(SeqCst) {
            std::thread::yield_now();
        }
        // The other member is busy: all wait, and this one runs them at its next wait.
        for priority in [2, 4, 1, 9, 3, 5] {
            let order = &order;
            Task::new().priority(priority).spawn(team, move |_| order.lock().unwrap().push(priority.min(5)));
        }
        assert_eq!(order.lock().unwrap().len(), 0);
        team.taskwait();
        over.store(true, SeqCst);
    });
    let order = order.into_inner().unwrap();
    println!("\nran={}\norder={order:?}", order.len());
}

fn down(team: &Team<'_>, depth: u64) -> u64 {
    if depth == 0 {
        return 0;
    }
    let (a, b) = team.join(|team| down(team, depth - 1), |_| 1);
    a + b
}

/// A recursion a million deep ends as the serial one would: with its result or, where the stack is too small, with the
/// ordinary message.
#[test]
fn a_recursion_a_million_deep_ends_as_the_serial_one() {
    let _watch = watchdog::watch("a_recursion_a_million_deep_ends_as_the_serial_one");
    for stack in ["1M", "2G"] {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "deep_child", "--ignored", "--nocapture", "--quiet"])
            .env("RUST_MIN_STACK", if stack == "1M" { "1048576" } else { "2147483648" })
            .env("OMP_STACKSIZE", stack)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let overflowed = errors.contains("has overflowed its stack");
        assert!(output.status.success() || overflowed, "{:?}\n{errors}", output.status);
        assert_eq!(overflowed, stack == "1M", "{errors}");
    }
}

#[test]
#[ignore = "runs in a process of its own, which may end early"]
fn deep_child() {
    for members in [1, 2] {
        assert_eq!(Parallel::new().num_threads(members).masked(|team| down(team, 1_000_000)), 1_000_000);
    }
}

fn works(members: usize) -> bool {
    let done = AtomicUsize::new(0);
    let sums = Parallel::new().num_threads(members).map(|team| {
        for _ in 0..20 {
            team.task(|_| _ = done.fetch_add(1, Relaxed));
        }
        team.barrier();
        team.taskloop(0..100).reduce(Sum, |i| i) + i64::from(down(team, 50) == 50)
    });
    done.into_inner() == 20 * members && sums == vec![4951; members]
}

#[test]
fn forks_between_regions_with_tasks() {
    let _watch = watchdog::watch("forks_between_regions_with_tasks");
    let _said = child::run("fork_child", &[]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn fork_child() {
    assert_eq!(omp::get_max_task_priority(), 0);
    for members in [3, 1, 2] {
        assert!(works(members));
        for _ in 0..10 {
            // SAFETY: what the child runs is what this test is about; it leaves by `_exit`.
            let pid = unsafe { libc::fork() };
            assert!(pid >= 0, "fork failed");
            if pid == 0 {
                // SAFETY: a hang ends by a signal.
                unsafe { libc::alarm(30) };
                let good = works(members) && works(2);
                // SAFETY: ends the process at once.
                unsafe { libc::_exit(i32::from(!good)) }
            }
            let mut status = 0;
            // SAFETY: `pid` is a child of this process that nobody else waits for; `status` is writable.
            assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
            assert!(libc::WIFEXITED(status), "killed by signal {}", libc::WTERMSIG(status));
            assert_eq!(libc::WEXITSTATUS(status), 0);
            assert!(works(members), "the parent's team is as it was");
        }
    }
}
