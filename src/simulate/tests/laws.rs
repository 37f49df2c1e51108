//! What holds for every workload, machine and schedule.

use super::{Machine, Schedule, Workload, assert_whole, ideal, schedules};
use crate::schedule::Plan;
use proptest::prelude::*;

fn any_costs() -> impl Strategy<Value = Vec<f64>> {
    // Whole nanoseconds, so that sums can be compared exactly.
    prop::collection::vec((0..2000_u32).prop_map(|ns| f64::from(ns) * 1e-9), 0..200)
}

fn any_machine() -> impl Strategy<Value = Machine> {
    let speeds = prop::collection::vec(0.1..4.0, 0..10);
    let delays = prop::collection::vec(0.0..1e-6, 0..10);
    (1..40_usize, speeds, delays, 0.0..0.5, any::<u64>(), 0.0..1e-7).prop_map(
        |(members, speeds, delays, noise, seed, shared)| {
            let machine = Machine::new(members).speeds(speeds).start_delays(delays);
            machine.noise(noise).seed(seed).shared_dispatch(shared)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_iteration_runs_once(costs in any_costs(), machine in any_machine()) {
        let workload = Workload::from_seconds(costs);
        for schedule in schedules() {
            assert_whole(&workload, &machine.run(&workload, schedule));
        }
    }

    /// No schedule beats perfect balance or the longest iteration.
    #[test]
    fn no_makespan_is_below_its_bounds(costs in any_costs(), members in 1..40_usize) {
        let workload = Workload::from_seconds(costs);
        let bound = (workload.total() / members as f64).max(workload.longest());
        for schedule in schedules() {
            let outcome = ideal(members).run(&workload, schedule);
            prop_assert!(outcome.makespan >= bound * (1.0 - 1e-12), "{schedule}: {} {bound}", outcome.makespan);
            prop_assert!(outcome.makespan <= workload.total());
            prop_assert!(outcome.imbalance() >= 1.0 - 1e-12);
            prop_assert!((0.0..=1.0).contains(&outcome.idle()));
        }
    }

    /// Graham's bound: who is never idle while there is work ends at most one iteration late.
    #[test]
    fn dynamic_is_a_list_schedule(costs in any_costs(), members in 1..40_usize) {
        let workload = Workload::from_seconds(costs);
        let bound = workload.total() / members as f64 + workload.longest();
        for schedule in [Schedule::Dynamic(1), Schedule::Dynamic(1).monotonic()] {
            prop_assert!(ideal(members).run(&workload, schedule).makespan <= bound * (1.0 + 1e-12));
        }
    }

    #[test]
    fn the_makespan_of_static_is_its_largest_block(costs in any_costs(), members in 1..40_usize) {
        let workload = Workload::from_seconds(costs);
        let mapping = Schedule::Static.resolve(Schedule::Auto, workload.len(), members, false);
        let plan = Plan { len: workload.len(), members, mapping };
        let blocks = plan.boundaries().unwrap().map(|block| workload.cost(block));
        let outcome = ideal(members).run(&workload, Schedule::Static);
        prop_assert_eq!(outcome.makespan, blocks.fold(0.0, f64::max));
    }

    #[test]
    fn the_same_arguments_give_the_same_outcome(costs in any_costs(), machine in any_machine()) {
        let workload = Workload::from_seconds(costs);
        for schedule in schedules() {
            prop_assert_eq!(machine.run(&workload, schedule), machine.run(&workload, schedule));
        }
    }
}

/// Pinned numbers: what another platform, or a change of the simulation, would have to reproduce.
#[test]
fn outcomes_are_the_same_on_every_host() {
    let workload = Workload::from_fn(10_000, |i| ((i * i) % 97) as f64 * 1e-8);
    let machine = Machine::new(16).noise(0.2).seed(42).speeds([2.0, 0.5]).start_delays([1e-6]);
    let run = |schedule| {
        let outcome = machine.run(&workload, schedule);
        ((outcome.makespan * 1e12).round() as u64, outcome.chunks)
    };
    let schedules =
        [Schedule::Static, Schedule::Dynamic(1), Schedule::Dynamic(4).monotonic(), Schedule::Guided(2)];
    let pinned = [(393992313, 16), (296661248, 10000), (307071614, 2500), (510513494, 102)];
    assert_eq!(schedules.map(run), pinned);
}

#[test]
fn noise_is_even_and_repeats() {
    let draws: Vec<f64> = (0..10_000).map(|chunk| crate::simulate::noise::factor(7, chunk, 0.1)).collect();
    let mean = draws.iter().sum::<f64>() / 1e4;
    let deviation = (draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 1e4).sqrt();
    assert!((mean - 1.0).abs() < 0.005 && (deviation - 0.1).abs() < 0.005, "{mean} {deviation}");
    assert!((0..1000).all(|chunk| crate::simulate::noise::factor(7, chunk, 9.0) >= 0.0));
    assert_ne!(draws[1].to_bits(), crate::simulate::noise::factor(8, 1, 0.1).to_bits());
}

/// More members than processors anywhere.
#[test]
fn every_schedule_on_a_thousand_members() {
    let workload = Workload::from_fn(10_000, |i| (i % 100) as f64 * 1e-8);
    for members in [1024, 3000] {
        for schedule in schedules() {
            let outcome = Machine::new(members).timeline(false).run(&workload, schedule);
            assert_eq!(outcome.members.iter().map(|load| load.iterations).sum::<u64>(), 10_000, "{schedule}");
            assert!(outcome.timeline.is_empty());
        }
    }
}
