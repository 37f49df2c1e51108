//! Members that do not meet the same constructs: an answer that names the places, never a hang; and the team
//! is good for the next region.

#[path = "common/watchdog.rs"]
mod watchdog;

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use ferromp::{BinLpt, Parallel, Schedule, Sum, Team};

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

/// One member comes to a loop with `other`, the others with `schedule`: it is told so, and no iteration runs twice.
fn apart(name: &'static str, schedule: Schedule<'_>, other: Schedule<'_>) {
    let _watch = watchdog::watch(name);
    for members in [2, 3, 4, 8] {
        for odd in [0, members - 1] {
            let runs: Vec<AtomicU32> = (0..300).map(|_| AtomicU32::new(0)).collect();
            let result = Parallel::new().num_threads(members).try_run(|team| {
                let schedule = if team.thread_num() == odd { other } else { schedule };
                team.for_loop(0..runs.len()).schedule(schedule).for_each(|i| {
                    runs[i].fetch_add(1, Relaxed);
                });
            });
            let error = result.expect_err(&format!("{members} members, {schedule} and {other}"));
            assert!(error.is_misuse(), "{error}");
            assert!(error.to_string().contains("misuse.rs:"), "{error}");
            for (i, runs) in runs.iter().enumerate() {
                assert!(runs.load(Relaxed) <= 1, "{i} ran twice: {schedule} and {other}");
            }
        }
    }
}

#[test]
fn published_schedules_with_other_parameters() {
    let pairs = [
        ("tss,10,1", "tss,10,2"),
        ("tss,10,1", "tss,1,10"),
        ("tss,10,1", "tfss,10,1"),
        ("fac,1,1", "fac,1.0000001,1"),
        ("fac,1,1", "tap,1,1"),
        ("fac2,1", "fac2,2"),
        ("fiss,3", "viss,3"),
        ("rnd,1,9,1", "rnd,1,9,2"),
        ("wf2,1,2", "wf2,2,1"),
        ("awf_b", "awf_c"),
        ("bold,1,0.1", "bold,1,0.2"),
        ("af", "history"),
        ("dynamic,1", "static_steal,1"),
        ("auto", "guided"),
    ];
    for (one, other) in pairs {
        apart(
            "published_schedules_with_other_parameters",
            one.parse().expect(one),
            other.parse().expect(other),
        );
    }
}

/// Bins are the same where the object is, not where they were cut alike.
#[test]
fn bins_of_ones_own() {
    let estimates: Vec<u64> = (0..300).collect();
    let (one, other) = (BinLpt::new(&estimates, 20), BinLpt::new(&estimates, 20));
    apart("bins_of_ones_own", Schedule::BinLpt(&one), Schedule::BinLpt(&other));
    apart("bins_against_fac2", Schedule::BinLpt(&one), Schedule::Fac2(1));
    let _watch = watchdog::watch("bins_that_are_shared");
    let sum = AtomicU32::new(0);
    Parallel::new().num_threads(4).run(|team| {
        team.for_loop(0..300).schedule(Schedule::BinLpt(&one)).for_each(|_| {
            sum.fetch_add(1, Relaxed);
        });
    });
    assert_eq!(sum.into_inner(), 300);
}

/// Each member boxes bins of its own, often where a box was that it, or another, has just given back.
#[test]
fn bins_that_come_again_at_an_address() {
    let _watch = watchdog::watch("bins_that_come_again_at_an_address");
    for round in 0..50 {
        let runs: Vec<AtomicU32> = (0..40).map(|_| AtomicU32::new(0)).collect();
        let result = Parallel::new().num_threads(2).try_run(|team| {
            let first = [vec![9; 20], vec![1; 20]].concat();
            let estimates = if team.thread_num() == 0 { first } else { vec![1; 40] };
            for _ in 0..4 {
                let bins = Box::new(BinLpt::new(&estimates, 7));
                team.for_loop(0..40).schedule(Schedule::BinLpt(&bins)).nowait().for_each(|i| {
                    runs[i].fetch_add(1, Relaxed);
                });
            }
        });
        assert!(result.expect_err("bins of its own").is_misuse(), "round {round}");
        // Who is first may run all it has met before the other comes, each loop once.
        assert!(runs.iter().all(|runs| runs.load(Relaxed) <= 4), "round {round}");
    }
}

/// A region within a loop's body is not the team's: only the team's own constructs count.
#[test]
fn a_barrier_in_the_body_of_a_loop() {
    diagnosed("a_barrier_in_the_body_of_a_loop", 2, |team, _| {
        let turns = team.num_threads() as u64 + 1;
        team.for_loop(0..turns).schedule(Schedule::StaticChunk(1)).for_each(|_| team.barrier());
    });
}
