use std::collections::{BTreeMap, BTreeSet};

use ferromp::observe::{Access, Cancelled, Kind, SyncKind, TaskStatus};
use ferromp::{Data, Parallel, Task, Team};

use crate::log::{Seen, line, log};
use crate::watchdog;

const TEAMS: [usize; 5] = [1, 2, 3, 4, 8];

/// The tasks that were created: parent, whether they have dependences, and their lines.
fn created(seen: &[Seen]) -> BTreeMap<u64, (u64, bool, u32)> {
    let mut tasks = BTreeMap::new();
    for event in seen {
        if let Kind::TaskCreate { task, parent, depends, place, .. } = event.kind {
            assert!(event.member.is_some() && place.file().ends_with("tasks.rs"));
            assert_eq!(tasks.insert(task, (parent, depends, place.line())), None);
        }
    }
    tasks
}

/// How tasks ended. Each was begun before, after it was created, on the same thread; what a member leaves is what it was at.
fn ended(seen: &[Seen]) -> BTreeMap<u64, TaskStatus> {
    let mut ended = BTreeMap::new();
    let mut at: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for event in seen {
        if let Kind::TaskSchedule { prior, status, next, .. } = event.kind {
            let stack = at.entry(format!("{:?}", event.thread)).or_default();
            assert_eq!(stack.last().copied().unwrap_or(0), prior);
            if status == TaskStatus::Switch {
                stack.push(next);
            } else {
                stack.pop();
                assert_eq!(stack.last().copied().unwrap_or(0), next);
                assert_eq!(ended.insert(prior, status), None);
            }
        }
    }
    ended
}

fn all_complete(seen: &[Seen]) {
    let (created, ended) = (created(seen), ended(seen));
    assert!(
        created.keys().all(|task| ended.get(task) == Some(&TaskStatus::Complete)),
        "{created:?} {ended:?}"
    );
}

#[test]
fn tasks_are_created_and_run_once() {
    let _watch = watchdog::watch("tasks_are_created_and_run_once");
    for threads in TEAMS {
        let here = line() + 4;
        let seen = log(|| {
            Parallel::new().num_threads(threads).masked(|team| {
                for _ in 0..20 {
                    team.task(|team| {
                        team.task(|_| ());
                        team.taskwait();
                    });
                }
                team.taskwait();
                team.taskgroup(|group| {
                    group.task(|_| ());
                    Task::new().only_if(false).spawn(group, |_| ());
                });
                team.taskscope(|scope| scope.task(|_| ()));
                team.task_detached(|_, event| event.fulfill());
            });
        });
        all_complete(&seen);
        let tasks = created(&seen);
        assert_eq!(tasks.len(), 44);
        let of_line = |at: u32| tasks.iter().filter(move |(_, (_, _, line))| *line == at);
        assert_eq!(of_line(here).count(), 20);
        let outer: BTreeSet<u64> = of_line(here).map(|(task, _)| *task).collect();
        let parents: BTreeSet<u64> = of_line(here + 1).map(|(_, (parent, ..))| *parent).collect();
        assert_eq!(parents, outer, "each inner task has an outer one for its parent");
        assert!(of_line(here).all(|(_, (parent, ..))| *parent == 0));
        for sync in [SyncKind::Taskwait, SyncKind::Taskgroup] {
            let began = |event: &&Seen| {
                event.begins() && matches!(event.kind, Kind::Sync { sync: s, .. } if s == sync)
            };
            assert!(seen.iter().filter(began).count() >= 1, "{sync:?}");
        }
    }
}

#[test]
fn dependences() {
    let _watch = watchdog::watch("dependences");
    for threads in TEAMS {
        let (a, b) = (Data::new(0), Data::new(0));
        let seen = log(|| {
            Parallel::new().num_threads(threads).masked(|team| {
                team.task_with(a.write(), |_, a| *a = 1);
                team.task_with((a.read(), b.write()), |_, (a, b)| *b = *a);
                assert_eq!(team.taskwait_with(b.read(), |b| *b), 1);
            });
        });
        all_complete(&seen);
        let tasks: Vec<u64> = created(&seen).into_keys().collect();
        assert_eq!(tasks.len(), 3);
        let accesses: Vec<(u64, usize, Access)> = seen
            .iter()
            .filter_map(|event| match event.kind {
                Kind::TaskDependence { task, data, access, .. } => Some((task, data, access)),
                _ => None,
            })
            .collect();
        let [(t0, a0, Access::Write), (t1, x, kind), (t2, y, other), (t3, b0, Access::Read)] = accesses[..]
        else {
            panic!("{accesses:?}")
        };
        assert_eq!([t0, t1, t2, t3], [tasks[0], tasks[1], tasks[1], tasks[2]]);
        assert_ne!(a0, b0);
        // The order of a task's own accesses is not specified.
        let both = BTreeSet::from([(x, kind == Access::Read), (y, other == Access::Read)]);
        assert_eq!(both, BTreeSet::from([(a0, true), (b0, false)]));
    }
}

#[test]
fn joins_and_cancelled_groups() {
    fn fib(team: &Team<'_>, n: u64) -> u64 {
        if n < 2 {
            return n;
        }
        let (a, b) = team.join(|team| fib(team, n - 1), |team| fib(team, n - 2));
        a + b
    }
    let _watch = watchdog::watch("joins_and_cancelled_groups");
    for threads in TEAMS {
        let seen = log(|| {
            Parallel::new().num_threads(threads).masked(|team| {
                assert_eq!(fib(team, 15), 610);
                team.taskgroup(|group| {
                    group.cancel();
                    for _ in 0..10 {
                        group.task(|_| unreachable!("the group is cancelled"));
                    }
                });
            });
        });
        let (created, ended) = (created(&seen), ended(&seen));
        assert_eq!(created.len(), 10);
        assert!(created.keys().all(|task| ended.get(task) == Some(&TaskStatus::Cancel)), "{ended:?}");
        let cancels = |event: &&Seen| matches!(event.kind, Kind::Cancel { what: Cancelled::Taskgroup, .. });
        assert_eq!(seen.iter().filter(cancels).count(), 1);
        // Halves that were taken have run to their ends.
        let halves = ended.iter().filter(|(task, _)| !created.contains_key(task));
        assert!(halves.map(|(_, status)| *status).all(|status| status == TaskStatus::Complete));
    }
}
