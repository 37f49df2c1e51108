use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use ferromp::profile::{Busy, Execution, LoopKind, Profile, Profiler, Site, What};
use ferromp::{ChunkPolicy, LoopState, Parallel, Schedule, Sum, parallel_for};

use crate::watchdog;
use crate::{alone, line, recorded};

const TEAMS: [usize; 5] = [1, 2, 3, 4, 8];

fn at(profile: &Profile, line: u32) -> &Site {
    let site = profile.sites.iter().find(|site| site.line == line);
    site.unwrap_or_else(|| panic!("no loop at {line}: {profile}"))
}

/// What holds of every execution that was recorded whole.
fn check(execution: &Execution) {
    assert!(execution.complete, "{execution:?}");
    assert!(execution.begin_ns <= execution.end_ns);
    for chunk in &execution.chunks {
        assert!(chunk.member < execution.threads && chunk.len > 0);
        assert!(execution.begin_ns <= chunk.begin_ns && chunk.begin_ns <= chunk.end_ns);
        assert!(chunk.end_ns <= execution.end_ns);
    }
    for member in 0..execution.threads {
        let mine = execution.chunks.iter().filter(|chunk| chunk.member == member);
        let mut last = 0;
        for chunk in mine {
            assert!(last <= chunk.begin_ns, "a member does one thing at a time: {execution:?}");
            last = chunk.end_ns;
        }
    }
    for wait in &execution.waits {
        assert!(wait.member < execution.threads && wait.begin_ns <= wait.end_ns);
    }
    assert_eq!(execution.loads().iter().sum::<u64>(), execution.work_ns());
}

#[test]
fn loops_of_every_kind() {
    let _watch = watchdog::watch("loops_of_every_kind");
    for threads in TEAMS {
        let mut first = 0;
        let profile = recorded(10_000, || {
            first = line() + 1;
            parallel_for(0..100).num_threads(threads).schedule(Schedule::Dynamic(3)).for_each(|_| ());
            Parallel::new().num_threads(threads).run(|team| {
                for _ in 0..5 {
                    team.for_loop(0..50).schedule(Schedule::Guided(2)).for_each(|_| ());
                }
                team.for_loop(0..70).schedule(Schedule::StaticChunk(10)).nowait().for_each(|_| ());
                team.masked(|| team.taskloop(0..40).grainsize(5).for_each(|_| ()));
            });
        });
        assert_eq!(profile.dropped, 0);
        assert_eq!(profile.sites.len(), 4);
        let [combined, guided, cyclic, tasks] = [0, 3, 5, 6].map(|below| at(&profile, first + below));
        assert_eq!(
            (combined.kind, combined.iterations(), combined.chunks()),
            (LoopKind::ParallelFor, 100, 34)
        );
        assert_eq!((guided.kind, guided.executions.len(), guided.iterations()), (LoopKind::For, 5, 250));
        assert_eq!((cyclic.kind, cyclic.chunks()), (LoopKind::For, 7));
        assert_eq!((tasks.kind, tasks.iterations()), (LoopKind::TaskLoop, 40));
        for site in [combined, guided, cyclic, tasks] {
            assert!(site.file.ends_with("sites.rs") && site.column > 0);
            site.executions.iter().for_each(check);
        }
        for site in [combined, guided, cyclic] {
            assert!(site.executions.iter().all(|execution| execution.threads == threads));
        }
        // As many wait as have come; after `nowait` nobody does.
        let waits =
            |site: &Site| site.executions.iter().map(|execution| execution.waits.len()).sum::<usize>();
        assert_eq!(waits(guided), if threads == 1 { 0 } else { 5 * threads });
        assert_eq!(waits(cyclic), 0);
        let schedule = |site: &Site| site.schedules().join(" ");
        if threads > 1 {
            assert_eq!([schedule(combined), schedule(guided)], ["dynamic,3", "guided,2"]);
        }
        assert_eq!([schedule(cyclic), schedule(tasks)], ["static,10", "taskloop"]);
    }
}

#[test]
fn sums_of_a_loop_whose_course_is_known() {
    let _watch = watchdog::watch("sums_of_a_loop_whose_course_is_known");
    let profile = recorded(100, || {
        // Member 0 has 30 ms to do, member 1 has 10.
        parallel_for(0..2).num_threads(2).schedule(Schedule::Static).for_each(|i| {
            std::thread::sleep(Duration::from_millis(30 - 20 * i));
        });
    });
    let site = &profile.sites[0];
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    assert!(ms(site.work()) >= 40.0);
    // The sleeps are at least as long as asked: the sums follow from the chunks, whatever these were.
    let loads = site.executions[0].loads();
    let [long, short] = [loads[0] as f64, loads[1] as f64];
    assert!(long >= 30e6 && short >= 10e6);
    let expected = 2.0 * long.max(short) / (long + short) - 1.0;
    assert!((site.imbalance() - expected).abs() < 1e-9);
    assert!(site.elapsed() >= Duration::from_nanos(loads[0].max(loads[1])));
    assert!((site.speedup() - site.work().as_secs_f64() / site.elapsed().as_secs_f64()).abs() < 1e-9);
    assert!((0.0..0.5).contains(&site.dispatch_share()));
    let waits = &site.executions[0].waits;
    assert_eq!(waits.iter().map(|wait| wait.member).collect::<Vec<_>>(), [0, 1]);
    assert!(site.wait() >= Duration::from_nanos(loads[0].abs_diff(loads[1]) / 2));
    let table = profile.to_string();
    assert!(table.contains("speed-up") && table.contains("sites.rs") && table.contains("static"), "{table}");
}

#[test]
fn a_share_that_another_has_run_counts_for_that_one() {
    let _watch = watchdog::watch("a_share_that_another_has_run_counts_for_that_one");
    let profile = recorded(1000, || {
        for _ in 0..20 {
            parallel_for(0..8).num_threads(8).for_each(|_| ());
        }
    });
    for execution in &profile.sites[0].executions {
        check(execution);
        // As many shares as threads, run by whoever came; only those who came wait.
        assert_eq!(execution.chunks.len(), 8);
        let mut runners: Vec<usize> = execution.chunks.iter().map(|chunk| chunk.member).collect();
        runners.sort_unstable();
        runners.dedup();
        assert_eq!(execution.waits.iter().map(|wait| wait.member).collect::<Vec<_>>(), runners);
    }
}

#[test]
fn full_buffers_are_counted() {
    let _watch = watchdog::watch("full_buffers_are_counted");
    let profile = recorded(20, || {
        parallel_for(0..1000).num_threads(1).schedule(Schedule::StaticChunk(1)).for_each(|_| ());
    });
    assert!(profile.dropped >= 1900, "a begin and an end for each: {}", profile.dropped);
    assert!(profile.to_string().contains("found no room"));
    assert!(profile.sites.iter().all(|site| site.executions.iter().all(|execution| !execution.complete)));
    // None at all.
    let profile = recorded(0, || parallel_for(0..10).num_threads(2).for_each(|_| ()));
    assert!(profile.sites.is_empty() && profile.dropped > 0);
    // And no trace of it in the next recording.
    let profile = recorded(1000, || parallel_for(0..10).num_threads(2).for_each(|_| ()));
    assert_eq!((profile.dropped, profile.sites[0].iterations()), (0, 10));
}

#[test]
fn one_recording_at_a_time() {
    let _watch = watchdog::watch("one_recording_at_a_time");
    let _alone = alone();
    let first = Profiler::new().start().unwrap();
    let busy: Busy = Profiler::new().start().unwrap_err();
    assert!(busy.to_string().contains("stop it before"));
    assert!(catch_unwind(|| Profile::record(|| ())).is_err());
    drop(first);
    let ((), profile) = Profile::record(|| ());
    assert!(profile.sites.is_empty() && profile.threads.is_empty());
    // A panic ends it as well.
    assert!(catch_unwind(|| Profile::record(|| std::panic::resume_unwind(Box::new(())))).is_err());
    assert!(Profiler::new().start().is_ok());
}

#[test]
fn loops_that_end_in_a_panic_are_not_complete() {
    let _watch = watchdog::watch("loops_that_end_in_a_panic_are_not_complete");
    let profile = recorded(1000, || {
        let run = || {
            parallel_for(0..100).num_threads(2).schedule(Schedule::Dynamic(1)).for_each(|i| {
                if i == 0 {
                    std::panic::resume_unwind(Box::new("a body panics"));
                }
            });
        };
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        assert_eq!(parallel_for(0..100).num_threads(2).reduce(Sum, |i| i), 4950);
    });
    assert_eq!(profile.sites.len(), 2);
    assert!(profile.sites[0].chunks() >= 1, "the chunk that panicked has ended");
    profile.sites[1].executions.iter().for_each(check);
}

#[test]
fn policies_go_by_their_names() {
    struct Named(&'static str);
    impl ChunkPolicy for Named {
        fn next_chunk(&self, _: &LoopState) -> u64 {
            5
        }
        fn name(&self) -> &str {
            self.0
        }
    }
    let _watch = watchdog::watch("policies_go_by_their_names");
    let profile = recorded(1000, || {
        for name in ["fives", "\"cinq\"", "fives"] {
            let policy = Named(name);
            parallel_for(0..20).num_threads(2).schedule(Schedule::custom(&policy)).for_each(|_| ());
        }
    });
    assert_eq!(profile.sites[0].schedules(), ["fives", "\"cinq\""]);
    profile.sites[0].executions.iter().for_each(check);
}

#[test]
fn threads_of_several_callers() {
    let _watch = watchdog::watch("threads_of_several_callers");
    let profile = recorded(10_000, || {
        std::thread::scope(|threads| {
            for _ in 0..3 {
                threads.spawn(|| {
                    for _ in 0..20 {
                        Parallel::new().num_threads(2).run(|team| team.for_loop(0..30).for_each(|_| ()));
                    }
                });
            }
        });
    });
    assert_eq!(profile.dropped, 0);
    let [site] = &profile.sites[..] else { panic!("{profile}") };
    assert_eq!((site.executions.len(), site.iterations()), (60, 1800));
    site.executions.iter().for_each(check);
    assert!(
        profile.threads.len() >= 4,
        "three callers, and a worker at least, which one after the other may have"
    );
}

#[test]
fn spans_of_a_thread_are_nested() {
    let _watch = watchdog::watch("spans_of_a_thread_are_nested");
    let profile = recorded(10_000, || {
        Parallel::new().num_threads(3).run(|team| {
            team.for_loop(0..10).schedule(Schedule::Dynamic(1)).for_each(|_| {
                parallel_for(0..3).for_each(|_| ());
            });
            team.single(|| ());
            team.masked(|| {
                for _ in 0..10 {
                    team.task(|_| ());
                }
                team.taskwait();
            });
            team.barrier();
        });
    });
    for thread in &profile.threads {
        let mut open: Vec<u64> = Vec::new();
        for span in &thread.spans {
            assert!(span.begin_ns <= span.end_ns && span.end_ns <= profile.duration_ns);
            while open.last().is_some_and(|end| *end <= span.begin_ns && *end < span.end_ns) {
                open.pop();
            }
            assert!(open.last().is_none_or(|end| span.end_ns <= *end), "{span:?} in {open:?}");
            open.push(span.end_ns);
        }
    }
    let spans = || profile.threads.iter().flat_map(|thread| &thread.spans);
    let tasks = spans().filter(|span| matches!(span.what, What::Task { .. }));
    assert_eq!(tasks.count(), 10);
    assert!(spans().filter(|span| matches!(span.what, What::Task { .. })).all(|span| span.place.is_some()));
    let named = |name: &str| spans().filter(|span| span.name().starts_with(name)).count();
    assert_eq!(named("single"), 3);
    assert_eq!(named("barrier"), 3);
    assert_eq!(named("parallel"), 1 + 10);
    assert!(named("taskwait") >= 1 && named("end of parallel") >= 3);
}
