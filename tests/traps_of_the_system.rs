//! Traps that come from the operating system: fork, threads that cannot be had, idle processors, masks.
#![cfg(target_os = "linux")]

#[path = "common/child.rs"]
#[allow(dead_code, reason = "these children report by succeeding")]
mod child;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::mem::{size_of, zeroed};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use ferromp::{Parallel, ProcBind, Schedule, Sum, parallel, parallel_for};

/// Runs `child` in a forked process, which must end well within 30 seconds.
fn in_fork(child: impl FnOnce() -> bool) {
    // SAFETY: what the child runs is what this test is about; it leaves by `_exit`.
    let pid = unsafe { libc::fork() };
    assert!(pid >= 0, "fork failed");
    if pid == 0 {
        // SAFETY: a hang ends by a signal.
        unsafe { libc::alarm(30) };
        let good = child();
        // SAFETY: ends the process at once.
        unsafe { libc::_exit(i32::from(!good)) }
    }
    let mut status = 0;
    // SAFETY: `pid` is a child of this process that nobody else waits for; `status` is writable.
    assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
    assert!(libc::WIFEXITED(status), "the child was killed by signal {}", libc::WTERMSIG(status));
    assert_eq!(libc::WEXITSTATUS(status), 0);
}

/// A region, a combined loop and an exchange work.
fn works(members: usize) -> bool {
    let numbers = Parallel::new().num_threads(members).map(|team| {
        team.barrier();
        (team.thread_num(), team.reduce(Sum, 1))
    });
    let mut data = vec![0_u8; 1000];
    parallel_for(&mut data[..]).num_threads(members).for_each(|x| *x += 1);
    numbers.into_iter().eq((0..members).map(|number| (number, members))) && data == vec![1; 1000]
}

#[test]
fn trap_05_fork_after_a_region() {
    let _watch = watchdog::watch("trap_05");
    let _said = child::run("trap_05_child", &[("OMP_MAX_ACTIVE_LEVELS", "2")]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_05_child() {
    assert!(works(3));
    for _ in 0..20 {
        in_fork(|| works(3) && works(5));
        assert!(works(3), "the parent's team is as it was");
    }
    // A child of a child.
    in_fork(|| {
        let good = works(2);
        in_fork(|| works(2));
        good && works(4)
    });
    // A child of a member in the middle of a region: it has no team, but may open regions.
    Parallel::new().num_threads(3).run(|team| {
        team.masked(|| in_fork(|| works(3)));
        team.barrier();
    });
}

#[test]
fn trap_05_fork_under_load() {
    let _watch = watchdog::watch("trap_05 load");
    let _said = child::run("trap_05_load_child", &[]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_05_load_child() {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !over.load(Relaxed) {
                    assert!(works(3));
                }
            });
        }
        for _ in 0..60 {
            in_fork(|| works(3));
        }
        over.store(true, Relaxed);
    });
}

/// The workers of the parent do not count against the child's limit: it has none of them.
#[test]
fn trap_05_a_forked_child_has_its_whole_thread_limit() {
    let _watch = watchdog::watch("trap_05 limit");
    let _said = child::run("trap_05_limit_child", &[("OMP_THREAD_LIMIT", "4")]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_05_limit_child() {
    assert!(works(4));
    in_fork(|| works(4));
}

/// Root has no limit on processes, so the threads' stacks are what cannot be had: little address space is left,
/// and every stack wants much of it.
#[test]
fn trap_06_thread_creation_answers_eagain() {
    let _watch = watchdog::watch("trap_06");
    let _said = child::run("trap_06_child", &[("OMP_STACKSIZE", "64M")]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_06_child() {
    assert!(works(2));
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = statm.split_whitespace().next().unwrap().parse().unwrap();
    // SAFETY: plain data, filled by `getrlimit`.
    let mut limit: libc::rlimit = unsafe { zeroed() };
    // SAFETY: `limit` is writable.
    assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_AS, &mut limit) }, 0);
    let tight = libc::rlimit { rlim_cur: pages * 4096 + (600 << 20), rlim_max: limit.rlim_max };
    // SAFETY: only the soft limit changes.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &tight) }, 0);
    let mut sizes = Vec::new();
    for _ in 0..5 {
        let all = Parallel::new().num_threads(64).map(|team| {
            team.barrier();
            assert_eq!(team.single(|| 7), 7);
            team.reduce(Sum, 1)
        });
        assert!(all.iter().all(|&size| size == all.len()));
        sizes.push(all.len());
        parallel_for(0..100).num_threads(64).for_each(|_| ());
        parallel_for(0..100).num_threads(64).schedule(Schedule::Static).for_each(|_| ());
    }
    assert!(sizes.iter().all(|size| (2..64).contains(size)), "{sizes:?}");
    let error = Parallel::new().num_threads(64).strict().try_run(|_| unreachable!()).unwrap_err();
    assert!(error.is_too_few_threads() && error.to_string().contains("operating system"), "{error}");
    // SAFETY: back to what it was.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &limit) }, 0);
    assert!(works(64), "with room again, the team is complete");
}

/// Processor time that this process has used.
fn cpu_time() -> Duration {
    // SAFETY: plain data, filled by `getrusage`.
    let mut usage: libc::rusage = unsafe { zeroed() };
    // SAFETY: `usage` is writable.
    assert_eq!(unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) }, 0);
    [usage.ru_utime, usage.ru_stime]
        .iter()
        .map(|time| Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000))
        .sum()
}

#[test]
fn trap_01_spinners_do_not_stack_up_beside_other_processes() {
    let _watch = watchdog::watch("trap_01");
    let _said = child::run("trap_01_child", &[]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_01_child() {
    let mut others: Vec<_> =
        (0..2).map(|_| Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap()).collect();
    let before = cpu_time();
    for _ in 0..100 {
        Parallel::new().num_threads(2).run(|team| team.barrier());
        Parallel::new().num_threads(8).run(|team| team.barrier());
    }
    let spent = cpu_time() - before;
    for other in &mut others {
        other.kill().unwrap();
        other.wait().unwrap();
    }
    // A time slice or two for every region would be 800 ms and more.
    assert!(spent < Duration::from_millis(600), "200 tiny regions took {spent:?} of processor time");
}

#[test]
fn trap_03_idle_is_idle() {
    let _watch = watchdog::watch("trap_03");
    let _said = child::run("trap_03_child", &[]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_03_child() {
    let spent = |what: &str, most: u64, wait: &dyn Fn()| {
        let before = cpu_time();
        wait();
        let spent = cpu_time() - before;
        assert!(spent < Duration::from_millis(most), "{what}: {spent:?} of processor time");
    };
    let nap = |millis| std::thread::sleep(Duration::from_millis(millis));
    Parallel::new().num_threads(2).run(|team| team.barrier());
    spent("2 s after a region of two", 10, &|| nap(2000));
    assert!(works(8));
    spent("300 ms after a region of eight", 60, &|| nap(300));
    let region = Parallel::new().num_threads(4);
    spent("waiting at a barrier", 60, &|| {
        region.run(|team| {
            team.masked_filter(1, || nap(300));
            team.barrier();
        });
    });
    spent("waiting in `ordered`", 60, &|| {
        region.run(|team| {
            team.for_loop(0..4).schedule(Schedule::StaticChunk(1)).ordered(|i, order| {
                order.run(|| {
                    if i == 0 {
                        nap(300)
                    }
                });
            });
        });
    });
    spent("waiting for a single", 60, &|| {
        region.run(|team| {
            team.single(|| nap(300));
        });
    });
    spent("waiting for a slow member of many constructs", 100, &|| {
        region.run(|team| {
            team.masked_filter(2, || nap(300));
            (0..20).for_each(|_| team.single_nowait(|| ()));
        });
    });
}

/// Members that take no part in the regions of the day go to sleep, whatever those who share their line do.
#[test]
fn trap_03_members_left_out_fall_asleep() {
    let _watch = watchdog::watch("trap_03 left out");
    let _said = child::run("trap_03_left_out_child", &[]);
}

/// The state letters of the worker threads from seat 2 on.
fn states() -> Vec<char> {
    let mut states = Vec::new();
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let stat = std::fs::read_to_string(task.unwrap().path().join("stat")).unwrap_or_default();
        let Some((name, rest)) = stat.rsplit_once(") ") else { continue };
        if name.contains("(ferromp-") && !name.ends_with("-1") {
            states.extend(rest.chars().next());
        }
    }
    states
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_03_left_out_child() {
    assert!(works(8));
    let busy = |millis| {
        let end = std::time::Instant::now() + Duration::from_millis(millis);
        while std::time::Instant::now() < end {
            Parallel::new().num_threads(2).run(|team| team.barrier());
        }
    };
    // On a loaded machine they take a while to get the processor that they need to lie down.
    let asleep = (0..200).any(|_| {
        busy(50);
        let states = states();
        states.len() == 6 && states.iter().all(|&state| state == 'S')
    });
    assert!(asleep, "{:?}", states());
}

/// The calling thread's mask.
fn mask() -> Vec<usize> {
    // SAFETY: plain data, filled by `sched_getaffinity`.
    let mut set: libc::cpu_set_t = unsafe { zeroed() };
    // SAFETY: `set` is writable and of this size.
    assert_eq!(unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) }, 0);
    // SAFETY: the numbers are below the size of the set.
    (0..libc::CPU_SETSIZE as usize).filter(|&cpu| unsafe { libc::CPU_ISSET(cpu, &set) }).collect()
}

/// The mask that a process started now inherits.
fn inherited() -> String {
    let output = Command::new("grep").args(["Cpus_allowed_list", "/proc/self/status"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn trap_10_the_callers_mask_is_unchanged() {
    let _watch = watchdog::watch("trap_10");
    let _said = child::run("trap_10_child", &[]);
    let _said = child::run("trap_10_child", &[("OMP_PROC_BIND", "close"), ("OMP_PLACES", "threads")]);
}

#[test]
#[ignore = "runs in a process of its own"]
fn trap_10_child() {
    let (mine, childs) = (mask(), inherited());
    let processors = ferromp::omp::get_num_procs();
    for policy in [ProcBind::Close, ProcBind::Spread, ProcBind::Primary] {
        Parallel::new().num_threads(2).proc_bind(policy).run(|team| team.barrier());
        parallel(|team| team.barrier());
        parallel_for(0..100).proc_bind(policy).for_each(|_| ());
        assert_eq!(mask(), mine, "{policy:?}");
        assert_eq!(inherited(), childs, "{policy:?}");
        assert_eq!(ferromp::omp::get_num_procs(), processors);
    }
}
