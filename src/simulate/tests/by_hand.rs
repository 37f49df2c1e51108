//! Small loops whose outcome can be reckoned by hand.

use super::{Machine, Schedule, Workload, ideal};
use crate::schedule::{ChunkPolicy, LoopState};

const US: f64 = 1e-6;

/// Whole microseconds.
fn whole(seconds: f64) -> u64 {
    let microseconds = seconds / US;
    assert!((microseconds - microseconds.round()).abs() < 1e-6);
    microseconds.round() as u64
}

/// The spans of a loop: member, first iteration, length, begin and end in microseconds.
fn spans(machine: &Machine, costs: &[u64], schedule: Schedule<'_>) -> Vec<(usize, u64, u64, u64, u64)> {
    let workload = Workload::from_seconds(costs.iter().map(|cost| *cost as f64 * US));
    let outcome = machine.run(&workload, schedule);
    let spans = outcome.timeline.iter();
    spans.map(|span| (span.thread_num, span.first, span.len, whole(span.begin), whole(span.end))).collect()
}

#[test]
fn static_blocks() {
    let timeline = spans(&ideal(2), &[1, 2, 3, 4, 5], Schedule::Static);
    assert_eq!(timeline, [(0, 0, 3, 0, 6), (1, 3, 2, 0, 9)]);
    let timeline = spans(&ideal(2), &[1, 2, 3, 4, 5], Schedule::StaticChunk(1));
    assert_eq!(
        timeline,
        [(0, 0, 1, 0, 1), (1, 1, 1, 0, 2), (0, 2, 1, 1, 4), (1, 3, 1, 2, 6), (0, 4, 1, 4, 9)]
    );
}

#[test]
fn who_is_free_first_asks_first_and_ties_go_by_number() {
    let timeline = spans(&ideal(2), &[5, 2, 3, 1, 1], Schedule::Dynamic(1).monotonic());
    // At 5 both are free.
    assert_eq!(
        timeline,
        [(0, 0, 1, 0, 5), (1, 1, 1, 0, 2), (1, 2, 1, 2, 5), (0, 3, 1, 5, 6), (1, 4, 1, 5, 6)]
    );
}

#[test]
fn thieves_come_when_their_own_share_is_done() {
    let timeline = spans(&ideal(2), &[9, 1, 1, 1, 1, 1], Schedule::Dynamic(1));
    let mine = timeline.iter().filter(|span| span.0 == 1).map(|span| span.1);
    assert_eq!(mine.collect::<Vec<_>>(), [3, 4, 5, 1, 2], "its own three, then what the other has left");
}

#[test]
fn members_queue_for_the_cursor_of_the_team() {
    let loop_ = Workload::from_seconds([10.0 * US; 4]);
    let machine = ideal(4).shared_dispatch(1.0 * US);
    let outcome = machine.run(&loop_, Schedule::Dynamic(1).monotonic());
    let begins = outcome.timeline.iter().map(|span| (span.thread_num, whole(span.begin)));
    assert_eq!(begins.collect::<Vec<_>>(), [(0, 1), (1, 2), (2, 3), (3, 4)]);
    // The last one ends at 14, and its question whether there is more takes until 15.
    assert_eq!(whole(outcome.makespan), 15);
    // Four waits of 1 to 4 for a chunk, and one each to see that there is none.
    assert!((outcome.dispatch_share() - 14.0 / 60.0).abs() < 1e-9);
    let own = ideal(4).shared_dispatch(1.0).own_dispatch(1.0 * US);
    assert_eq!(whole(own.run(&loop_, Schedule::Static).makespan), 11, "nobody waits for anybody");
}

#[test]
fn speeds_and_delays() {
    let machine = ideal(2).speeds([0.5, 2.0]).start_delays([3.0 * US]);
    assert_eq!(spans(&machine, &[4, 4], Schedule::Static), [(1, 1, 1, 0, 2), (0, 0, 1, 3, 11)]);
    let loop_ = Workload::from_seconds([1.0 * US; 2]);
    assert_eq!(whole(ideal(2).region(5.0 * US).run(&loop_, Schedule::Static).makespan), 6);
}

#[test]
fn one_member_takes_what_a_team_of_one_takes() {
    for (schedule, chunks) in [(Schedule::Guided(1), 1), (Schedule::Dynamic(10), 10), (Schedule::Static, 1)] {
        let outcome = ideal(1).run(&Workload::from_fn(100, |_| US), schedule);
        assert_eq!((outcome.chunks, whole(outcome.makespan)), (chunks, 100), "{schedule}");
    }
}

#[test]
fn measures_of_balance() {
    let outcome = ideal(4).run(&Workload::from_seconds([4.0, 2.0, 1.0, 1.0]), Schedule::Static);
    assert_eq!((outcome.makespan, outcome.speedup(), outcome.imbalance()), (4.0, 2.0, 2.0));
    assert_eq!((outcome.idle(), outcome.dispatch_share()), (0.5, 0.0));
    assert_eq!(outcome.variation(), 1.5_f64.sqrt() / 2.0);
}

#[test]
fn a_loop_of_nothing() {
    for schedule in super::schedules() {
        let none = ideal(3).region(1.0).run(&Workload::from_seconds([]), schedule);
        assert_eq!((none.chunks, none.makespan, none.work), (0, 1.0, 0.0), "{schedule}");
        let free = ideal(3).run(&Workload::from_seconds([0.0; 10]), schedule);
        assert_eq!((free.makespan, free.speedup(), free.imbalance(), free.idle()), (0.0, 1.0, 1.0, 0.0));
    }
}

#[test]
fn costs_of_measured_chunks() {
    let costs = Workload::from_chunks(10, [(6..20, 14e-6), (0..4, 4e-6), (3..4, 3e-6)]);
    assert_eq!(costs.len(), 10);
    // The later entry counts for iteration 3; 4 and 5 cost what the others do on average.
    assert_eq!([costs.cost(0..3), costs.cost(3..4), costs.cost(6..10)], [3e-6, 3e-6, 4e-6]);
    assert_eq!(costs.cost(4..6), 2.5e-6);
    assert_eq!((costs.cost(8..99), costs.cost(99..100), costs.longest()), (2e-6, 0.0, 3e-6));
    assert_eq!(Workload::from_chunks(3, []).total(), 0.0);
}

/// Answers nonsense.
struct Liar;

impl ChunkPolicy for Liar {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        if state.step().is_multiple_of(2) { 0 } else { u64::MAX }
    }
}

#[test]
fn policies_are_not_trusted() {
    let loop_ = Workload::from_fn(100, |i| i as f64 * US);
    let outcome = ideal(3).run(&loop_, Schedule::custom(&Liar));
    super::assert_whole(&loop_, &outcome);
    assert_eq!(outcome.chunks, 2, "one iteration, then all");
}

#[test]
fn bad_arguments_are_named() {
    let message = |run: fn()| {
        let panic = std::panic::catch_unwind(run).unwrap_err();
        panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()))
    };
    let cases: [(fn(), &str); 6] = [
        (|| drop(Machine::new(0)), "ask for 1 or more"),
        (|| drop(Machine::new(2).speeds([1.0, 0.0])), "the speed of member 1 must be positive"),
        (|| drop(Machine::new(2).start_delays([f64::NAN])), "the delay of member 0 must be"),
        (|| drop(Machine::new(2).noise(-1.0)), "not negative, not -1"),
        (|| drop(Workload::from_seconds([1.0, f64::INFINITY])), "the cost of iteration 1 must be"),
        (|| drop(Workload::from_seconds([1e7, 1e7])), "more than 213 days"),
    ];
    for (run, expected) in cases {
        let message = message(run).unwrap();
        assert!(message.contains(expected), "{message}");
    }
}

/// Simulates what would come of it, before it answers.
struct Foresight;

impl ChunkPolicy for Foresight {
    fn next_chunk(&self, state: &LoopState) -> u64 {
        let rest = Workload::from_fn(state.remaining(), |_| US);
        let makespan = |chunk| ideal(state.num_threads()).run(&rest, Schedule::Af(chunk)).makespan;
        if makespan(1) <= makespan(16) { 1 } else { 16 }
    }
}

#[test]
fn simulations_nest_on_any_number_of_threads() {
    let loop_ = Workload::from_fn(20, |_| US);
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| super::assert_whole(&loop_, &ideal(3).run(&loop_, Schedule::custom(&Foresight))));
        }
    });
}

#[test]
fn schedules_that_learn_do_so_over_the_loops_of_a_run() {
    let loop_ = Workload::from_fn(4000, |i| if i < 400 { 10.0 * US } else { 0.1 * US });
    let after = |schedule, loops| ideal(8).loops(loops).run(&loop_, schedule).makespan;
    // `history` knows the dear iterations from the first run on.
    assert!(after(Schedule::History(1), 5) < 0.7 * after(Schedule::History(1), 1));
    // `auto` has tried all, and ends with the best of them.
    let candidates = [Schedule::Static, Schedule::Guided(1), Schedule::Fac2(1)];
    let best = candidates.map(|schedule| after(schedule, 1)).into_iter().fold(f64::INFINITY, f64::min);
    assert!(after(Schedule::Auto, 40) <= 1.03 * best);
    // `awf` learns that one member is slow.
    let slow = ideal(2).speeds([1.0, 0.25]);
    let even = Workload::from_fn(1000, |_| US);
    let weighted = slow.clone().loops(10).run(&even, Schedule::Awf(1));
    let share = |outcome: &crate::simulate::Outcome| outcome.members[1].iterations;
    assert!((150..250).contains(&share(&weighted)), "{}", share(&weighted));
}
