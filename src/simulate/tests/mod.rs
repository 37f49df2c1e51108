//! Laws of every outcome, what can be reckoned by hand, and what the papers found.

mod by_hand;
mod laws;
mod papers;

use super::{Machine, Outcome, Workload};
use crate::schedule::Schedule;

/// A machine on which asking costs nothing.
fn ideal(members: usize) -> Machine {
    Machine::new(members).own_dispatch(0.0).shared_dispatch(0.0)
}

/// Every built-in schedule, and some with chunk sizes.
fn schedules() -> Vec<Schedule<'static>> {
    let sized =
        [Schedule::StaticChunk(7), Schedule::Dynamic(5), Schedule::Guided(3), Schedule::StaticSteal(2)];
    Schedule::all().chain(sized).collect()
}

/// Checks that the timeline holds every iteration once and agrees with what is said of the members.
fn assert_whole(workload: &Workload, outcome: &Outcome) {
    let mut spans = outcome.timeline.clone();
    assert_eq!(spans.len() as u64, outcome.chunks);
    spans.sort_by_key(|span| span.first);
    let mut next = 0;
    for span in &spans {
        assert_eq!(span.first, next, "no gap, no overlap");
        assert!(span.len > 0 && span.begin <= span.end && span.end <= outcome.makespan, "{span:?}");
        next += span.len;
    }
    assert_eq!(next, workload.len());
    for (number, load) in outcome.members.iter().enumerate() {
        let own = || outcome.timeline.iter().filter(|span| span.thread_num == number);
        assert_eq!(own().count() as u64, load.chunks);
        assert_eq!(own().map(|span| span.len).sum::<u64>(), load.iterations);
        assert!(own().zip(own().skip(1)).all(|(span, next)| span.end <= next.begin), "one at a time");
    }
}
