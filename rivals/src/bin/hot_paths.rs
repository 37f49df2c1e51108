//! A hundred thousand rounds of the constructs that promise no system call while threads spin, between two marks on
//! the error stream. `benches/overhead/no-syscall.sh` traces it.

use std::hint::black_box;
use std::io::Write;

use ferromp::{Parallel, Schedule, Sum, parallel_for};

const THREADS: usize = 2;

fn round(data: &mut [f64]) {
    let region = Parallel::new().num_threads(THREADS);
    region.run(|team| {
        team.barrier();
        team.for_loop(0..64).schedule(Schedule::Static).for_each(|i: i32| {
            black_box(i);
        });
        team.for_loop(0..64).schedule(Schedule::Dynamic(4)).nowait().for_each(|i: i32| {
            black_box(i);
        });
        black_box(team.single(|| 1));
        black_box(team.reduce(Sum, team.thread_num()));
    });
    black_box(region.reduce(Sum, |team| team.thread_num()));
    parallel_for(&mut *data).num_threads(THREADS).for_each(|x| *x += 1.0);
    parallel_for(0..64).num_threads(THREADS).schedule(Schedule::Guided(1)).for_each(|i: i32| {
        black_box(i);
    });
}

/// A system call that the trace shows, and no other thread makes.
fn mark(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).expect("the error stream takes the mark");
}

fn main() {
    let rounds = std::env::args().nth(1).map_or(100_000, |n| n.parse().expect("a number of rounds"));
    let mut data = vec![0.0; 64];
    for _ in 0..1_000 {
        round(&mut data);
    }
    mark("hot begins\n");
    for _ in 0..rounds {
        round(&mut data);
    }
    mark("hot ends\n");
    assert!(data.iter().all(|x| *x == (rounds + 1_000) as f64), "every iteration ran once");
}
