//! What the papers found, found again.

use super::{Machine, Outcome, Schedule, Workload};

/// A generator of even numbers between 0 and 1.
fn even(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const US: f64 = 1e-6;
/// Self-scheduling, as the papers call it: the next iteration for whoever asks.
const SS: Schedule<'static> = Schedule::Dynamic(1);
const TSS: Schedule<'static> = Schedule::Tss { first: 0, last: 1 };
const FAC: Schedule<'static> = Schedule::Fac { spread: 1.0, chunk: 1 };

/// The mean efficiency over so many loops.
fn efficiency(
    machine: &Machine,
    schedule: Schedule<'_>,
    loops: u64,
    workload: impl Fn(u64) -> Workload,
) -> f64 {
    let schedule = schedule.monotonic();
    let one = |seed| machine.run(&workload(seed), schedule).speedup() / machine.num_threads() as f64;
    (0..loops).map(one).sum::<f64>() / loops as f64
}

/// Iterations with an exponential distribution, whose deviation is its mean: S. F. Hummel, E. Schonberg, L. E. Flynn,
/// "Factoring: a method for scheduling parallel loops", CACM 35(8), 1992.
fn exponential(len: u64, seed: u64) -> Workload {
    let mut even = even(seed + 1);
    Workload::from_fn(len, |_| -(1.0 - even()).ln() * US)
}

#[test]
fn factoring_beats_guided_static_and_self_scheduling_where_iterations_vary() {
    // All dispatches of self-scheduling together take a little longer than a member's share of the work.
    for (members, dispatch) in [(16, 0.08 * US), (64, 0.02 * US)] {
        let machine = Machine::new(members).shared_dispatch(dispatch).timeline(false);
        let of =
            |schedule| efficiency(&machine, schedule, 40, |seed| exponential(256 * members as u64, seed));
        for factoring in [Schedule::Fac2(1), FAC] {
            let factoring = (factoring, of(factoring));
            for other in [Schedule::Static, Schedule::Guided(1), SS] {
                assert!(factoring.1 > of(other), "{factoring:?} on {members}: {other} has {}", of(other));
            }
        }
    }
}

/// The paper's reason: guided's first chunks may hold more than a share of the work, and the rest cannot make up for it.
#[test]
fn guided_ends_late_where_the_first_iterations_are_the_dearest() {
    let decreasing = |_| Workload::from_fn(4096, |i| (4096 - i) as f64 * 1e-9);
    let machine = Machine::new(16).timeline(false);
    let guided = efficiency(&machine, Schedule::Guided(1), 1, decreasing);
    let factoring = efficiency(&machine, Schedule::Fac2(1), 1, decreasing);
    // A first chunk of a sixteenth has nearly an eighth of the work.
    assert!(guided < 0.53 && factoring > 0.95, "{guided} {factoring}");
}

/// T. H. Tzen, L. M. Ni, "Trapezoid self-scheduling: a practical scheduling scheme for parallel compilers", IEEE TPDS
/// 4(1), 1993: on decreasing workloads guided falls behind, trapezoid does not; on increasing and even ones they are
/// alike.
#[test]
fn trapezoid_beats_guided_on_decreasing_workloads() {
    let machine = Machine::new(16).shared_dispatch(0.05 * US).timeline(false);
    let of =
        |schedule, cost: fn(u64) -> f64| efficiency(&machine, schedule, 1, |_| Workload::from_fn(4096, cost));
    let decreasing = |i| (4096 - i) as f64 * 1e-9;
    assert!(of(TSS, decreasing) > 0.9 && of(Schedule::Guided(1), decreasing) < 0.6);
    for alike in [|i| i as f64 * 1e-9, |_| US] {
        let (trapezoid, guided) = (of(TSS, alike), of(Schedule::Guided(1), alike));
        assert!(trapezoid > 0.9 && guided > 0.9, "{trapezoid} {guided}");
    }
}

/// Their table of chunks for 1,000 iterations on 4 processors.
#[test]
fn trapezoid_needs_fewer_chunks_than_guided_and_guided_than_self_scheduling() {
    let loop_ = Workload::from_fn(1000, |_| US);
    let run = |schedule: Schedule<'_>| -> Outcome { Machine::new(4).run(&loop_, schedule) };
    let lengths = |outcome: &Outcome| {
        let mut spans = outcome.timeline.clone();
        spans.sort_by_key(|span| span.first);
        spans.iter().map(|span| span.len).collect::<Vec<_>>()
    };
    let guided = run(Schedule::Guided(1));
    let sequence = [250, 188, 141, 106, 79, 59, 45, 33, 25, 19, 14, 11, 8, 6, 4, 3, 3, 2, 1, 1, 1, 1];
    assert_eq!(lengths(&guided), sequence);
    let trapezoid = run(TSS);
    // From N/2P to 1 in ⌈2N / (first + last)⌉ = 16 steps of 8.
    assert_eq!(lengths(&trapezoid)[..12], [125, 117, 109, 101, 93, 85, 77, 69, 61, 53, 45, 37]);
    assert!(trapezoid.chunks <= 16);
    assert_eq!(run(SS).chunks, 1000);
    assert_eq!(run(Schedule::Static).chunks, 4);
}

/// Both papers: one by one balances best, and drowns in dispatches when these are not free.
#[test]
fn self_scheduling_is_best_where_dispatches_are_free_and_worst_where_they_are_dear() {
    let of = |cost, schedule| {
        let machine = Machine::new(64).shared_dispatch(cost).timeline(false);
        efficiency(&machine, schedule, 40, |seed| exponential(4096, seed))
    };
    let others = [TSS, Schedule::Fac2(1), Schedule::Guided(1)];
    assert!(others.iter().all(|other| of(0.0, SS) > of(0.0, *other)));
    assert!(others.iter().all(|other| of(0.5 * US, SS) < of(0.5 * US, *other)));
}
