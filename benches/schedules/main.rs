//! What getting a chunk costs under each schedule, and how well `auto` chooses. `benches/schedules/run` drives it.
//!
//! `dispatch`: a loop of empty iterations, less the same loop without a schedule, by the number of chunks; on all members, so a
//! figure is the time of one member for one chunk. `auto`: kernels of four shapes, `auto` after its learning beside
//! `static`, `guided` and `dynamic`.

use std::hint::black_box;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use ferromp::space::{Items, Space};
use ferromp::{ChunkPolicy, LoopState, Schedule, parallel_for};

/// `0..n`, whose blocks are counted.
struct Counted<'c>(u64, &'c AtomicU64);

impl<'i> Items<'i> for Counted<'_> {
    type Item = u64;
    type Block = Range<u64>;
}

impl Space for Counted<'_> {
    fn len(&self) -> u64 {
        self.0
    }
    unsafe fn block<'i>(&'i self, range: Range<u64>) -> <Self as Items<'i>>::Block {
        self.1.fetch_add(1, Relaxed);
        range
    }
}

/// Hides `i` from the optimiser.
#[inline(always)]
fn touch(i: u64) {
    black_box(i);
}

/// The user's own `dynamic,1` and `fac2`.
struct Ones;
impl ChunkPolicy for Ones {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        1
    }
}

struct Halves;
impl ChunkPolicy for Halves {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        state.remaining().div_ceil(2 * state.num_threads() as u64)
    }
}

fn threads() -> usize {
    std::env::var("THREADS").ok().and_then(|n| n.parse().ok()).unwrap_or(2)
}

/// Nanoseconds for one loop: the mean of as many as fill 2 ms.
fn time(schedule: Option<Schedule<'_>>, n: u64) -> f64 {
    let mut loops = 1_u32;
    loop {
        let start = Instant::now();
        for _ in 0..loops {
            let each = parallel_for(0..n).num_threads(threads());
            match schedule {
                Some(schedule) => each.schedule(schedule).for_each(touch),
                // One block each, whoever runs it.
                None => each.for_each(touch),
            }
        }
        let took = start.elapsed();
        if took.as_micros() > 2000 {
            return took.as_nanos() as f64 / f64::from(loops);
        }
        loops *= 2;
    }
}

fn chunks(schedule: Schedule<'_>, n: u64) -> f64 {
    let count = AtomicU64::new(0);
    for _ in 0..20 {
        parallel_for(Counted(n, &count)).num_threads(threads()).schedule(schedule).for_each(touch);
    }
    count.into_inner() as f64 / 20.0
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Prints `section schedule chunks median least like ratio` for each schedule, in nanoseconds. `singly`: all chunks have one
/// iteration. (Elsewhere they are counted by the blocks that bodies get, of which one may be some chunks that were claimed
/// together.)
///
/// A loop of few chunks pays for its beginning and its end in each of them. So each schedule is compared with its like: the
/// same loop under `dynamic` with chunks of a length that makes as many, whose median is `like`.
fn dispatch(section: &str, n: u64, singly: bool, schedules: &[(&str, Schedule<'_>)]) {
    let rounds = 15;
    let count = |schedule: Schedule<'_>| {
        // What learns has learnt.
        for _ in 0..40 {
            parallel_for(0..n).num_threads(threads()).schedule(schedule).for_each(touch);
        }
        if singly { n as f64 } else { chunks(schedule, n) }
    };
    let counts: Vec<f64> = schedules.iter().map(|&(_, schedule)| count(schedule)).collect();
    let like = |k: usize| Schedule::Dynamic((n as f64 / counts[k]).round().max(1.0) as u64);
    let mut times = vec![Vec::new(); schedules.len()];
    let mut likes = times.clone();
    let mut even = Vec::new();
    for round in 0..rounds {
        even.push(time(None, n));
        for k in 0..schedules.len() {
            let k = (k + round) % schedules.len();
            times[k].push(time(Some(schedules[k].1), n));
            likes[k].push(time(Some(like(k)), n));
        }
    }
    let least = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let (median_even, least_even) = (median(even.clone()), least(&even));
    for (k, (name, _)) in schedules.iter().enumerate() {
        let by_chunk = |time: f64| time * threads() as f64 / counts[k];
        let like_chunks = if singly { n as f64 } else { chunks(like(k), n) };
        let (own, like) = (median(times[k].clone()) - median_even, median(likes[k].clone()) - median_even);
        let like = like * threads() as f64 / like_chunks;
        println!(
            "{section} {name} {:.0} {:.1} {:.1} {like:.1} {:.2}",
            counts[k],
            by_chunk(own),
            by_chunk(least(&times[k]) - least_even),
            by_chunk(own) / like,
        );
    }
}

/// The schedules whose names begin with the second argument, if there is one.
fn chosen<'s>(list: Vec<(&'static str, Schedule<'s>)>) -> Vec<(&'static str, Schedule<'s>)> {
    let prefix = std::env::args().nth(2).unwrap_or_default();
    list.into_iter().filter(|(name, _)| name.starts_with(&prefix)).collect()
}

fn dispatch_all() {
    let ones = Schedule::custom(&Ones);
    let singly = [
        "dynamic,1",
        "monotonic:dynamic,1",
        "static_steal,1",
        "fsc,0",
        "tss,1,1",
        "tfss,1,1",
        "tap,1e9",
        "fac,1e9",
        "fiss,1000000",
        "viss,1000000",
        "rnd,1,1",
    ];
    let parse = |name: &'static str| (name, name.parse::<Schedule>().expect("a schedule"));
    let mut list: Vec<_> = singly.into_iter().map(parse).collect();
    list.push(("user's:1", ones));
    dispatch("single", 20_000, true, &chosen(list));
    let falling = [
        "guided", "tss", "tfss", "tap", "fac", "mfac", "fac2", "wf2", "wf2,2,1", "awf", "awf_b", "awf_c",
        "awf_d", "awf_e", "af", "bold", "fiss", "viss", "rnd", "history", "binlpt", "auto",
    ];
    let mut list: Vec<_> = falling.into_iter().map(parse).collect();
    list.push(("user's:halves", Schedule::custom(&Halves)));
    dispatch("natural", 5_000, false, &chosen(list));
}

/// Work in steps of about a nanosecond.
#[inline(never)]
fn work(steps: u64) {
    for step in 0..steps {
        black_box(step);
    }
}

/// What iteration `i` of `n` costs.
type Cost = fn(u64, u64) -> u64;

const SHAPES: [(&str, Cost); 4] = [
    ("uniform", |_, _| 200),
    ("triangular", |i, n| 400 * i / n),
    // exp(normal) by the sum of twelve uniform numbers.
    ("log-normal", |i, _| {
        let sum: f64 = (0..12_u64).map(|k| (hash(12 * i + k) >> 11) as f64 / (1_u64 << 53) as f64).sum();
        (120.0 * (sum - 6.0).exp()) as u64
    }),
    ("front-loaded", |i, n| if i < n / 50 { 5000 } else { 100 }),
];

fn hash(x: u64) -> u64 {
    let z = (x ^ x >> 31).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (z ^ z >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// A loop of one shape: each shape and schedule is a site of its own to `auto`, since `cost` is another function.
fn kernel(schedule: Schedule<'_>, n: u64, costs: &[u64]) -> f64 {
    let start = Instant::now();
    parallel_for(0..n).num_threads(threads()).schedule(schedule).for_each(|i| work(costs[i as usize]));
    start.elapsed().as_nanos() as f64
}

/// Prints `shape schedule microseconds` for the median run after learning, interleaved.
fn auto() {
    let schedules = [Schedule::Auto, Schedule::Static, Schedule::Guided(1), Schedule::Dynamic(1)];
    for (k, (name, cost)) in SHAPES.into_iter().enumerate() {
        // Lengths of different magnitude are remembered apart.
        let n = 1_000 << k;
        let costs: Vec<u64> = (0..n).map(|i| cost(i, n)).collect();
        for _ in 0..40 {
            kernel(Schedule::Auto, n, &costs);
        }
        let mut times = vec![Vec::new(); schedules.len()];
        for _ in 0..300 {
            for (times, schedule) in times.iter_mut().zip(schedules) {
                times.push(kernel(schedule, n, &costs));
            }
        }
        let medians: Vec<f64> = times.into_iter().map(median).collect();
        let best = medians[1].min(medians[2]);
        for (schedule, median) in schedules.iter().zip(&medians) {
            println!("{name} {schedule} {:.1} {:.3}", median / 1e3, median / best);
        }
    }
}

/// Runs one schedule for a tool that counts, and prints how many chunks there were: `instructions tss,1,1 1000 50`.
fn instructions() {
    let mut rest = std::env::args().skip(2);
    let mut next = || rest.next().expect("a schedule, a length, a number of loops");
    let (name, n, loops): (String, u64, u64) =
        (next(), next().parse().expect("a length"), next().parse().expect("a number of loops"));
    let schedule = match name.as_str() {
        "user" => Schedule::custom(&Ones),
        "user-halves" => Schedule::custom(&Halves),
        name => name.parse().expect("a schedule"),
    };
    let count = AtomicU64::new(0);
    for _ in 0..loops {
        parallel_for(Counted(n, &count)).num_threads(threads()).schedule(schedule).for_each(touch);
    }
    println!("{}", count.into_inner());
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("dispatch") => dispatch_all(),
        Some("auto") => auto(),
        Some("instructions") => instructions(),
        _ => {
            eprintln!("usage: schedules dispatch|auto|instructions SCHEDULE LENGTH LOOPS");
            std::process::exit(2);
        }
    }
}
