//! Models of what orders tasks: registration and release, turns, detachment.

use super::gate::Gated;
use super::history::{Entry, Header, Mode};
use super::links::Links;
use super::node::{Kind, Node};
use super::parts::Parts;
use super::pool::TaskPool;
use crate::prim::{AtomicU32, Ordering, UnsafeCell, yield_now};
use loom::sync::Arc;
use loom::thread;

fn explore(preemptions: usize, execution: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(preemptions);
    model.check(execution);
}

/// Data and how often somebody had them alone, in plain memory: loom fails the model if two accesses have no order.
struct Datum {
    header: Header,
    value: UnsafeCell<u32>,
}

impl Datum {
    /// Two, whose addresses have the same order in each execution: locks are taken by it.
    fn two() -> Arc<[Self; 2]> {
        Arc::new([0, 1].map(|_| Self { header: Header::new(), value: UnsafeCell::new(0) }))
    }

    fn add(&self) {
        // SAFETY: loom checks that nobody else is here.
        self.value.with_mut(|value| unsafe { *value += 1 });
    }

    fn get(&self) -> u32 {
        // SAFETY: loom checks that nobody writes.
        self.value.with(|value| unsafe { *value })
    }
}

/// A task that has access to `data`.
fn task(pool: &'static TaskPool, data: &[&Datum], mode: Mode) -> &'static Links {
    let node: &'static Node = Box::leak(Box::new(Node::new(0, Kind::Task)));
    let links = node.links();
    links.with_entries(|entries| {
        entries.extend(data.iter().map(|datum| Entry { header: &raw const datum.header, mode }));
        entries.sort_unstable_by_key(|entry| entry.header);
    });
    links.set_destination(pool, std::ptr::null(), false, 0);
    links
}

fn pool() -> &'static TaskPool {
    Box::leak(Box::new(TaskPool::new(1)))
}

/// Runs a task that is ready, and those that this makes ready, on this thread.
fn run(links: &'static Links, data: &[Datum], ran: &AtomicU32) {
    let mut ready = vec![links];
    while let Some(links) = ready.pop() {
        data.iter().for_each(Datum::add);
        ran.fetch_add(1, Ordering::Relaxed);
        links.end(|next, _| ready.push(next));
    }
}

/// A task ends while another registers behind it: the other is made ready once, and sees what the first has done.
#[test]
fn loom_a_task_is_released_once() {
    explore(3, || {
        let (pool, data) = (pool(), Datum::two());
        let [first, second] = [0, 1].map(|_| task(pool, &[&data[0]], Mode::Write));
        // SAFETY: the header lives until the end of the model.
        assert!(unsafe { first.register() });
        let ran = Arc::new(AtomicU32::new(0));
        let theirs = (data.clone(), ran.clone());
        let other = thread::spawn(move || run(first, &theirs.0[..1], &theirs.1));
        // SAFETY: as above.
        if unsafe { second.register() } {
            run(second, &data[..1], &ran);
        }
        other.join().unwrap();
        assert_eq!((ran.load(Ordering::Relaxed), data[0].get()), (2, 2));
    });
}

/// Two members register on the same two data, named in different order: each pair of tasks has one order on both.
#[test]
fn loom_crosswise_registrations_make_no_circle() {
    explore(3, || {
        let (pool, data) = (pool(), Datum::two());
        let [a, b] = &*data;
        let tasks = [task(pool, &[a, b], Mode::Write), task(pool, &[b, a], Mode::Write)];
        let ran = Arc::new(AtomicU32::new(0));
        let members = tasks.map(|task| {
            let (data, ran) = (data.clone(), ran.clone());
            thread::spawn(move || {
                // SAFETY: the headers live until the end of the model.
                if unsafe { task.register() } {
                    run(task, &data[..], &ran);
                }
            })
        });
        members.into_iter().for_each(|member| member.join().unwrap());
        assert_eq!((ran.load(Ordering::Relaxed), a.get(), b.get()), (2, 2, 2));
    });
}

/// A node is used for another task while a third registers: it waits for the life that it has seen, or for none.
#[test]
fn loom_a_recycled_task_is_told_from_its_former_life() {
    explore(3, || {
        let (pool, data) = (pool(), Datum::two());
        let [first, second] = [0, 1].map(|_| task(pool, &[&data[0]], Mode::Write));
        // SAFETY: the headers live until the end of the model.
        assert!(unsafe { first.register() });
        let ran = Arc::new(AtomicU32::new(0));
        let theirs = (data.clone(), ran.clone());
        let member = thread::spawn(move || {
            run(first, &theirs.0[..1], &theirs.1);
            // A life on other data, which never ends.
            first.with_entries(|entries| entries[0].header = &raw const theirs.0[1].header);
            // SAFETY: as above.
            assert!(unsafe { first.register() });
        });
        // SAFETY: as above.
        if unsafe { second.register() } {
            run(second, &data[..1], &ran);
        }
        member.join().unwrap();
        assert_eq!((ran.load(Ordering::Relaxed), data[0].get()), (2, 2));
    });
}

/// Tasks that commute on one or two data have them one at a time, and each comes to its turn.
fn turns(wants: [&'static [usize]; 3], preemptions: usize) {
    explore(preemptions, move || {
        let pool = pool();
        let data = Datum::two();
        let tasks = wants.map(|wanted| {
            let mine: Vec<_> = wanted.iter().map(|&at| &data[at]).collect();
            let task = task(pool, &mine, Mode::Commute);
            // SAFETY: the headers live until the end of the model.
            assert!(unsafe { task.register() });
            task
        });
        let ran = Arc::new(AtomicU32::new(0));
        let run = move |first: usize, data: Arc<[Datum; 2]>, ran: Arc<AtomicU32>| {
            let mut ready = vec![first];
            while let Some(at) = ready.pop() {
                // SAFETY: as above; who has the task takes its turns.
                if unsafe { tasks[at].take_turns() } {
                    wants[at].iter().for_each(|&place| data[place].add());
                    ran.fetch_add(1, Ordering::Relaxed);
                    // SAFETY: as above.
                    unsafe {
                        tasks[at].give_turns(|next, _| {
                            ready.extend(tasks.iter().position(|&task| std::ptr::eq(task, next)));
                        });
                    }
                }
            }
        };
        let others = [1, 2].map(|at| {
            let (data, ran) = (data.clone(), ran.clone());
            thread::spawn(move || run(at, data, ran))
        });
        run(0, data.clone(), ran.clone());
        others.into_iter().for_each(|other| other.join().unwrap());
        assert_eq!(ran.load(Ordering::Relaxed), 3);
    });
}

#[test]
fn loom_turns_of_one() {
    turns([&[0], &[0], &[0]], 2);
}

#[test]
fn loom_turns_of_two() {
    turns([&[0, 1], &[1, 0], &[0]], 2);
}

/// A detached task's body and its event end in any order: one of them concludes it, and sees what the other has done.
#[test]
fn loom_one_concludes_a_detached_task() {
    explore(3, || {
        let task = Arc::new((Parts::new(), UnsafeCell::new(0), UnsafeCell::new(0)));
        let life = task.0.begin();
        let theirs = task.clone();
        let event = thread::spawn(move || {
            // SAFETY: loom checks that nobody else is here.
            theirs.1.with_mut(|done| unsafe { *done = 1 });
            conclude(&theirs, theirs.0.finish_event(life, u64::MAX))
        });
        // SAFETY: as above.
        task.2.with_mut(|done| unsafe { *done = 1 });
        let mine = conclude(&task, task.0.finish_body());
        assert!(mine != event.join().unwrap());
        // Who comes again concludes nothing.
        assert!(!task.0.finish_event(life, u64::MAX));
    });

    fn conclude(task: &(Parts, UnsafeCell<u32>, UnsafeCell<u32>), last: bool) -> bool {
        if last {
            for done in [&task.1, &task.2] {
                // SAFETY: loom checks that the other has written it before.
                done.with(|done| assert_eq!(unsafe { *done }, 1));
            }
        }
        last
    }
}

/// Whoever is inside a gate is alone, and sees what those before have done.
#[test]
fn loom_a_gate_lets_in_one() {
    explore(3, || {
        let gated = Arc::new(Gated::new(0));
        let others = [0, 1].map(|_| {
            let gated = gated.clone();
            thread::spawn(move || gated.with(|value| *value += 1))
        });
        while gated.with(|value| *value) < 2 {
            yield_now();
        }
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}
