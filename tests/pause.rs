//! `pause_resource` ends idle threads, and nothing else. Threads are counted, so this test has a process of its own.

#![cfg(target_os = "linux")]

use ferromp::omp::{PauseResource, pause_resource, pause_resource_all};
use ferromp::{Parallel, Sum};
use std::time::{Duration, Instant};

#[path = "common/watchdog.rs"]
mod watchdog;

/// Threads of the runtime in this process.
fn workers() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let name =
        |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm")).unwrap_or_default();
    tasks.flatten().map(name).filter(|name| name.starts_with("ferromp-")).count()
}

/// A thread that has said goodbye may still be on its way out of the kernel.
fn workers_become(count: usize) -> bool {
    let since = Instant::now();
    while workers() != count && since.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(1));
    }
    workers() == count
}

fn region(size: usize) {
    let sum = Parallel::new().num_threads(size).map(|team| {
        team.barrier();
        team.reduce(Sum, team.thread_num())
    });
    assert_eq!(sum, vec![size * (size - 1) / 2; size]);
}

#[test]
fn idle_workers_end_and_are_hired_anew_without_a_leak() {
    let _watch = watchdog::watch("idle_workers_end_and_are_hired_anew_without_a_leak");
    for (round, size) in (0..200).zip([2, 5, 12].into_iter().cycle()) {
        region(size);
        region(2);
        // Some have gone to sleep by then.
        if round % 10 == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(pause_resource(PauseResource::Soft));
        assert!(workers_become(0), "{} workers stay", workers());
    }
    // Who is at work stays; a team that is free ends beside it.
    Parallel::new().num_threads(3).run(|team| {
        team.barrier();
        if team.thread_num() == 0 {
            std::thread::scope(|scope| {
                scope.spawn(|| region(4));
            });
            assert!(!pause_resource_all(PauseResource::Hard), "not from a region");
            assert_eq!(workers(), 5);
            std::thread::scope(|scope| {
                scope.spawn(|| assert!(pause_resource_all(PauseResource::Hard)));
            });
            assert!(workers_become(2));
        }
        team.barrier();
    });
    // Regions and pauses of several user threads at once.
    std::thread::scope(|scope| {
        for size in [2, 3, 9] {
            scope.spawn(move || (0..200).for_each(|_| region(size)));
        }
        scope.spawn(|| (0..200).for_each(|_| assert!(pause_resource(PauseResource::Hard))));
    });
    assert!(pause_resource(PauseResource::Hard) && workers_become(0));
    region(3);
    assert_eq!(workers(), 2);
}
