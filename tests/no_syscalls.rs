//! While threads spin, regions and their constructs make next to no system call: counted by strace, if it is there.
#![cfg(target_os = "linux")]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::process::Command;

use ferromp::{Parallel, Schedule, Sum, parallel_for};

const REGIONS: usize = 5000;

fn calls(regions: usize) -> Option<u64> {
    let program = std::env::current_exe().unwrap();
    let output = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-e",
            "trace=futex,sched_yield,mmap,munmap,brk,madvise,clone,clone3",
            "-o",
            "/dev/stdout",
        ])
        .arg(program)
        .args(["--exact", "child", "--ignored", "--quiet", "--test-threads", "1"])
        .env("REGIONS", regions.to_string())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    // Where tracing is forbidden, strace says so and the child has not run.
    said.contains("1 passed").then(|| said.matches('(').count() as u64)
}

#[test]
#[ignore = "runs under strace"]
fn child() {
    let regions = std::env::var("REGIONS").map_or(0, |regions| regions.parse().unwrap());
    let region = Parallel::new().num_threads(2);
    for _ in 0..regions + 1 {
        region.run(|team| {
            team.barrier();
            team.single(|| 1);
            team.for_loop(0..10).schedule(Schedule::Dynamic(1)).for_each(|_| ());
            team.reduce(Sum, 1.0);
        });
        parallel_for(0..10).num_threads(2).for_each(|_| ());
    }
}

#[test]
fn hot_regions_make_no_system_calls() {
    let _watch = watchdog::watch("hot_regions_make_no_system_calls");
    let Some(idle) = calls(0) else {
        println!("left out: strace is missing or may not trace");
        return;
    };
    // Members that share a processor with somebody give it away by a system call: the quietest of some runs.
    let mut least = u64::MAX;
    for _ in 0..10 {
        least = least.min(calls(REGIONS).map_or(u64::MAX, |calls| calls.saturating_sub(idle)));
        if least < 2 * REGIONS as u64 {
            return println!("{least} system calls in {REGIONS} regions of six waits each");
        }
        if others_run() {
            return println!("left out: the processors are busy with other programs");
        }
    }
    panic!("{least} system calls in {REGIONS} regions");
}

/// Whether more threads want to run than this one and the one that counts them.
fn others_run() -> bool {
    let busy = || -> Option<u32> {
        let load = std::fs::read_to_string("/proc/loadavg").ok()?;
        load.split_whitespace().nth(3)?.split('/').next()?.parse().ok()
    };
    (0..20).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        busy().is_some_and(|running| running > 1)
    })
}
