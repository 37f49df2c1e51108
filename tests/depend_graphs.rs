//! Random graphs of tasks, beside the same steps one after another.

#[path = "common/watchdog.rs"]
mod watchdog;

use ferromp::depend::{Commute, Concurrent, Read, Write};
use ferromp::{Data, Parallel, Task, TaskGraph, Team};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

const CELLS: usize = 6;

/// What one task does to one cell.
#[derive(Clone, Copy, Debug)]
enum Step {
    Read,
    Write,
    Commute,
    Concurrent,
}

/// How a task is created.
#[derive(Clone, Copy, Debug)]
enum Way {
    Plain,
    Undeferred,
    Priority,
    Detached,
    Visit,
    Group,
}

#[derive(Clone, Debug)]
struct Job {
    steps: Vec<(usize, Step)>,
    way: Way,
    number: u64,
}

fn job() -> impl Strategy<Value = Job> {
    let step = prop_oneof![
        3 => Just(Step::Read),
        3 => Just(Step::Write),
        1 => Just(Step::Commute),
        1 => Just(Step::Concurrent)
    ];
    let way = prop_oneof![
        8 => Just(Way::Plain),
        1 => Just(Way::Undeferred),
        1 => Just(Way::Priority),
        1 => Just(Way::Detached),
        1 => Just(Way::Visit),
        1 => Just(Way::Group)
    ];
    (vec((0..CELLS, step), 0..4), way, any::<u64>()).prop_map(|(mut steps, way, number)| {
        steps.sort_by_key(|&(cell, _)| cell);
        steps.dedup_by_key(|&mut (cell, _)| cell);
        Job { steps, way, number }
    })
}

/// A cell: what readers and writers make of it in order, and a sum to which those add that have no order.
#[derive(Default)]
struct Cell {
    chain: u64,
    sum: u64,
    shared: AtomicU64,
}

impl Cell {
    fn value(&self) -> u64 {
        self.chain ^ self.sum.rotate_left(7) ^ self.shared.load(Relaxed).rotate_left(31)
    }
}

/// What the jobs make of the cells: every reader's finding goes into what its job writes, so a wrong order shows.
struct Reads<'a>(Vec<&'a Cell>);
struct Writes<'a>(Vec<&'a mut Cell>);

fn perform(number: u64, reads: &Reads<'_>, writes: Writes<'_>, sums: Writes<'_>, shared: &Reads<'_>) -> u64 {
    let found = reads.0.iter().fold(number, |found, cell| found.wrapping_mul(31).wrapping_add(cell.value()));
    for cell in writes.0 {
        cell.chain = cell.value().wrapping_mul(17).wrapping_add(found);
    }
    for cell in sums.0 {
        cell.sum = cell.sum.wrapping_add(number);
    }
    for cell in &shared.0 {
        cell.shared.fetch_add(number, Relaxed);
    }
    found
}

fn serially(jobs: &[Job]) -> (Vec<u64>, Vec<u64>) {
    let mut cells: Vec<Cell> = (0..CELLS).map(|_| Cell::default()).collect();
    let mut found = Vec::new();
    for job in jobs {
        let (mut reads, mut writes, mut sums, mut shared) = (vec![], vec![], vec![], vec![]);
        for (at, cell) in cells.iter_mut().enumerate() {
            match job.steps.iter().find(|step| step.0 == at).map(|step| step.1) {
                Some(Step::Read) => reads.push(&*cell),
                Some(Step::Write) => writes.push(cell),
                Some(Step::Commute) => sums.push(cell),
                Some(Step::Concurrent) => shared.push(&*cell),
                None => {}
            }
        }
        found.push(perform(job.number, &Reads(reads), Writes(writes), Writes(sums), &Reads(shared)));
    }
    (cells.iter().map(Cell::value).collect(), found)
}

type Accesses<'s> =
    (Vec<Read<'s, Cell>>, Vec<Write<'s, Cell>>, Vec<Commute<'s, Cell>>, Vec<Concurrent<'s, Cell>>);

fn accesses<'s>(job: &Job, cells: &'s [Data<Cell>]) -> Accesses<'s> {
    let of = |wanted: fn(&Step) -> bool| {
        job.steps.iter().filter(move |(_, step)| wanted(step)).map(|&(cell, _)| &cells[cell])
    };
    (
        of(|step| matches!(step, Step::Read)).map(Data::read).collect(),
        of(|step| matches!(step, Step::Write)).map(Data::write).collect(),
        of(|step| matches!(step, Step::Commute)).map(Data::commute).collect(),
        of(|step| matches!(step, Step::Concurrent)).map(Data::concurrent).collect(),
    )
}

fn create<'s>(team: &Team<'s>, job: &'s Job, cells: &'s [Data<Cell>], found: &'s AtomicU64) {
    let access = accesses(job, cells);
    macro_rules! body {
        ($refs:expr) => {{
            let (reads, writes, sums, shared) = $refs;
            found.store(
                perform(job.number, &Reads(reads), Writes(writes), Writes(sums), &Reads(shared)),
                Relaxed,
            );
        }};
    }
    match job.way {
        Way::Plain => team.task_with(access, move |_, refs| body!(refs)),
        Way::Undeferred => Task::new().only_if(false).spawn_with(team, access, move |_, refs| body!(refs)),
        Way::Priority => Task::new().priority(3).spawn_with(team, access, move |_, refs| body!(refs)),
        Way::Detached => Task::new().spawn_detached_with(team, access, move |_, event, refs| {
            body!(refs);
            drop(std::thread::spawn(|| event.fulfill()));
        }),
        Way::Visit => team.taskwait_with(access, move |refs| body!(refs)),
        Way::Group => team.taskgroup(|group| group.task_with(access, move |_, refs| body!(refs))),
    }
}

fn in_parallel(jobs: &[Job], crew: usize) -> (Vec<u64>, Vec<u64>) {
    let cells: Vec<_> = (0..CELLS).map(|_| Data::new(Cell::default())).collect();
    let found: Vec<_> = jobs.iter().map(|_| AtomicU64::new(0)).collect();
    Parallel::new().num_threads(crew).masked(|team| {
        for (job, found) in jobs.iter().zip(&found) {
            create(team, job, &cells, found);
        }
    });
    let values = cells.into_iter().map(|cell| cell.into_inner().value()).collect();
    (values, found.into_iter().map(AtomicU64::into_inner).collect())
}

/// The same from a recorded graph, whose tasks are all deferred; its second replay goes on with what the first has made.
fn recorded(jobs: &[Job], crew: usize, replays: usize) -> Vec<u64> {
    let cells: Vec<_> = (0..CELLS).map(|_| Data::new(Cell::default())).collect();
    let graph = TaskGraph::record(|graph| {
        for job in jobs {
            let (reads, writes, sums, shared) = accesses(job, &cells);
            graph.task_with((reads, writes, sums, shared), |_, (reads, writes, sums, shared)| {
                perform(job.number, &Reads(reads), Writes(writes), Writes(sums), &Reads(shared));
            });
        }
    });
    Parallel::new().num_threads(crew).masked(|team| (0..replays).for_each(|_| graph.replay(team)));
    drop(graph);
    cells.into_iter().map(|cell| cell.into_inner().value()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_result_is_that_of_one_after_another(jobs in vec(job(), 0..60)) {
        let _watch = watchdog::watch("the_result_is_that_of_one_after_another");
        let expected = serially(&jobs);
        for crew in [1, 2, 3, 4, 8] {
            prop_assert_eq!(&in_parallel(&jobs, crew), &expected);
        }
    }

    #[test]
    fn replays_do_the_same(jobs in vec(job(), 0..60)) {
        let _watch = watchdog::watch("replays_do_the_same");
        let expected = serially(&[jobs.clone(), jobs.clone()].concat()).0;
        for crew in [1, 2, 4, 8] {
            prop_assert_eq!(&recorded(&jobs, crew, 2), &expected);
        }
    }
}
