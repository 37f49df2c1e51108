//! Tasks use a bounded amount of memory, and none that is new once they have run for a while.

#[path = "common/watchdog.rs"]
mod watchdog;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicIsize, AtomicU64, Ordering::Relaxed};

use ferromp::{Parallel, Sum, Task, Team};

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicIsize = AtomicIsize::new(0);
static MOST: AtomicIsize = AtomicIsize::new(0);

struct Counting;

// SAFETY: passes every call on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        let live = LIVE.fetch_add(layout.size() as isize, Relaxed) + layout.size() as isize;
        if live > MOST.load(Relaxed) {
            MOST.fetch_max(live, Relaxed);
        }
        // SAFETY: passed on.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as isize, Relaxed);
        // SAFETY: passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// One at a time: the counts are the process's.
static TURN: Mutex<()> = Mutex::new(());

#[test]
fn a_producer_of_millions_of_tasks_uses_little_memory() {
    let _watch = watchdog::watch("a_producer_of_millions_of_tasks_uses_little_memory");
    let _turn = TURN.lock();
    // Unoptimised code takes its time.
    let tasks = if cfg!(debug_assertions) { 1_000_000 } else { 10_000_000 };
    for members in [1, 2, 4] {
        let done = AtomicU64::new(0);
        let region = Parallel::new().num_threads(members);
        region.masked(|team| team.task(|_| ()));
        let before = LIVE.load(Relaxed);
        MOST.store(before, Relaxed);
        region.masked(|team| {
            for k in 0..tasks {
                let done = &done;
                match k % 3 {
                    0 => team.task(move |_| _ = done.fetch_add(1, Relaxed)),
                    1 => team.task(move |team| team.task(move |_| _ = done.fetch_add(1, Relaxed))),
                    // Too large for a node.
                    _ => {
                        let large = [k; 20];
                        team.task(move |_| _ = done.fetch_add(large[k as usize % 20] / k, Relaxed));
                    }
                }
            }
        });
        assert_eq!(done.into_inner(), tasks);
        let grown = MOST.load(Relaxed) - before;
        println!("{members} members: {grown} bytes at most");
        assert!(grown < 4 << 20, "{members} members: {grown} bytes for tasks that wait");
    }
}

fn fib(team: &Team<'_>, n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (a, b) = team.join(|team| fib(team, n - 1), |team| fib(team, n - 2));
    a + b
}

fn constructs(team: &Team<'_>) {
    assert_eq!(fib(team, 10), 55);
    let data = [1_u64; 200];
    let sum = AtomicU64::new(0);
    team.taskgroup(|group| {
        for x in &data {
            let sum = &sum;
            group.task(move |group| {
                sum.fetch_add(*x, Relaxed);
                group.task(|_| ());
            });
            Task::new().only_if(false).spawn(group, |_| ());
        }
    });
    team.taskscope(|scope| (0..20).for_each(|_| scope.task(|_| ())));
    team.task(|_| ());
    team.taskwait();
    team.taskyield();
    team.taskloop(&data).grainsize(3).for_each(|x| _ = sum.fetch_add(*x, Relaxed));
    assert_eq!(team.taskloop(&data).grainsize(3).reduce(Sum, |x| *x), 200);
    assert_eq!(sum.into_inner(), 400);
}

#[test]
fn tasks_allocate_nothing_in_steady_state() {
    let _watch = watchdog::watch("tasks_allocate_nothing_in_steady_state");
    let _turn = TURN.lock();
    for members in [1, 2, 4] {
        let region = Parallel::new().num_threads(members);
        let allocations = |rounds| {
            let before = ALLOCATIONS.load(Relaxed);
            for _ in 0..rounds {
                region.masked(constructs);
                region.run(|team| {
                    constructs(team);
                    team.barrier();
                });
            }
            ALLOCATIONS.load(Relaxed) - before
        };
        allocations(30);
        // Other threads of the test program allocate at times of their own, and nodes may still be on their way home.
        let least = (0..30).map(|_| allocations(5)).min();
        assert_eq!(least, Some(0), "{members} members");
    }
}

/// Regions with tasks over and over: what teams keep does not grow.
#[test]
fn regions_with_tasks_leak_nothing() {
    let _watch = watchdog::watch("regions_with_tasks_leak_nothing");
    let _turn = TURN.lock();
    let round = || {
        for members in [1, 2, 3] {
            Parallel::new().num_threads(members).run(|team| {
                constructs(team);
                team.taskloop(0..100).nogroup().for_each(|_| ());
                assert_eq!(team.taskgroup_reduce(Sum, |group, sum| group.task(|team| sum.add(team, 1))), 1);
            });
        }
    };
    (0..50).for_each(|_| round());
    let before = LIVE.load(Relaxed);
    (0..200).for_each(|_| round());
    let grown = LIVE.load(Relaxed) - before;
    assert!(grown < 256 << 10, "{grown} bytes in 600 regions");
}
