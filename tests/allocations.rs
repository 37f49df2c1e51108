//! Regions and their constructs allocate nothing once their threads are there.

#[path = "common/watchdog.rs"]
mod watchdog;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use ferromp::space::SharedMut;
use ferromp::{Data, Max, Parallel, Schedule, Sum, TaskGraph, parallel_for};

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

struct Counting;

// SAFETY: passes every call on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: passed on.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(rounds: u64, mut f: impl FnMut()) -> u64 {
    let before = ALLOCATIONS.load(Relaxed);
    (0..rounds).for_each(|_| f());
    ALLOCATIONS.load(Relaxed) - before
}

fn constructs(members: usize, data: &mut [f64]) {
    let region = Parallel::new().num_threads(members);
    let shared = SharedMut::new(data);
    region.run(|team| {
        team.barrier();
        team.single(|| 42);
        team.single_nowait(|| ());
        team.for_loop(0..100).for_each(|_| ());
        team.for_loop(shared.iter_mut()).schedule(Schedule::Dynamic(4)).for_each(|x| *x += 1.0);
        team.for_loop(0..100).schedule(Schedule::Guided(1)).nowait().for_each(|_| ());
        team.for_loop(0..20).schedule(Schedule::Dynamic(1)).ordered(|_, order| order.run(|| ()));
        team.sections([&|| (), &|| ()]);
        team.reduce(Sum, 1.0);
        team.reduce((Sum, Max), (1.0, 3_u32));
        team.for_loop(0..100).reduce(Sum, |i| i);
        team.for_loop(0..100).schedule(Schedule::Dynamic(3)).reduce(Sum, |i| i);
        team.for_loop(0..100).deterministic().reduce(Sum, f64::from);
        team.for_loop(0..100).schedule(Schedule::Dynamic(3)).find_first(|i| (i > 50).then_some(i));
        team.for_loop(0..100).lastprivate(|i| i);
    });
    region.reduce(Sum, |team| team.thread_num());
    region.masked(|team| team.num_threads());
    drop(shared);
    for schedule in [Schedule::Static, Schedule::Dynamic(8), Schedule::Guided(1), Schedule::Auto] {
        parallel_for(&mut data[..]).num_threads(members).schedule(schedule).for_each(|x| *x += 1.0);
        parallel_for(&data[..]).num_threads(members).schedule(schedule).reduce((Sum, Max), |x| (*x, *x));
        parallel_for(0..100).num_threads(members).schedule(schedule).find_first(|i| (i > 50).then_some(i));
    }
    parallel_for(&data[..]).num_threads(members).reduce(Sum, |x| *x);
    parallel_for(&data[..]).num_threads(members).deterministic().reduce(Sum, |x| *x);
    parallel_for(0..100).num_threads(members).lastprivate(|i| i);
    parallel_for(0..100).num_threads(members).ordered(|_, order| order.run(|| ()));
    parallel_for(&mut data[..]).num_threads(members).for_each(|x| *x += 1.0);
}

#[test]
fn ten_thousand_regions_allocate_nothing() {
    let _watch = watchdog::watch("ten_thousand_regions_allocate_nothing");
    let mut data = vec![0.0; 500];
    for (members, rounds) in [(1, 1000), (2, 1000), (4, 300), (9, 50)] {
        constructs(members, &mut data);
        // The threads that print, watch and run tests allocate at times of their own: the best of a few tries.
        let least = (0..5).map(|_| allocations(rounds, || constructs(members, &mut data))).min();
        assert_eq!(least, Some(0), "{members} members");
    }
}

/// Once each slot of the team has its words. Few rounds, since members that wait for each other wait for processors.
#[test]
fn loops_with_dependences_allocate_nothing_once_warm() {
    let _watch = watchdog::watch("loops_with_dependences_allocate_nothing_once_warm");
    for members in [1, 2, 4] {
        let round = || {
            Parallel::new().num_threads(members).run(|team| {
                for schedule in [Schedule::StaticChunk(1), Schedule::Dynamic(1), Schedule::Guided(1)] {
                    let nest = ferromp::space::collapse(0..2 * members, 0..4);
                    team.for_loop(nest).schedule(schedule).doacross(|_, order| {
                        order.wait_offset([-1, 0]);
                        order.post();
                    });
                }
            });
            parallel_for(0..members).num_threads(members).doacross(|_, order| order.wait_offset(-1));
        };
        (0..10).for_each(|_| round());
        let least = (0..10).map(|_| allocations(10, round)).min();
        assert_eq!(least, Some(0), "{members} members");
    }
}

#[test]
fn ten_thousand_empty_regions_allocate_nothing() {
    let _watch = watchdog::watch("ten_thousand_empty_regions_allocate_nothing");
    let region = Parallel::new().num_threads(2);
    region.run(|_| ());
    let least = (0..5).map(|_| allocations(10_000, || region.run(|team| team.barrier()))).min();
    assert_eq!(least, Some(0));
}

/// Chains, readers and a recorded graph: nodes, lists of successors and histories keep their memory.
#[test]
fn tasks_with_dependences_allocate_nothing_once_warm() {
    let _watch = watchdog::watch("tasks_with_dependences_allocate_nothing_once_warm");
    let data: [Data<u64>; 4] = std::array::from_fn(|_| Data::new(0));
    let graph = TaskGraph::record(|graph| {
        for i in 0..40 {
            let access = (data[i % 4].read(), data[(i + 1) % 4].write());
            graph.task_with(access, |_, (from, to)| *to += from);
        }
    });
    for members in [1, 2, 4] {
        let round = || {
            Parallel::new().num_threads(members).masked(|team| {
                for i in 0..40 {
                    team.task_with((data[i % 4].read(), data[(i + 1) % 4].write()), |_, (from, to)| {
                        *to += from
                    });
                }
                for data in &data {
                    team.task_with(data.commute(), |_, data| *data >>= 20);
                }
                team.taskwait();
                graph.replay(team);
            });
        };
        (0..200).for_each(|_| round());
        let least = (0..20).map(|_| allocations(50, round)).min();
        assert_eq!(least, Some(0), "{members} members");
    }
}
