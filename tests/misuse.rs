//! Members that do not meet the same constructs: an answer that names the places, never a hang; and the team
//! is good for the next region.

#[path = "common/watchdog.rs"]
mod watchdog;

use ferromp::{Parallel, Schedule, Sum, Team};

const SIZES: [usize; 6] = [2, 3, 4, 5, 8, 12];

/// Runs `body`, expects a diagnosis that names this file at least `places` times, and uses the team again.
#[track_caller]
fn diagnosed(name: &'static str, places: usize, body: impl Fn(&Team<'_>, usize) + Sync) {
    let _watch = watchdog::watch(name);
    for members in SIZES {
        for odd in [0, 1, members - 1] {
            for round in 0..3 {
                let result = Parallel::new().num_threads(members).try_run(|team| body(team, odd));
                let error =
                    result.expect_err(&format!("{members} members, {odd} is the odd one, round {round}"));
                assert!(error.is_misuse(), "{error}");
                let text = error.to_string();
                let named = text.matches("misuse.rs:").count()
                    + usize::from(text.contains("left the region"))
                    + usize::from(text.contains("the end of the region"));
                assert!(named >= places, "{members} members, {odd}: {text}");
                let sum = Parallel::new().num_threads(members).map(|team| team.reduce(Sum, 1));
                assert_eq!(sum, vec![members; members]);
            }
        }
    }
}

#[test]
fn a_skipped_barrier() {
    diagnosed("a_skipped_barrier", 2, |team, odd| {
        if team.thread_num() != odd {
            team.barrier();
        }
    });
}

#[test]
fn an_extra_barrier() {
    diagnosed("an_extra_barrier", 2, |team, odd| {
        team.barrier();
        if team.thread_num() == odd {
            team.barrier();
        }
    });
}

#[test]
fn a_skipped_single() {
    diagnosed("a_skipped_single", 2, |team, odd| {
        if team.thread_num() != odd {
            team.single(|| 1);
        }
        team.barrier();
    });
}

#[test]
fn a_skipped_single_nowait_before_a_barrier() {
    diagnosed("a_skipped_single_nowait_before_a_barrier", 2, |team, odd| {
        if team.thread_num() != odd {
            team.single_nowait(|| ());
        }
        team.barrier();
    });
}

#[test]
fn a_skipped_single_nowait_before_the_end() {
    diagnosed("a_skipped_single_nowait_before_the_end", 1, |team, odd| {
        if team.thread_num() != odd {
            team.single_nowait(|| ());
        }
    });
}

#[test]
fn a_loop_against_a_single() {
    diagnosed("a_loop_against_a_single", 2, |team, odd| {
        if team.thread_num() == odd {
            team.for_loop(0..100).schedule(Schedule::Dynamic(1)).for_each(|_| ());
        } else {
            team.single(|| 1);
        }
    });
}

#[test]
fn a_reduction_of_another_type() {
    diagnosed("a_reduction_of_another_type", 2, |team, odd| {
        if team.thread_num() == odd {
            team.reduce(Sum, 1.0_f64);
        } else {
            team.reduce(Sum, 1_u64);
        }
    });
}

#[test]
fn a_reduction_against_a_barrier() {
    diagnosed("a_reduction_against_a_barrier", 2, |team, odd| {
        if team.thread_num() == odd {
            team.reduce(Sum, 1_u64);
        } else {
            team.barrier();
        }
    });
    diagnosed("a_barrier_against_a_reduction", 2, |team, odd| {
        if team.thread_num() == odd {
            team.barrier();
        } else {
            team.reduce(Sum, String::new().len());
        }
    });
}

/// More constructs ahead of the slowest member than the ring has slots, while that one waits elsewhere.
#[test]
fn running_ahead_of_a_member_that_waits() {
    diagnosed("running_ahead_of_a_member_that_reduces", 2, |team, odd| {
        if team.thread_num() != odd {
            for _ in 0..12 {
                team.single_nowait(|| ());
            }
        }
        team.reduce(Sum, 1_u64);
    });
    diagnosed("running_ahead_of_a_member_at_a_barrier", 2, |team, odd| {
        if team.thread_num() != odd {
            for _ in 0..12 {
                team.for_loop(0..3).schedule(Schedule::Dynamic(1)).nowait().for_each(|_| ());
            }
        }
        team.barrier();
    });
    diagnosed("running_ahead_of_a_member_that_has_left", 2, |team, odd| {
        if team.thread_num() != odd {
            for _ in 0..12 {
                team.single_nowait(|| ());
            }
        }
    });
}

#[test]
fn an_ordered_loop_that_a_member_skips() {
    diagnosed("an_ordered_loop_that_a_member_skips", 2, |team, odd| {
        if team.thread_num() != odd {
            team.for_loop(0..100).ordered(|_, order| order.run(|| ()));
        }
        team.barrier();
    });
    diagnosed("an_ordered_loop_that_a_member_runs_without_order", 2, |team, odd| {
        let shared = team.for_loop(0..100).schedule(Schedule::Dynamic(1));
        if team.thread_num() == odd {
            shared.schedule(Schedule::Dynamic(1).monotonic()).for_each(|_| std::thread::yield_now());
        } else {
            shared.ordered(|_, order| order.run(|| ()));
        }
    });
}

#[test]
fn sections_against_a_loop() {
    diagnosed("sections_against_a_loop", 2, |team, odd| {
        if team.thread_num() == odd {
            team.sections([&|| (), &|| ()]);
        } else {
            team.for_loop(0..2).schedule(Schedule::Guided(1)).for_each(|_| ());
        }
    });
}

/// A region within a loop's body is not the team's: only the team's own constructs count.
#[test]
fn a_barrier_in_the_body_of_a_loop() {
    diagnosed("a_barrier_in_the_body_of_a_loop", 2, |team, _| {
        let turns = team.num_threads() as u64 + 1;
        team.for_loop(0..turns).schedule(Schedule::StaticChunk(1)).for_each(|_| team.barrier());
    });
}
