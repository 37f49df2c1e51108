//! What `schedule` takes besides a kind's name: an expression, what the settings say, modifiers.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use ferromp::omp::{self, get_thread_num};
use ferromp::prelude::*;
use ferromp::{ChunkPolicy, LoopState, Schedule};

use crate::schedules::Counts;
use crate::watchdog;

/// Half of what is left, shared out; or what it was told to say.
#[derive(Default)]
struct Policy {
    says: Option<u64>,
    asked: AtomicU64,
}

impl ChunkPolicy for Policy {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        self.asked.fetch_add(1, Relaxed);
        self.says.unwrap_or(state.remaining() / (2 * state.num_threads() as u64))
    }
}

static SETTING: Policy = Policy { says: Some(3), asked: AtomicU64::new(0) };

fn square(i: usize) -> u64 {
    (i * i) as u64
}

/// A function of a team's size and a loop's length, which checks that loops under this clause are the serial loop.
macro_rules! is_the_serial_loop {
    ($($how:tt)*) => {{
        #[omp]
        fn run(threads: usize, n: usize) {
            let counts = Counts::new(n);
            let (mut squares, mut sum) = (vec![0; n], 1);
            #[omp(parallel for, num_threads(threads), schedule($($how)*))]
            for i in 0..n {
                counts.0[i].fetch_add(1, Relaxed);
                squares[i] = square(i);
            }
            counts.check(1);
            #[omp(parallel, num_threads(threads))]
            {
                #[omp(for, schedule($($how)*))]
                for i in 0..n {
                    counts.0[i].fetch_add(1, Relaxed);
                }
            }
            counts.check(1);
            #[omp(parallel for, num_threads(threads), schedule($($how)*), reduction(+: sum))]
            for i in 0..n {
                counts.0[i].fetch_add(1, Relaxed);
                sum += square(i);
            }
            counts.check(1);
            assert_eq!(squares, (0..n).map(square).collect::<Vec<_>>());
            assert_eq!(sum, 1 + (0..n).map(square).sum::<u64>());
        }
        run
    }};
}

/// Every size of a team and of a loop that is likely to differ.
fn for_all_sizes(run: impl Fn(usize, usize)) {
    for threads in [1, 2, 3, 4, 8] {
        for n in [0, 1, 5, 64, 777] {
            run(threads, n);
        }
    }
}

#[omp]
fn under(policy: &Policy, threads: usize, n: usize) -> (Vec<u64>, Counts) {
    let counts = Counts::new(n);
    let mut squares = vec![0; n];
    #[omp(parallel for, num_threads(threads), schedule(Schedule::custom(policy)))]
    for i in 0..n {
        counts.0[i].fetch_add(1, Relaxed);
        squares[i] = square(i);
    }
    (squares, counts)
}

#[test]
fn a_policy_of_ones_own() {
    let _watch = watchdog::watch("a_policy_of_ones_own");
    for_all_sizes(|threads, n| {
        for says in [None, Some(0), Some(1), Some(7), Some(u64::MAX)] {
            let policy = Policy { says, ..Policy::default() };
            let (squares, counts) = under(&policy, threads, n);
            counts.check(1);
            assert_eq!(squares, (0..n).map(square).collect::<Vec<_>>());
            assert_eq!(policy.asked.into_inner() > 0, n > 0, "{says:?}, {threads} threads, {n} iterations");
        }
    });
    for_all_sizes(is_the_serial_loop!(Schedule::custom(&Policy { says: Some(5), ..Policy::default() })));
}

#[test]
fn auto() {
    let _watch = watchdog::watch("auto");
    for_all_sizes(is_the_serial_loop!(auto));
}

#[test]
fn runtime_is_what_the_setting_says() {
    let _watch = watchdog::watch("runtime_is_what_the_setting_says");
    let run = is_the_serial_loop!(runtime);
    for schedule in [
        Schedule::Static,
        Schedule::StaticChunk(3),
        Schedule::Dynamic(2),
        Schedule::Guided(1),
        Schedule::Auto,
        Schedule::Fac2(1),
    ] {
        omp::set_schedule(schedule);
        for_all_sizes(run);
    }
    omp::set_schedule(Schedule::custom(&SETTING));
    for_all_sizes(|threads, n| {
        let before = SETTING.asked.load(Relaxed);
        run(threads, n);
        assert_eq!(SETTING.asked.load(Relaxed) > before, n > 0, "{threads} threads, {n} iterations");
    });
}

#[test]
fn modifiers() {
    let _watch = watchdog::watch("modifiers");
    for_all_sizes(is_the_serial_loop!(simd: static));
    for_all_sizes(is_the_serial_loop!(simd: static, 5));
    for_all_sizes(is_the_serial_loop!(simd: dynamic, 3));
    for_all_sizes(is_the_serial_loop!(monotonic: static));
    for_all_sizes(is_the_serial_loop!(monotonic: dynamic, 3));
    for_all_sizes(is_the_serial_loop!(nonmonotonic: dynamic, 3));
    for_all_sizes(is_the_serial_loop!(nonmonotonic: guided));
    for_all_sizes(is_the_serial_loop!(nonmonotonic: auto));
    for_all_sizes(is_the_serial_loop!(monotonic: runtime));
    for_all_sizes(is_the_serial_loop!(monotonic, simd: guided, 2));
    for_all_sizes(is_the_serial_loop!(simd, nonmonotonic: static_steal, 2));
}

/// How many iterations ran on a thread after a later one.
#[omp]
fn steps_back(threads: usize, n: usize) -> usize {
    let next: Vec<_> = (0..threads).map(|_| AtomicUsize::new(0)).collect();
    let back = AtomicUsize::new(0);
    #[omp(parallel for, num_threads(threads), schedule(monotonic: dynamic, 2))]
    for i in 0..n {
        let before = next[get_thread_num()].swap(i + 1, Relaxed);
        back.fetch_add(usize::from(before > i), Relaxed);
    }
    back.into_inner()
}

#[test]
fn a_monotonic_loop_never_steps_back() {
    let _watch = watchdog::watch("a_monotonic_loop_never_steps_back");
    for_all_sizes(|threads, n| assert_eq!(steps_back(threads, n), 0));
}
