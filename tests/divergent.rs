//! Random programs in which one member does not do as the others: whatever it skips, adds or exchanges, the
//! region ends with an answer, and the team is good for the next one.

#[path = "common/rng.rs"]
mod rng;
#[path = "common/watchdog.rs"]
mod watchdog;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use ferromp::{Parallel, Schedule, Sum, Team};
use rng::Rng;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Barrier,
    Single,
    SingleUnit,
    SingleNowait,
    ReduceNumber,
    ReduceText,
    Static,
    Dynamic,
    DynamicNowait,
    GuidedNowait,
    Trapezoid,
    Halves,
    HalvesOfTwo,
    Ordered,
    Sections,
    Pause,
    Sleep,
    Panic,
    Cancel,
}

use Step::*;

/// What a program is made of; the rest comes in as faults only.
const COMMON: [Step; 16] = [
    Barrier,
    Single,
    SingleUnit,
    SingleNowait,
    SingleNowait,
    ReduceNumber,
    ReduceText,
    Static,
    Dynamic,
    DynamicNowait,
    GuidedNowait,
    Trapezoid,
    Halves,
    HalvesOfTwo,
    Ordered,
    Sections,
];

fn run(team: &Team<'_>, step: Step) {
    let n = 3 * team.num_threads();
    match step {
        Barrier => team.barrier(),
        Single => assert_eq!(team.single(|| 42), 42),
        SingleUnit => team.single(|| ()),
        SingleNowait => team.single_nowait(|| ()),
        ReduceNumber => assert_eq!(team.reduce(Sum, 1_usize), team.num_threads()),
        ReduceText => {
            let join = ferromp::reduction(String::new, |a: String, b: String| a + &b);
            assert_eq!(team.reduce(join, "x".to_owned()).len(), team.num_threads());
        }
        Static => team.for_loop(0..n).for_each(|_| ()),
        Dynamic => team.for_loop(0..n).schedule(Schedule::Dynamic(2)).for_each(|_| ()),
        DynamicNowait => team.for_loop(0..n).schedule(Schedule::Dynamic(1)).nowait().for_each(|_| ()),
        GuidedNowait => team.for_loop(0..n).schedule(Schedule::Guided(1)).nowait().for_each(|_| ()),
        Trapezoid => team.for_loop(0..n).schedule(Schedule::Tss { first: 0, last: 1 }).for_each(|_| ()),
        Halves => team.for_loop(0..n).schedule(Schedule::Fac2(1)).nowait().for_each(|_| ()),
        HalvesOfTwo => team.for_loop(0..n).schedule(Schedule::Fac2(2)).nowait().for_each(|_| ()),
        Ordered => team.for_loop(0..n).schedule(Schedule::Dynamic(1)).ordered(|_, order| order.run(|| ())),
        Sections => team.sections([&|| (), &|| (), &|| ()]),
        Pause => std::thread::yield_now(),
        Sleep => std::thread::sleep(std::time::Duration::from_millis(4)),
        Panic => resume_unwind(Box::new("thrown by the program")),
        Cancel => team.cancel_parallel(),
    }
}

/// A program for `members`: all the same, but for `faults` changes in members of their own.
fn programs(rng: &mut Rng, members: usize, faults: u64) -> Vec<Vec<Step>> {
    let length = 1 + rng.below(14);
    let plain: Vec<Step> = (0..length).map(|_| COMMON[rng.below(COMMON.len() as u64) as usize]).collect();
    let mut programs = vec![plain; members];
    for _ in 0..faults {
        let program = &mut programs[rng.below(members as u64) as usize];
        let at = rng.below(program.len() as u64 + 1) as usize;
        let new = match rng.below(20) {
            0 => Panic,
            1 => Cancel,
            2..4 => Sleep,
            4..6 => Pause,
            _ => COMMON[rng.below(COMMON.len() as u64) as usize],
        };
        match rng.below(4) {
            0 => program.insert(at, new),
            1 => drop((at < program.len()).then(|| program.remove(at))),
            2 => (0..rng.below(12)).for_each(|_| program.insert(at, new)),
            _ => {
                if let Some(step) = program.get_mut(at) {
                    *step = new;
                }
            }
        }
    }
    programs
}

fn try_programs(programs: &[Vec<Step>]) -> Result<(), String> {
    let members = programs.len();
    let result = catch_unwind(AssertUnwindSafe(|| {
        Parallel::new().num_threads(members).try_run(|team| {
            for &step in &programs[team.thread_num()] {
                run(team, step);
            }
        })
    }));
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(payload) if payload.is::<&str>() => Err("thrown".into()),
        Err(payload) => resume_unwind(payload),
    }
}

fn try_many(name: &'static str, seed: u64, rounds: usize, sizes: &[usize], faults: u64) {
    let mut rng = Rng::new(seed);
    for round in 0..rounds {
        let _watch = watchdog::watch(name);
        let members = sizes[round % sizes.len()];
        let faults = if faults == 0 { 0 } else { 1 + rng.below(faults) };
        let programs = programs(&mut rng, members, faults);
        if std::env::var_os("DIVERGENT_VERBOSE").is_some() {
            eprintln!("{name} round {round}: {programs:?}");
        }
        let result = try_programs(&programs);
        let same = programs.iter().all(|program| *program == programs[0]);
        if same && !programs[0].iter().any(|step| matches!(step, Panic | Cancel)) {
            assert_eq!(result, Ok(()), "round {round}: {programs:?}");
        }
        let sums = Parallel::new().num_threads(members).map(|team| {
            team.single_nowait(|| ());
            team.reduce(Sum, 1)
        });
        assert_eq!(sums, vec![members; members], "round {round}: {programs:?}");
    }
}

#[test]
fn programs_without_a_fault_run() {
    try_many("programs_without_a_fault_run", 1, 600, &[1, 2, 3, 4, 5, 8, 9, 17], 0);
}

#[test]
fn small_teams_with_faults_end() {
    try_many("small_teams_with_faults_end", 2, 2000, &[2, 3, 4], 2);
}

#[test]
fn middling_teams_with_faults_end() {
    try_many("middling_teams_with_faults_end", 3, 1000, &[5, 7, 8, 9, 12], 3);
}

#[test]
fn large_teams_with_faults_end() {
    try_many("large_teams_with_faults_end", 4, 120, &[16, 33, 64, 65], 4);
}
