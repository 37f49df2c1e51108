//! `lastprivate` and `ordered`, combined and in a region.

mod common {
    pub(crate) mod cases;
    pub(crate) mod watchdog;
}

use common::cases::{TEAMS, schedules};
use common::watchdog::watch;
use ferromp::prelude::*;
use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

fn check(len: u64, of: u64, threads: usize, schedule: Option<Schedule<'static>>) {
    let assigned = |i: u64| (i % of == of - 1).then(|| i.to_string());
    let last = len.checked_sub(1).map(|i| i.to_string());
    let conditional = (0..len).rev().find_map(assigned);
    assert_eq!(combined!(0..len, threads, schedule).lastprivate(|i| i.to_string()), last);
    assert_eq!(combined!(0..len, threads, schedule).lastprivate_conditional(assigned), conditional);
    let all = Parallel::new().num_threads(threads).map(|team| {
        let line = || team.for_loop(0..len).schedule(schedule.unwrap_or_default());
        (line().lastprivate(|i| i.to_string()), line().lastprivate_conditional(assigned))
    });
    assert!(
        all.iter().all(|both| both.0 == last && both.1 == conditional),
        "{schedule:?}, {threads}: {all:?}"
    );
}

#[test]
fn the_last_iteration_counts() {
    let _watch = watch("the_last_iteration_counts");
    for schedule in schedules() {
        for threads in TEAMS {
            for (len, of) in [(0, 1), (1, 1), (1, 2), (7, 3), (100, 99), (1_000, 7)] {
                check(len, of, threads, schedule);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_last_of_any_loop(len in 0u64..2_000, of in 1u64..2_000, threads in 1usize..9, k in 0usize..13) {
        check(len, of, threads, schedules()[k]);
    }
}

#[test]
fn ordered_regions_run_in_order() {
    let _watch = watch("ordered_regions_run_in_order");
    for schedule in schedules() {
        for threads in TEAMS {
            let log = Mutex::new(Vec::new());
            combined!(0..300u64, threads, schedule).ordered(|i, order| {
                if i % 3 != 0 {
                    let three = order.run(|| {
                        log.lock().unwrap().push(i);
                        3
                    });
                    assert_eq!(three, 3);
                }
            });
            let expected: Vec<u64> = (0..300).filter(|i| i % 3 != 0).collect();
            assert_eq!(*log.lock().unwrap(), expected, "{schedule:?}, {threads} threads");
            log.lock().unwrap().clear();
            Parallel::new().num_threads(threads).run(|team| {
                let line = team.for_loop(0..300u64).schedule(schedule.unwrap_or_default());
                line.ordered(|i, order| order.run(|| log.lock().unwrap().push(i)));
            });
            assert!(log.into_inner().unwrap().into_iter().eq(0..300), "{schedule:?}, {threads} threads");
        }
    }
}

/// Members that wait for their turn are called out when one panics in its own.
#[test]
fn a_panic_in_an_ordered_region_goes_on() {
    let _watch = watch("a_panic_in_an_ordered_region_goes_on");
    for schedule in schedules() {
        for threads in TEAMS {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                combined!(0..100u64, threads, schedule).ordered(|i, order| {
                    order.run(|| {
                        if i == 40 {
                            std::panic::resume_unwind(Box::new("forty"));
                        }
                    });
                });
            }));
            assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"forty"));
        }
    }
}
