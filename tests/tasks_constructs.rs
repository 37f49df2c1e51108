//! The team's constructs and tasks: which may stand in which.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::{Parallel, Sum, Team};

#[path = "common/watchdog.rs"]
mod watchdog;

fn message(run: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref().map(|text: &&str| (*text).to_owned())).unwrap_or_default()
}

fn at_sizes(run: impl Fn(usize)) {
    [1, 2, 3, 4, 8].into_iter().for_each(run);
}

#[test]
fn a_barrier_may_stand_in_a_group_of_the_implicit_task() {
    let _watch = watchdog::watch("a_barrier_may_stand_in_a_group_of_the_implicit_task");
    at_sizes(|size| {
        let done = AtomicUsize::new(0);
        Parallel::new().num_threads(size).run(|team| {
            team.taskgroup(|group| {
                group.task(|_| {
                    done.fetch_add(1, Relaxed);
                });
                team.barrier();
                assert_eq!(done.load(Relaxed), team.num_threads());
                assert_eq!(team.reduce(Sum, 1), team.num_threads());
            });
        });
    });
}

#[test]
fn constructs_of_the_team_are_refused_in_tasks() {
    let _watch = watchdog::watch("constructs_of_the_team_are_refused_in_tasks");
    type Construct = fn(&Team<'_>);
    let constructs: [Construct; 4] = [
        |team| team.barrier(),
        |team| team.for_loop(0..10).for_each(|_| ()),
        |team| team.single_nowait(|| ()),
        |team| assert!(team.reduce(Sum, 1) > 0),
    ];
    for construct in constructs {
        let text =
            message(|| Parallel::new().num_threads(2).masked(|team| team.task(move |team| construct(team))));
        assert!(text.contains("tests/tasks_constructs.rs") && text.contains("explicit task"), "{text}");
        let text = message(|| {
            Parallel::new().num_threads(2).masked(|team| team.join(|team| construct(team), |_| ()).0)
        });
        assert!(text.contains("half of a join"), "{text}");
    }
}

#[test]
fn a_cancelled_region_of_one_ends_as_others_do() {
    let _watch = watchdog::watch("a_cancelled_region_of_one_ends_as_others_do");
    at_sizes(|size| {
        Parallel::new().num_threads(size).run(|team| {
            team.task(|team| team.cancel_parallel());
            team.barrier();
        });
    });
}
