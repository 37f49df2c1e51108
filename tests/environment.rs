//! What the environment and the routines of `omp` say, and what regions and loops make of it.

use ferromp::{Parallel, Schedule, omp, parallel, parallel_for};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

#[path = "common/child.rs"]
mod child;

fn report(name: &str, value: impl std::fmt::Debug) {
    println!("\n{name}={value:?}");
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn sizes() {
    report("levels", omp::get_max_active_levels());
    report("next", omp::get_max_threads());
    let sizes = Parallel::new().map(|outer| {
        let (number, size) = (outer.thread_num(), outer.num_threads());
        let (level, active) = (omp::get_level(), omp::get_active_level());
        assert_eq!((level, active, omp::in_parallel()), (1, active, active > 0));
        let inner = Parallel::new().map(|inner| {
            assert_eq!(omp::get_ancestor_thread_num(1), Some(number));
            assert_eq!(omp::get_ancestor_thread_num(2), Some(omp::get_thread_num()));
            assert_eq!((omp::get_team_size(1), omp::get_team_size(3)), (Some(size), None));
            assert_eq!((omp::get_level(), omp::get_num_threads()), (2, inner.num_threads()));
            (omp::get_num_threads(), omp::get_active_level(), omp::get_max_threads())
        });
        (omp::get_num_threads(), omp::get_max_threads(), inner)
    });
    report("sizes", sizes);
    assert_eq!((omp::get_level(), omp::get_num_threads(), omp::in_parallel()), (0, 1, false));
}

/// What `sizes` reports for `outer` members whose own regions have `inner`.
fn nest(outer: usize, inner: usize, active: usize, deepest: usize) -> String {
    let asked = if deepest == 0 { inner } else { deepest };
    format!("{:?}", vec![(outer, asked, vec![(inner, active, asked); inner]); outer])
}

#[test]
fn num_threads_has_an_element_for_each_level() {
    let said = child::run("sizes", &[("OMP_NUM_THREADS", "3,2")]);
    assert_eq!((said.value("levels"), said.value("next")), ("255", "3"));
    assert_eq!(said.value("sizes"), nest(3, 2, 2, 0));
}

#[test]
fn inner_regions_have_one_member_beyond_the_active_levels() {
    let said = child::run("sizes", &[("OMP_NUM_THREADS", "3,2"), ("OMP_MAX_ACTIVE_LEVELS", "1")]);
    assert_eq!(said.value("sizes"), nest(3, 1, 1, 2));
    let said = child::run("sizes", &[("OMP_NUM_THREADS", "3")]);
    assert_eq!((said.value("levels"), said.value("sizes")), ("1", &nest(3, 1, 1, 3)[..]));
    let said = child::run("sizes", &[("OMP_NUM_THREADS", "3"), ("OMP_MAX_ACTIVE_LEVELS", "0")]);
    assert_eq!(said.value("sizes"), nest(1, 1, 0, 3));
    let said = child::run("sizes", &[("OMP_NUM_THREADS", "2"), ("OMP_NESTED", "true")]);
    assert_eq!(said.value("sizes"), nest(2, 2, 2, 0));
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn limited() {
    assert_eq!(omp::get_thread_limit(), 3);
    let wide = Parallel::new().num_threads(8);
    let sizes = wide.map(|team| team.num_threads());
    assert_eq!(sizes, [3; 3]);
    let error = wide.clone().strict().try_run(|_| unreachable!()).unwrap_err();
    assert!(error.is_too_few_threads() && error.to_string().contains("limit"), "{error}");
    // Threads at work are threads; nested and concurrent regions get what is left.
    omp::set_max_active_levels(2);
    let at_work = AtomicUsize::new(0);
    let members = |team: &ferromp::Team<'_>| {
        if team.thread_num() > 0 {
            at_work.fetch_add(1, Relaxed);
        }
        assert!(at_work.load(Relaxed) < 3);
        team.barrier();
        if team.thread_num() > 0 {
            at_work.fetch_sub(1, Relaxed);
        }
    };
    for _ in 0..20 {
        Parallel::new().num_threads(2).run(|team| {
            team.barrier();
            Parallel::new().num_threads(2).run(members);
        });
        std::thread::scope(|scope| {
            (0..3).for_each(|_| drop(scope.spawn(|| wide.run(members))));
        });
    }
}

#[test]
fn thread_limit_bounds_all_threads_together() {
    child::run("limited", &[("OMP_THREAD_LIMIT", "3")]);
}

/// Threads that a pause has ended are under no limit any more when it returns: they have gone.
#[test]
#[ignore = "runs in child processes of the other tests only"]
fn limited_after_a_pause() {
    for round in 0..300 {
        let sizes = Parallel::new().num_threads(5).map(|team| {
            team.barrier();
            team.num_threads()
        });
        assert_eq!(sizes, [5; 5], "round {round}");
        if round % 10 == 0 {
            // They are asleep.
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(omp::pause_resource(omp::PauseResource::Hard));
    }
}

#[test]
fn paused_threads_have_gone() {
    child::run("limited_after_a_pause", &[("OMP_THREAD_LIMIT", "5")]);
}

#[cfg(unix)]
#[test]
#[ignore = "runs in child processes of the other tests only"]
fn limited_in_a_fork() {
    let size = || Parallel::new().num_threads(3).map(|team| team.num_threads()).len();
    assert_eq!(size(), 3);
    // SAFETY: the child opens regions, which are made to work after a fork, and ends without running destructors.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // The parent's workers do not count: they are not here.
        let size = size();
        // SAFETY: ends the process at once.
        unsafe { libc::_exit(size as i32) }
    }
    let mut status = 0;
    // SAFETY: a child of this process that nobody else waits for, and a place for its status.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert!(libc::WIFEXITED(status));
    assert_eq!(libc::WEXITSTATUS(status), 3);
}

#[cfg(unix)]
#[test]
fn thread_limit_counts_anew_in_a_fork() {
    child::run("limited_in_a_fork", &[("OMP_THREAD_LIMIT", "3")]);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn crowd() {
    assert!(omp::get_dynamic());
    let procs = omp::get_num_procs();
    let workers = AtomicUsize::new(0);
    let most = AtomicUsize::new(0);
    let one = || {
        Parallel::new().num_threads(100).run(|team| {
            // The callers are there anyhow: what a region adds are its workers.
            if team.thread_num() > 0 {
                most.fetch_max(workers.fetch_add(1, Relaxed) + 1, Relaxed);
            }
            team.barrier();
            std::thread::sleep(std::time::Duration::from_micros(200));
            team.barrier();
            if team.thread_num() > 0 {
                workers.fetch_sub(1, Relaxed);
            }
        });
    };
    std::thread::scope(|scope| {
        (0..4).for_each(|_| drop(scope.spawn(|| (0..200).for_each(|_| one()))));
    });
    assert!(
        most.load(Relaxed) < procs,
        "{} workers beside their callers on {procs} processors",
        most.load(Relaxed)
    );
    // Alone again, a region has the machine.
    Parallel::new().num_threads(100).run(|team| assert_eq!(team.num_threads(), procs));
    // Nested regions are no loophole.
    omp::set_max_active_levels(2);
    Parallel::new().num_threads(100).run(|team| {
        assert_eq!(team.num_threads(), procs);
        Parallel::new().num_threads(100).run(|inner| assert_eq!(inner.num_threads(), 1));
    });
}

#[test]
fn with_dyn_var_regions_at_once_do_not_oversubscribe() {
    child::run("crowd", &[("OMP_DYNAMIC", "true")]);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn deep() {
    fn sink(depth: usize) -> usize {
        let page = std::hint::black_box([depth as u8; 4096]);
        if depth == 0 { 0 } else { 1 + sink(depth - 1) + usize::from(std::hint::black_box(page)[17]) / 256 }
    }
    let depths =
        Parallel::new().num_threads(2).map(|team| if team.thread_num() == 1 { sink(8192) } else { 0 });
    assert_eq!(depths, [0, 8192]);
}

/// More than 32 MB of stack in a worker: eight times what there is by default.
#[test]
fn stack_size_is_the_workers() {
    child::run("deep", &[("OMP_STACKSIZE", "256M")]);
}

#[cfg(target_os = "linux")]
mod waiting {
    use super::*;
    use std::time::{Duration, Instant};

    /// State and CPU time, in ticks, of the one worker.
    fn worker() -> (char, u64) {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
        let mut stats = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("stat")).ok());
        let stat = stats.find(|stat| stat.contains("(ferromp-1)")).unwrap();
        let fields: Vec<_> = stat.split(") ").nth(1).unwrap().split(' ').collect();
        (fields[0].parse().unwrap(), fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
    }

    fn within_a_minute(mut condition: impl FnMut() -> bool) -> bool {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(60) {
            if condition() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    #[test]
    #[ignore = "runs in child processes of the other tests only"]
    fn idle() {
        Parallel::new().num_threads(2).run(|team| team.barrier());
        // Asleep twice, with no time on a processor in between: asleep for good.
        let quiet = || {
            let (before, time) = worker();
            std::thread::sleep(Duration::from_millis(300));
            before == 'S' && worker() == ('S', time)
        };
        if std::env::var_os("TEST_BUSY").is_some() {
            let (_, since) = worker();
            assert!(within_a_minute(|| worker().1 > since + 20), "an active worker stays awake");
        } else {
            assert!(within_a_minute(quiet), "an idle worker goes to sleep");
        }
        // It is there for the next.
        Parallel::new().num_threads(2).run(|team| team.barrier());
    }

    #[test]
    fn wait_policy_says_whether_idle_workers_sleep() {
        child::run("waiting::idle", &[]);
        child::run("waiting::idle", &[("OMP_WAIT_POLICY", "passive")]);
        child::run("waiting::idle", &[("OMP_WAIT_POLICY", "active"), ("TEST_BUSY", "yes")]);
    }
}

/// Which member runs each of twelve iterations, in a region of three.
fn owners(runtime: Schedule<'_>) -> [Vec<usize>; 2] {
    let owners: Vec<_> = (0..12).map(|_| AtomicUsize::new(0)).collect();
    let note = |i: usize| owners[i].store(omp::get_thread_num(), Relaxed);
    let noted = || owners.iter().map(|owner| owner.load(Relaxed)).collect();
    parallel_for(0..12usize).num_threads(3).schedule(runtime).for_each(note);
    let combined = noted();
    Parallel::new().num_threads(3).run(|team| team.for_loop(0..12usize).schedule(runtime).for_each(note));
    [combined, noted()]
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn runtime_schedule() {
    report("schedule", omp::get_schedule());
    report("owners", owners(Schedule::Runtime));
    // The program has the last word.
    omp::set_schedule(Schedule::StaticChunk(2));
    assert_eq!(owners(Schedule::Runtime), [0, 1].map(|_| vec![0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2]));
    omp::set_schedule(Schedule::Runtime.monotonic());
    assert_eq!(omp::get_schedule(), Schedule::StaticChunk(2));
    // A member's change is its own.
    let seen = Parallel::new().num_threads(2).map(|team| {
        if team.thread_num() == 1 {
            omp::set_schedule(Schedule::Guided(7));
        }
        team.barrier();
        omp::get_schedule()
    });
    assert_eq!(seen, [Schedule::StaticChunk(2), Schedule::Guided(7)]);
    assert_eq!(omp::get_schedule(), Schedule::StaticChunk(2));
    // A chunk has one owner.
    omp::set_schedule("monotonic:dynamic,5".parse().unwrap());
    let chunks = Mutex::new(Vec::new());
    parallel(|team| {
        team.for_loop(0..1000usize).schedule(Schedule::Runtime).for_each(|i| {
            chunks.lock().unwrap().push((i / 5, omp::get_thread_num()));
        });
    });
    let mut chunks = chunks.into_inner().unwrap();
    chunks.sort();
    assert!(chunks.chunks(5).all(|chunk| chunk.iter().all(|part| *part == chunk[0])));
}

#[test]
fn runtime_loops_follow_omp_schedule() {
    for (value, shown, owners) in [
        ("static", "static", [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]),
        ("static,1", "static,1", [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]),
        (" STATIC , 3", "static,3", [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 0]),
    ] {
        let said = child::run("runtime_schedule", &[("OMP_SCHEDULE", value)]);
        assert_eq!(said.value("schedule"), format!("Schedule({shown})"));
        assert_eq!(said.value("owners"), format!("{:?}", [owners, owners]), "{value}");
    }
    assert_eq!(child::run("runtime_schedule", &[]).value("schedule"), "Schedule(dynamic)");
    for (value, shown) in
        [("fac2", "fac2"), ("tss,64,1", "tss,64"), ("awf-b,2", "awf_b,2"), ("fac,0.5", "fac,0.5")]
    {
        let said = child::run("runtime_schedule", &[("OMP_SCHEDULE", value)]);
        assert_eq!(said.value("schedule"), format!("Schedule({shown})"));
    }
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn a_loop() {
    parallel_for(0..10).for_each(|_| ());
}

#[test]
fn display_env_shows_the_settings_at_the_first_region() {
    let said = child::run("a_loop", &[("OMP_DISPLAY_ENV", "true"), ("OMP_NUM_THREADS", "3")]);
    assert!(said.errors.contains("[host] OMP_NUM_THREADS = '3'"), "{}", said.errors);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn cancelled() {
    report("cancellation", omp::get_cancellation());
    let passed = AtomicUsize::new(0);
    Parallel::new().num_threads(2).run(|team| {
        if team.thread_num() == 1 {
            team.cancel_parallel();
        }
        team.barrier();
        passed.fetch_add(1, Relaxed);
    });
    report("passed", passed.into_inner());
}

/// `cancel-var` is for annotated programs, whose `cancel` may be meant not to work; a call that does not return means it.
#[test]
fn explicit_cancellation_works_whatever_cancel_var_says() {
    for value in ["true", "false"] {
        let said = child::run("cancelled", &[("OMP_CANCELLATION", value)]);
        assert_eq!((said.value("cancellation"), said.value("passed")), (value, "0"));
    }
}
