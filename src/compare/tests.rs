use super::*;
use crate::{Schedule, omp, parallel_for};
use std::cell::{Cell, RefCell};
use std::time::Duration;

#[test]
fn candidates_take_turns_and_every_other_round_in_reverse() {
    let runs = RefCell::new(Vec::new());
    let schedules = [Schedule::Static, Schedule::Dynamic(4), Schedule::Guided(1)];
    let comparison = CompareSchedules::new()
        .schedules(schedules)
        .threads([1, 3])
        .rounds(2)
        .sample_time(Duration::ZERO)
        .run(|schedule| runs.borrow_mut().push((schedule, omp::get_max_threads())));
    let forth: Vec<_> =
        [1, 3].into_iter().flat_map(|threads| schedules.map(|schedule| (schedule, threads))).collect();
    let back = forth.iter().rev().copied();
    // The warm-up runs each twice.
    let expected: Vec<_> =
        forth.iter().flat_map(|run| [*run, *run]).chain(back).chain(forth.iter().copied()).collect();
    assert_eq!(*runs.borrow(), expected);
    assert_eq!(comparison.timings().len(), 6);
    assert!(comparison.timings().iter().all(|timing| timing.samples().len() == 2));
}

#[test]
fn short_loops_run_several_times_for_a_sample() {
    let runs = Cell::new(0);
    let one = CompareSchedules::new().schedules([Schedule::Static]).rounds(1);
    let comparison = one.sample_time(Duration::from_micros(500)).run(|_| runs.set(runs.get() + 1));
    assert!(runs.get() > 100, "{}", runs.get());
    assert!(comparison.best().unwrap().median() < Duration::from_micros(500), "the time is that of one run");
}

#[test]
fn all_schedules_by_default_on_the_threads_of_a_region() {
    let runs = std::sync::atomic::AtomicU64::new(0);
    let comparison = CompareSchedules::new().rounds(2).run(|schedule| {
        let add = |_| _ = runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        parallel_for(0..10).schedule(schedule).for_each(add);
    });
    assert!(Schedule::all().eq(comparison.timings().iter().map(|timing| timing.schedule)));
    assert!(comparison.timings().iter().all(|timing| timing.threads == omp::get_max_threads()));
    assert_eq!(runs.into_inner() % 10, 0);
}

#[test]
fn ranked_by_median() {
    let nap = |schedule| {
        let micros = if schedule == Schedule::Guided(1) { 100 } else { 5000 };
        std::thread::sleep(Duration::from_micros(micros));
    };
    let comparison = CompareSchedules::new()
        .schedules([Schedule::Static, Schedule::Guided(1), Schedule::Auto])
        .rounds(3)
        .run(nap);
    let ranking: Vec<_> = comparison.ranking().collect();
    assert!(ranking.is_sorted_by_key(|timing| timing.median()));
    assert_eq!(comparison.best().unwrap().schedule, ranking[0].schedule);
    let guided = comparison.timing(Schedule::Guided(1), omp::get_max_threads()).unwrap();
    let (low, high) = guided.quartiles();
    assert!(guided.fastest() <= low && low <= guided.median() && guided.median() <= high);
    let table = comparison.to_string();
    let marked: Vec<&str> = table.lines().filter(|line| line.starts_with('*')).collect();
    assert!(marked.len() == 1 && marked[0].contains(&ranking[0].schedule.to_string()), "{table}");
    assert_eq!(table.lines().count(), 4, "{table}");
}

#[test]
fn stopped_early_it_has_what_was_measured() {
    let compare = || CompareSchedules::new().schedules([Schedule::Static, Schedule::Auto]).rounds(5);
    let some = compare().run_while(
        |done, of| {
            assert_eq!(of, 12);
            done < 3
        },
        |_| {},
    );
    // Two warm-ups, then one sample of the round that goes backwards.
    assert_eq!(some.timings().len(), 1);
    assert_eq!((some.timings()[0].schedule, some.timings()[0].samples().len()), (Schedule::Auto, 1));
    let none = compare().run_while(|_, _| false, |_| unreachable!("not even once"));
    assert!(none.best().is_none() && none.to_string().contains("nothing was measured"));
}

#[test]
fn a_panic_passes_and_leaves_the_settings() {
    let before = omp::get_max_threads();
    let panics = || CompareSchedules::new().threads([before + 3]).run(|_| panic!("no"));
    assert!(std::panic::catch_unwind(panics).is_err());
    assert_eq!(omp::get_max_threads(), before);
}

#[test]
fn policies_of_ones_own() {
    struct All;
    impl crate::ChunkPolicy for All {
        fn next_chunk(&self, state: &crate::LoopState) -> u64 {
            state.remaining()
        }
        fn name(&self) -> &str {
            "all"
        }
    }
    let schedules = [Schedule::custom(&All), Schedule::Static];
    let comparison =
        CompareSchedules::new().schedules(schedules).run(|s| parallel_for(0..9).schedule(s).for_each(|_| {}));
    assert!(comparison.to_string().contains("  all  "), "{comparison}");
    assert!(comparison.timing(Schedule::custom(&All), omp::get_max_threads()).is_some());
}
